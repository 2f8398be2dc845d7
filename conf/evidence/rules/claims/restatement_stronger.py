"""A sentence that repeats claims is not worded more strongly than the weakest of them.

A link stays a link. A trial below high certainty may be reported ("in that trial … found") or
put with "may" ("probably" at moderate certainty), at very low certainty with the words that it is very
uncertain; a laboratory claim at very low certainty may be reported; other laboratory claims
may be stated directly, but the animals or cells are named. What claims did not show is not
turned into something that happens, and "did not show" is not turned into "does not".

Bad (page):

    # Example

    :::{claim} dialysis-cohort
    :study-type: cohort
    :studies: invented-cohort-2003
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: association-not-causation

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::

    :::{restate} dialysis-cohort
    Higher magnesium protects people on dialysis.
    :::

Good (page):

    # Example

    :::{claim} dialysis-cohort
    :study-type: cohort
    :studies: invented-cohort-2003
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: association-not-causation

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::

    :::{restate} dialysis-cohort
    People on dialysis with higher blood magnesium had fewer deaths.
    :::
"""

from __future__ import annotations

from evidence.analysis.claim_strength import Wording, tells_limits
from evidence.analysis.streams import lowest_certainty, streams_of_claim
from evidence.model import Claim, Handbook, Restatement
from evidence.rules.claims._shared import NOT_PEOPLE, names_a_kind
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import (
    NO_DIRECTION,
    NOT_POINTING,
    POINTING,
    RULED_OUT,
    JudgedSentence,
    carried,
    judged_sentence,
    shortfalls_of_trials,
)
from evidence.vocabulary.lexicon import lexicon


@rule("restatements", position=7)
def check(restatement: Restatement, handbook: Handbook) -> Remarks:
    sentence = judged_sentence(restatement, handbook)
    if not sentence.claims or not sentence.text:
        return
    denials, strongest = sentence.wordings()
    if not all(claim.direction == RULED_OUT and claim.certainty == "high" for claim in sentence.claims):
        for denial in denials:
            yield Remark(
                sentence.at,
                f"it denies {denial.word!r} flatly, which the claim {sentence.claims[0].id} does not",
                'Say what was found: "found no …", "did not show that …"',
            )
    if strongest:
        yield from _direction(sentence, strongest)
        yield from _strength(sentence, strongest, handbook)
    laboratory = [claim for claim in sentence.claims if "laboratory" in _kinds_of_stream(claim, handbook)]
    if laboratory and not names_a_kind(sentence.text, NOT_PEOPLE, handbook):
        yield Remark(
            sentence.at,
            f"it repeats the laboratory claim {laboratory[0].id} and names neither animals nor cells",
            "Say in what it was seen: rats, mice, cells, a solution",
        )


def _direction(sentence: JudgedSentence, strongest: Wording) -> Remarks:
    """A claim that did not show an effect, told as one that did."""
    claim = next((claim for claim in sentence.claims if claim.direction in NOT_POINTING), None)
    if claim and not tells_limits(sentence.text):
        yield Remark(
            sentence.at,
            f"it says {strongest.word!r}, but the claim {claim.id} is {claim.direction}",
            "Say as well what was not shown, or restate only claims that point that way",
        )


def _strength(sentence: JudgedSentence, strongest: Wording, handbook: Handbook) -> Remarks:
    """A wording above what the weakest of the claims that show an effect carries."""
    claims = [claim for claim in sentence.claims if claim.direction in POINTING] or list(sentence.claims)
    weakest = min(claims, key=lambda claim: _carried_by(claim, handbook))
    allowed = _carried_by(weakest, handbook)
    if strongest.level > allowed:
        names = lexicon().names
        yield Remark(
            sentence.at,
            f"{strongest.word!r} is {names[strongest.level]}; the claim {weakest.id} "
            f"({', '.join(weakest.study_types)}, {weakest.certainty}) carries {names[allowed]}",
            f"Write, for example, {lexicon().examples[allowed]}",
        )
    compared = [claim for claim in claims if claim.direction != NO_DIRECTION]
    streams = frozenset(stream for claim in compared for stream in _kinds_of_stream(claim, handbook))
    certainty = lowest_certainty(compared, handbook)
    for message, hint in shortfalls_of_trials(sentence.text, streams, certainty, handbook):
        yield Remark(sentence.at, message, hint)


def _carried_by(claim: Claim, handbook: Handbook) -> int:
    """The strongest wording that a claim carries."""
    return carried(_kinds_of_stream(claim, handbook), claim.certainty, handbook)


def _kinds_of_stream(claim: Claim, handbook: Handbook) -> frozenset[str]:
    return handbook.vocabulary.kinds(streams_of_claim(claim, handbook))
