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

from __future__ import annotations

from evidence.analysis.claim_strength import forbidden
from evidence.model import Handbook
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import Statement, judged_sentence

MEASURED = frozenset({"surrogate", "biochemical"})
"""Kinds of outcome that are measured on a scan or in a test, and are not health itself."""


@rule("claims", "findings", "restatements", position=4)
def check(statement: Statement, handbook: Handbook) -> Remarks:
    sentence = judged_sentence(statement, handbook)
    if sentence.quotes:
        return
    names = {name for claim in sentence.claims for name in claim.outcomes}
    outcomes = handbook.vocabulary.outcomes
    kinds = {outcomes[name].kind for name in names if name in outcomes}
    surrogate = bool(kinds) and kinds <= MEASURED and sentence.streams == {"trials"}
    for word, hint in forbidden(sentence.text, sentence.streams, surrogate=surrogate):
        yield Remark(sentence.at, f"{word!r} is not used here", hint)
