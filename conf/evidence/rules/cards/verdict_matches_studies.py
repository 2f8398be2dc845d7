"""Signal and verdict follow from the finding's claims, a claim's direction from its studies.

The directions of the claims that are rated low or higher (if there are none: of the very
low ones) decide which signals a finding may have. ``supports`` in spite of exceptions needs
three quarters of the independent study groups and ``inconsistency`` among the reasons. A
claim's direction is the headline direction of at least one of its studies for its outcome, or
``mixed`` where its studies disagree.

Bad (page):

    # Example

    :::{claim} open-trial
    :study-type: randomised-trial
    :studies: invented-open-trial-2002
    :certainty: low
    :because: risk-of-bias
    :direction: harm
    :outcome: cac
    :caveats: surrogate-outcome, open-label, small-or-early-stopped, kidney-disease-clearance

    In people on dialysis, one open trial found a larger rise of the score.
    :::

Good (page):

    # Example

    :::{claim} open-trial
    :study-type: randomised-trial
    :studies: invented-open-trial-2002
    :certainty: low
    :because: risk-of-bias
    :direction: benefit
    :outcome: cac
    :caveats: surrogate-outcome, open-label, small-or-early-stopped, kidney-disease-clearance

    In people on dialysis, one open trial found a smaller rise of the score.
    :::
"""

from __future__ import annotations

from evidence.model import Claim, EvidenceCard, Finding, Handbook, Study
from evidence.rules.cards._shared import is_about_the_substance
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import NO_DIRECTION

ONE_WAY = {
    "benefit": {"supports"},
    "harm": {"harm"},
    "no-difference": {"no-difference", "inconclusive"},
    "not-shown": {"inconclusive"},
}
"""The signals of a finding whose rated claims all point one way."""
MOST = 0.75
"""House rule: the share of independent groups that must point to benefit for ``supports``."""


@rule("findings", "claims", position=2)
def check(statement: Finding | Claim, handbook: Handbook) -> Remarks:
    if isinstance(statement, Finding):
        yield from _of_finding(statement, handbook)
    else:
        yield from _of_claim(statement, handbook)


def _of_claim(claim: Claim, handbook: Handbook) -> Remarks:
    if claim.direction in {None, NO_DIRECTION} or not claim.studies:
        return
    outcomes = [outcome for outcome in claim.outcomes if outcome in handbook.vocabulary.outcomes]
    directions = {
        (study.id, outcome): direction
        for study in handbook.studies_of(claim)
        for outcome in outcomes
        if (direction := _headline_direction(study, outcome))
    }
    studies_disagree = len(set(directions.values())) > 1
    if not directions:
        yield Remark(
            claim.line_of("outcome"),
            f"none of the studies of this claim has a result on {', '.join(outcomes) or 'its outcome'}.",
            "Name an outcome that the studies measured, or cite the studies that measured it.",
        )
    elif claim.direction not in directions.values() and not (claim.direction == "mixed" and studies_disagree):
        headlines = "; ".join(f"{study} {on}: {direction}" for (study, on), direction in directions.items())
        yield Remark(
            claim.line_of("direction"),
            f"the direction is {claim.direction}, but the headline results say {headlines}.",
            "Take a direction that a cited study has, or cite the study that has this one.",
        )


def _headline_direction(study: Study, outcome: str) -> str | None:
    """Where a study points on an outcome: its headline result, else what its results agree on."""
    results = [result for result in study.results if result.outcome == outcome]
    headlines = {result.direction for result in results if result.headline}
    directions = headlines or {result.direction for result in results if result.direction != NO_DIRECTION}
    if not directions:
        return NO_DIRECTION if results else None
    return directions.pop() if len(directions) == 1 else "mixed"


def _of_finding(finding: Finding, handbook: Handbook) -> Remarks:
    card = handbook.card_by_id.get(finding.card)
    if card is None or finding.signal not in handbook.vocabulary.signals:
        return
    allowed, reason = _allowed_signals(finding, card, handbook)
    if finding.signal not in allowed:
        yield Remark(
            finding.line_of("signal"),
            f"the signal is {finding.signal}, but {reason}.",
            f"The claims carry {' or '.join(sorted(allowed))}.",
        )


def _allowed_signals(finding: Finding, card: EvidenceCard, handbook: Handbook) -> tuple[set[str], str]:
    """The signals that a finding's claims carry, and what those claims say in words.

    Claims on the card's own outcomes count; claims on a proxy outcome allow ``indirect`` only.
    """
    rank = handbook.vocabulary.rank
    claims = [claim for claim in handbook.claims_of(finding) if is_about_the_substance(claim, handbook)]
    directed = [claim for claim in claims if _has_direction_on(claim, card)]
    if not directed:
        signals = {"not-assessable", "indirect"} if claims else {"not-assessable"}
        return signals, "no claim names an outcome of the card"
    rated = [claim for claim in directed if rank(claim.certainty) > rank("very-low")]
    directions = {claim.direction or "" for claim in rated or directed}
    reason = f"its claims point to {', '.join(sorted(directions))}"
    if rated:
        supported = (
            "benefit" in directions
            and "inconsistency" in finding.because
            and _most_support(finding, card, handbook)
        )
        return _signals_of_rated(directions, supported=supported), reason
    signals = {"inconclusive", "mixed", "indirect"}
    if card.safety and "harm" in directions:
        signals.add("harm")
    return signals, f"{reason}, all at very low certainty"


def _signals_of_rated(directions: set[str], *, supported: bool) -> set[str]:
    """The signals that the directions of claims of low certainty or higher allow."""
    if len(directions) == 1:
        (direction,) = directions
        if direction in ONE_WAY:
            return ONE_WAY[direction]
    if directions <= {"no-difference", "not-shown"}:
        return {"inconclusive"}
    if "benefit" in directions:
        return {"mixed", "supports"} if supported else {"mixed"}
    return {"mixed", "harm"} if "harm" in directions else {"mixed"}


def _has_direction_on(claim: Claim, card: EvidenceCard) -> bool:
    """Whether a claim points somewhere on an outcome of the card."""
    on_outcome = not set(claim.outcomes).isdisjoint(card.outcomes)
    return on_outcome and claim.direction not in {None, NO_DIRECTION}


def _most_support(finding: Finding, card: EvidenceCard, handbook: Handbook) -> bool:
    """Whether three quarters of the independent groups of studies point to benefit."""
    names = {name for claim in handbook.claims_of(finding) for name in (*claim.studies, *claim.contrary)}
    studies = [handbook.study_by_id[name] for name in names if name in handbook.study_by_id]
    groups: dict[str, set[str]] = {}
    for study in studies:
        directions = {_headline_direction(study, outcome) for outcome in card.outcomes}
        for direction in directions - {None, NO_DIRECTION}:
            groups.setdefault(study.group or study.id, set()).add(direction or "")
    pointing = sum(directions == {"benefit"} for directions in groups.values())
    return bool(groups) and pointing / len(groups) >= MOST
