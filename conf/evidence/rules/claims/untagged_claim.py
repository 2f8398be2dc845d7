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

from __future__ import annotations

from itertools import pairwise

from evidence.analysis.claim_strength import NO_CLAIM, claim
from evidence.model import Handbook, Page, SentenceKind
from evidence.rules.registry import Remark, Remarks, rule
from evidence.vocabulary.lexicon import lexicon

_QUOTED_LENGTH = 70
"""The most letters that a message quotes of a sentence."""


@rule("pages", of_page=("sentences",), position=10)
def check(page: Page, _handbook: Handbook) -> Remarks:
    for previous, sentence in pairwise([None, *page.sentences]):
        if sentence is None or sentence.owner is not None:
            continue
        if sentence.kind is SentenceKind.DEFINITION and (
            previous is None or previous.kind is not sentence.kind
        ):
            continue
        wording = claim(sentence.text)
        if wording.level > NO_CLAIM:
            yield Remark(
                sentence.at,
                f"{wording.word!r} claims {lexicon().names[wording.level]} without a tag: "
                f"{_shortened(sentence.text)}",
                "Write it as a {claim} with its studies, repeat a claim with {restate}, or say what is not "
                "known; if it claims nothing, put % evidence: allow untagged-claim -- REASON before it",
            )


def _shortened(text: str) -> str:
    return text if len(text) <= _QUOTED_LENGTH else text[:_QUOTED_LENGTH].rsplit(" ", 1)[0] + " …"
