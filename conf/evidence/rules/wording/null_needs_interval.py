"""The words "little or no difference" need an interval that rules out an important one.

The interval stands in the file of a study of the claim, on one of its outcomes, and lies within
the limits that the vocabulary gives for that outcome. Otherwise a sentence says what was found:
"found no slowing".

Bad (page):

    # Example

    :::{claim} a-trial
    :study-type: randomised-trial
    :studies: invented-trial-2001
    :certainty: low
    :because: imprecision
    :direction: not-shown
    :outcome: cac
    :caveats: surrogate-outcome, kidney-disease-clearance

    In people with kidney disease magnesium may make little or no difference to coronary calcification.
    :::

Good (page):

    # Example

    :::{claim} a-trial
    :study-type: randomised-trial
    :studies: invented-trial-2001
    :certainty: low
    :because: imprecision
    :direction: not-shown
    :outcome: cac
    :caveats: surrogate-outcome, kidney-disease-clearance

    In people with kidney disease one trial found no slowing of coronary calcification.
    :::
"""

from __future__ import annotations

import re

from evidence.analysis.streams import results_of_claim
from evidence.model import Effect, Handbook
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import Statement, judged_sentence
from evidence.vocabulary.lexicon import lexicon

_RATIO_LIMITS = re.compile(r"ratio ([\d.]+) to ([\d.]+)")
_UNIT_LIMIT = re.compile(r"([\d.]+) (.+)")


@rule("claims", "findings", "restatements", position=3)
def check(statement: Statement, handbook: Handbook) -> Remarks:
    sentence = judged_sentence(statement, handbook)
    null = lexicon().null.search(sentence.text.lower())
    if not null:
        return
    effects = [
        (result.outcome, result.effect)
        for claim in sentence.claims
        for _, result in results_of_claim(claim, handbook)
        if result.effect and result.effect.low and result.effect.high
        if result.effect.low.known and result.effect.high.known
    ]
    if any(_rules_out(effect, outcome, handbook) for outcome, effect in effects):
        return
    intervals = "; ".join(f"{e.low.text} to {e.high.text}" for _, e in effects if e.low and e.high)
    yield Remark(
        sentence.at,
        f"{null[0]!r} says that an important difference is ruled out; "
        + (f"the intervals seen do not ({intervals})" if intervals else "no interval was seen"),
        'Say what was found: "found no slowing", "did not show that …"',
    )


def _rules_out(effect: Effect, outcome: str, handbook: Handbook) -> bool:
    """Whether an interval lies within what does not matter; where no limit is set, a reviewer decides."""
    word = handbook.vocabulary.outcomes.get(outcome)
    low = effect.low.value if effect.low else float("-inf")
    high = effect.high.value if effect.high else float("inf")
    limit = word.important if word else ""
    ratio = _RATIO_LIMITS.fullmatch(limit)
    if ratio:
        return float(ratio[1]) <= low and high <= float(ratio[2])
    unit = _UNIT_LIMIT.fullmatch(limit)
    return max(abs(low), abs(high)) < float(unit[1]) if unit else True
