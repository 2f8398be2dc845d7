"""A claim and the lead of a finding are worded no more strongly than their evidence carries.

Observational studies tell of links. Trials speak directly at high certainty only; below that
they say "probably" (moderate) or "may" (low), or report what a trial found, and at very low
certainty also that it is very uncertain. Laboratory studies speak directly,
in the past tense, and at very low certainty as a report. What others proposed stays proposed.
What was not shown, and what differed between studies, is not told as something that happens,
and "did not show" is not turned into "does not".

Bad (page):

    # Example

    :::{claim} a-cohort
    :study-type: cohort
    :studies: invented-cohort-2003
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: association-not-causation

    In a cohort of people on dialysis, higher blood magnesium prevented deaths.
    :::

Good (page):

    # Example

    :::{claim} a-cohort
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

import re

from evidence.analysis.claim_strength import DIRECT, LINK, Wording, base_form, tells_limits
from evidence.model import Claim, Finding, Handbook
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import (
    NO_DIRECTION,
    NOT_POINTING,
    RULED_OUT,
    JudgedSentence,
    carried,
    judged_sentence,
    shortfalls_of_trials,
)
from evidence.vocabulary.lexicon import lexicon

_PRESENT = re.compile(r"[a-z]+[^s]s(?: in| to)?")
"""A verb in the present tense: "lowers", "leads to"."""


@rule("claims", "findings", position=1)
def check(statement: Claim | Finding, handbook: Handbook) -> Remarks:
    sentence = judged_sentence(statement, handbook)
    if not sentence.text or sentence.quotes or not sentence.streams:
        return
    if sentence.direction != NO_DIRECTION:
        for message, hint in shortfalls_of_trials(
            sentence.text, sentence.streams, sentence.certainty, handbook
        ):
            yield Remark(sentence.at, f"{sentence.name}: {message}", hint)
    denials, strongest = sentence.wordings()
    if sentence.direction != RULED_OUT or sentence.certainty != "high":
        for denial in denials:
            yield Remark(
                sentence.at,
                f"it denies {denial.word!r} flatly, which {sentence.name} does not carry",
                'Say what was found: "found no …", "did not show that …"',
            )
    if strongest:
        yield from _direction(sentence, strongest)
        yield from _strength(sentence, strongest, handbook)


def _direction(sentence: JudgedSentence, strongest: Wording) -> Remarks:
    """What was not shown, or differed between studies, told as something that happens."""
    curved_link = sentence.direction == "non-linear" and strongest.level == LINK
    if sentence.direction in NOT_POINTING and not curved_link and not tells_limits(sentence.text):
        yield Remark(
            sentence.at,
            f"it says {strongest.word!r}, but {sentence.name} is {sentence.direction}",
            'Say as well what was not shown: "found no …", "the studies disagree: …"',
        )


def _strength(sentence: JudgedSentence, strongest: Wording, handbook: Handbook) -> Remarks:
    """A wording above what the evidence carries, or a laboratory result told as a law."""
    allowed = carried(sentence.streams, sentence.certainty, handbook)
    names = lexicon().names
    if strongest.level > allowed:
        yield Remark(
            sentence.at,
            f"{strongest.word!r} is {names[strongest.level]}; {sentence.name} "
            f"({', '.join(sorted(sentence.streams))}, {sentence.certainty}) carries {names[allowed]}",
            _instead(strongest, sentence),
        )
    elif (
        sentence.streams == {"laboratory"}
        and strongest.level == DIRECT
        and _PRESENT.fullmatch(strongest.word)
    ):
        yield Remark(
            sentence.at,
            f"{strongest.word!r} tells a laboratory result as if it held everywhere",
            "Write it in the past tense, of the animals or cells that were studied",
        )


def _instead(strongest: Wording, sentence: JudgedSentence) -> str:
    """A wording that the evidence carries, in place of one that is too strong."""
    if "observational" in sentence.streams:
        if strongest.word.startswith("risk factor"):
            return 'Write "marker"'
        return 'Write "was linked to", "had fewer" or "was more common in"'
    if "laboratory" in sentence.streams:
        return 'Write "one study of … reported that …"'
    if "trials" in sentence.streams:
        hedge = "probably" if sentence.certainty == "moderate" else "may"
        verb = base_form(strongest.word) or "…"
        return f'Write "{hedge} {verb}", or report it: "in that trial … found"'
    return 'Write "it has been proposed that …", or "is thought to"'
