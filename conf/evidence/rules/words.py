"""The rules of words: what needs a tag, and what may not be said."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from evidence.analysis.claim_strength import NO_CLAIM, claim, forbidden
from evidence.model import SentenceKind
from evidence.rules.registry import Remark, rule
from evidence.rules.said import said
from evidence.vocabulary.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Claim, Finding, Handbook, Page, Restatement

MEASURED = frozenset({"surrogate", "biochemical"})
"""Kinds of outcome that are measured on a scan or in a test, and are not health itself."""


@rule(group="claims", each="pages", of_page="sentences", scope="document")
def untagged_claim(page: Page, _handbook: Handbook) -> Iterator[Remark]:
    """A sentence that claims something about health stands in a claim, a restatement or a caveat.

    That is an effect, a link, a risk, a necessity, a statement on safety, on uptake or on how common
    something is; in paragraphs, lists, tables, captions, boxes and headings, denied or not. Free
    are questions, advice, methods, definitions, and what is not known or was not seen. The first
    sentence below a term of a glossary defines it and is free as well.

    Bad (page):

        # Example

        Magnesium lowers blood pressure.

    Good (page):

        # Example

        Whether magnesium lowers blood pressure is not known.
    """
    before = [None, *page.sentences]
    for previous, sentence in pairwise(before):
        if sentence is None or sentence.owner is not None:
            continue
        if sentence.kind is SentenceKind.DEFINITION and (
            previous is None or previous.kind is not sentence.kind
        ):
            continue
        found = claim(sentence.text)
        if found.level > NO_CLAIM:
            yield Remark(
                sentence.at,
                f"{found.word!r} claims {lexicon().names[found.level]} without a tag: "
                f"{_shortened(sentence.text)}",
                "Write it as a {claim} with its studies, repeat a claim with {restate}, or say what is not "
                "known; if it claims nothing, put % evidence: allow untagged-claim -- REASON before it",
            )


_LONGEST = 70


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


@rule(group="wording", each=("claims", "findings", "restatements"), scope="named")
def forbidden_word(item: Claim | Finding | Restatement, handbook: Handbook) -> Iterator[Remark]:
    """Words that say more than any study can, or more than this kind of study can, are not used.

    Nowhere: proven, confirms, guarantees, miracle, cure, dissolves, detox, gatekeeper, harness,
    "natural calcium channel blocker", "essential for", "no effect", "significant", and "safe" without
    dose, people and time. Of people: reverses. Of the laboratory alone: patients, people, you,
    clinical, therapeutic. Where only scans and tests were looked at: heart attacks, survival and
    disease as an outcome. What is denied may be named, apart from "no effect" and "significant".

    Bad (page):

        # Example

        :::{claim} too-proud
        :study-type: cohort
        :studies: invented-cohort-2003
        :certainty: low
        :because: design
        :direction: benefit
        :outcome: mortality
        :caveats: association-not-causation

        In a cohort of people on dialysis, higher blood magnesium had a significant link with fewer deaths.
        :::

    Good (page):

        # Example

        :::{claim} sober
        :study-type: cohort
        :studies: invented-cohort-2003
        :certainty: low
        :because: design
        :direction: benefit
        :outcome: mortality
        :caveats: association-not-causation

        In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
        :::
    """
    its = said(item, handbook)
    if its.quotes:
        return
    outcomes = {outcome for claim in its.claims for outcome in claim.outcomes}
    kinds = {handbook.vocabulary.outcomes[o].kind for o in outcomes if o in handbook.vocabulary.outcomes}
    measured = bool(kinds) and kinds <= MEASURED and its.streams == {"trials"}
    for word, instead in forbidden(its.text, its.streams, surrogate=measured):
        yield Remark(its.at, f"{word!r} is not used here", instead)
