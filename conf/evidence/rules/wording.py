"""The rules of wording: no stronger and no weaker than stream, certainty and direction carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.analysis.claim_strength import DIRECT, LINK, NO_CLAIM, hedges, probable, tells_limits, wordings
from evidence.analysis.streams import results_of_claim
from evidence.model import Claim, Severity
from evidence.rules.registry import Remark, rule
from evidence.rules.restatements import NOT_JUDGED, NOT_POINTING, RULED_OUT
from evidence.rules.said import beyond_trials, carried, proposal, said
from evidence.vocabulary.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.analysis.claim_strength import Wording
    from evidence.model import Effect, Finding, Handbook, Restatement
    from evidence.rules.said import JudgedSentence


@rule(group="wording", each=("claims", "findings"), scope="named")
def wording_too_strong(item: Claim | Finding, handbook: Handbook) -> Iterator[Remark]:
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
    its = said(item, handbook)
    if not its.text or its.quotes or not its.streams:
        return
    if its.direction != NOT_JUDGED:
        for told, write in beyond_trials(its.text, its.streams, its.certainty, handbook):
            yield Remark(its.at, f"{its.what}: {told}", write)
    heard = list(wordings(its.text))
    ruled_out = its.direction == RULED_OUT and its.certainty == "high"
    for wording in heard:
        if wording.denies and not ruled_out:
            yield Remark(
                its.at,
                f"it denies {wording.word!r} flatly, which {its.what} does not carry",
                'Say what was found: "found no …", "did not show that …"',
            )
    stated = max((w for w in heard if not w.denies), key=lambda wording: wording.level, default=None)
    if stated is None or stated.level == NO_CLAIM:
        return
    bent = its.direction == "non-linear" and stated.level == LINK
    if its.direction in NOT_POINTING and not bent and not tells_limits(its.text):
        yield Remark(
            its.at,
            f"it says {stated.word!r}, but {its.what} is {its.direction}",
            'Say as well what was not shown: "found no …", "the studies disagree: …"',
        )
    yield from _beyond(its, stated, handbook)


def _beyond(its: JudgedSentence, stated: Wording, handbook: Handbook) -> Iterator[Remark]:
    """A wording above what the evidence carries, or a laboratory result told as a law."""
    allowed = carried(its.streams, its.certainty, handbook)
    names = lexicon().names
    if stated.level > allowed:
        yield Remark(
            its.at,
            f"{stated.word!r} is {names[stated.level]}; {its.what} "
            f"({', '.join(sorted(its.streams))}, {its.certainty}) carries {names[allowed]}",
            proposal(stated, its.streams, its.certainty),
        )
    elif stated.level == DIRECT and its.streams == {"laboratory"} and _PRESENT.fullmatch(stated.word):
        yield Remark(
            its.at,
            f"{stated.word!r} tells a laboratory result as if it held everywhere",
            "Write it in the past tense, of the animals or cells that were studied",
        )


_PRESENT = re.compile(r"[a-z]+[^s]s(?: in| to)?")


@rule(group="wording", each=("claims", "findings", "restatements"), severity=Severity.WARNING, scope="named")
def wording_too_weak(item: Claim | Finding | Restatement, handbook: Handbook) -> Iterator[Remark]:
    """A sentence doubts once, and a quotation not at all.

    One hedge says what low certainty means; "may possibly" says nothing more. At moderate certainty
    trials say "probably", at high certainty nothing of the kind. Advice and reference
    figures are quoted: a guideline recommends, sets or warns.

    Bad (page):

        # Example

        :::{claim} a-trial
        :study-type: randomised-trial
        :studies: invented-trial-2001
        :certainty: low
        :because: imprecision
        :direction: benefit
        :outcome: cac
        :caveats: surrogate-outcome, kidney-disease-clearance

        In people with kidney disease magnesium may possibly slow coronary calcification.
        :::

    Good (page):

        # Example

        :::{claim} a-trial
        :study-type: randomised-trial
        :studies: invented-trial-2001
        :certainty: low
        :because: imprecision
        :direction: benefit
        :outcome: cac
        :caveats: surrogate-outcome, kidney-disease-clearance

        In people with kidney disease magnesium may slow coronary calcification.
        :::
    """
    its = said(item, handbook)
    in_clauses = hedges(its.text)
    for words in in_clauses:
        if len(words) > 1:
            yield Remark(
                its.at,
                f"it doubts more than once: {', '.join(words)}",
                f'Keep "{words[0]}" and delete the rest',
            )
    doubts = [word for words in in_clauses for word in words]
    if its.quotes and doubts and not _QUOTING.search(its.text):
        yield Remark(
            its.at,
            f"{its.what} quotes advice or figures and says {doubts[0]!r}",
            "Say what the source recommends, sets, warns of or contains",
        )
    elif doubts and not its.quotes and _sure(its, handbook):
        yield Remark(
            its.at,
            f"it says {doubts[0]!r} although {its.what} is of high certainty",
            "State it directly",
        )
    elif its.streams == {"trials"} and its.certainty == "moderate" and doubts and not probable(its.text):
        yield Remark(
            its.at,
            f"it says {doubts[0]!r} although {its.what} is of moderate certainty",
            'Write "probably"',
        )


_QUOTING = re.compile(
    r"\b(?:recommend|set|warn|advise|say|state|judge|report|call|list|contain|supply|supplie|give|ask|name)\w{0,3}\b",
    re.IGNORECASE,
)
"""A source that is quoted may itself doubt."""


def _sure(its: JudgedSentence, handbook: Handbook) -> bool:
    return its.streams == {"trials"} and handbook.vocabulary.rank(its.certainty) >= handbook.vocabulary.rank(
        "high"
    )


@rule(group="wording", each=("claims", "findings", "restatements"), scope="named")
def null_needs_interval(item: Claim | Finding | Restatement, handbook: Handbook) -> Iterator[Remark]:
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
    its = said(item, handbook)
    found = lexicon().null.search(its.text.lower())
    if not found:
        return
    effects = [
        (result.outcome, result.effect)
        for claim in its.claims
        for _, result in results_of_claim(claim, handbook)
        if result.effect and result.effect.low and result.effect.high
        if result.effect.low.known and result.effect.high.known
    ]
    if any(_rules_out(effect, outcome, handbook) for outcome, effect in effects):
        return
    seen = "; ".join(f"{e.low.text} to {e.high.text}" for _, e in effects if e.low and e.high)
    yield Remark(
        its.at,
        f"{found[0]!r} says that an important difference is ruled out; "
        + (f"the intervals seen do not ({seen})" if seen else "no interval was seen"),
        'Say what was found: "found no slowing", "did not show that …"',
    )


_RATIO_LIMITS = re.compile(r"ratio ([\d.]+) to ([\d.]+)")
_UNIT_LIMIT = re.compile(r"([\d.]+) (.+)")


def _rules_out(effect: Effect, outcome: str, handbook: Handbook) -> bool:
    """Whether an interval lies within what does not matter; where no limit is set, a reviewer decides."""
    known = handbook.vocabulary.outcomes.get(outcome)
    low = effect.low.value if effect.low else float("-inf")
    high = effect.high.value if effect.high else float("inf")
    limit = known.important if known else ""
    ratio = _RATIO_LIMITS.fullmatch(limit)
    if ratio:
        return float(ratio[1]) <= low and high <= float(ratio[2])
    unit = _UNIT_LIMIT.fullmatch(limit)
    if unit:
        return max(abs(low), abs(high)) < float(unit[1])
    return True
