"""Rules that hold verdicts and directions against the studies behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.streams import streams_of_study
from evidence.caching import cached_on_handbook
from evidence.model import Finding, Severity
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.model import Claim, EvidenceCard, Handbook, Result, Study

OPPOSITES = frozenset({"harm", "no-difference", "not-shown", "mixed", "non-linear"})
"""Headline directions that stand against a benefit."""
ONE_WAY = {
    "benefit": ("supports",),
    "harm": ("harm",),
    "no-difference": ("no-difference", "inconclusive"),
    "not-shown": ("inconclusive",),
}
"""The signals of a finding whose rated claims all point one way."""
MOST = 0.75
"""House rule: the share of independent groups that must point to benefit for ``supports``."""


@rule(group="cards", each=("findings", "claims"))
def verdict_matches_studies(item: Finding | Claim, handbook: Handbook) -> Iterator[Remark]:
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
    if isinstance(item, Finding):
        yield from _finding(item, handbook)
    else:
        yield from _claim(item, handbook)


def _claim(claim: Claim, handbook: Handbook) -> Iterator[Remark]:
    if claim.direction in {None, "not-applicable"} or not claim.studies:
        return
    outcomes = [o for o in claim.outcomes if o in handbook.vocabulary.outcomes]
    found = {
        (study.id, outcome): direction
        for study in handbook.studies_of(claim)
        for outcome in outcomes
        if (direction := headline_direction(study, outcome))
    }
    if not found:
        yield Remark(
            claim.line_of("outcome"),
            f"none of the studies of this claim has a result on {', '.join(outcomes) or 'its outcome'}.",
            "Name an outcome that the studies measured, or cite the studies that measured it.",
        )
    elif claim.direction not in found.values() and not (
        claim.direction == "mixed" and len(set(found.values())) > 1
    ):
        seen = "; ".join(f"{study} {outcome}: {direction}" for (study, outcome), direction in found.items())
        yield Remark(
            claim.line_of("direction"),
            f"the direction is {claim.direction}, but the headline results say {seen}.",
            "Take a direction that a cited study has, or cite the study that has this one.",
        )


def headline_direction(study: Study, outcome: str) -> str | None:
    """Where a study points on an outcome: its headline result, else what its results agree on."""
    results = [r for r in study.results if r.outcome == outcome]
    heads = {r.direction for r in results if r.headline}
    directions = heads or {r.direction for r in results if r.direction != "not-applicable"}
    if not directions:
        return "not-applicable" if results else None
    return directions.pop() if len(directions) == 1 else "mixed"


def _finding(finding: Finding, handbook: Handbook) -> Iterator[Remark]:
    card = handbook.card_by_id.get(finding.card)
    if card is None or finding.signal not in handbook.vocabulary.signals:
        return
    allowed, why = allowed_signals(finding, card, handbook)
    if finding.signal not in allowed:
        yield Remark(
            finding.line_of("signal"),
            f"the signal is {finding.signal}, but {why}.",
            f"The claims carry {' or '.join(sorted(allowed))}.",
        )


def allowed_signals(finding: Finding, card: EvidenceCard, handbook: Handbook) -> tuple[set[str], str]:
    """The signals that a finding's claims carry, and what those claims say in words.

    Claims on the card's own outcomes count; claims on a proxy outcome allow ``indirect`` only.
    """
    claims = [c for c in handbook.claims_of(finding) if _about_the_substance(c, handbook)]
    directed = [
        c
        for c in claims
        if set(c.outcomes) & set(card.outcomes) and c.direction not in {None, "not-applicable"}
    ]
    if not directed:
        return {"not-assessable", *({"indirect"} if claims else ())}, "no claim names an outcome of the card"
    rank = handbook.vocabulary.rank
    rated = [c for c in directed if rank(c.certainty) > rank("very-low")]
    directions = {c.direction or "" for c in (rated or directed)}
    said = f"its claims point to {', '.join(sorted(directions))}"
    if not rated:
        harm = {"harm"} if card.safety and "harm" in directions else set()
        return {"inconclusive", "mixed", "indirect", *harm}, f"{said}, all at very low certainty"
    if len(directions) == 1 and directions <= ONE_WAY.keys():
        return set(ONE_WAY[directions.pop()]), said
    if directions <= {"no-difference", "not-shown"}:
        return {"inconclusive"}, said
    if "benefit" in directions:
        supports = "inconsistency" in finding.because and _most_support(finding, card, handbook)
        return {"mixed", *({"supports"} if supports else ())}, said
    return {"mixed", *({"harm"} if "harm" in directions else ())}, said


def _about_the_substance(claim: Claim, handbook: Handbook) -> bool:
    """Whether a claim is about the handbook's substance: only such claims count in cards."""
    exposures = [study.exposure for study in handbook.studies_of(claim) if study.exposure]
    return not exposures or any(exposure.is_main(handbook.vocabulary) for exposure in exposures)


def _most_support(finding: Finding, card: EvidenceCard, handbook: Handbook) -> bool:
    """Whether three quarters of the independent groups of studies point to benefit."""
    groups: dict[str, set[str]] = {}
    for claim in handbook.claims_of(finding):
        for name in (*claim.studies, *claim.contrary):
            study = handbook.study_by_id.get(name)
            for outcome in card.outcomes if study else ():
                direction = headline_direction(study, outcome) if study else None
                if study and direction and direction != "not-applicable":
                    groups.setdefault(study.group or study.id, set()).add(direction)
    pointing = sum(directions == {"benefit"} for directions in groups.values())
    return bool(groups) and pointing / len(groups) >= MOST


@rule(group="cards", each="findings", severity=Severity.WARNING)
def contrary_study_uncited(finding: Finding, handbook: Handbook) -> Iterator[Remark]:
    """A study that points the other way than a finding's claim is cited in the finding.

    It counts where stream and outcome are the same and, for people, the population group
    overlaps. Results compared within one arm, seen second-hand or by title do not count.

    Bad (page):

        # Example

        :::::{evidence-card} a-card
        :title: A card
        :outcomes: cac

        ::::{finding} trials
        :verdict: trials-disagree
        :signal: mixed
        :certainty: low
        :because: inconsistency

        Trials in people with kidney disease disagree.

        :::{claim} open-trial
        :study-type: randomised-trial
        :studies: invented-open-trial-2002
        :certainty: low
        :because: inconsistency
        :direction: benefit
        :outcome: cac

        In people on dialysis, one open trial found a smaller rise of the score.
        :::
        ::::
        :::::

    Good (page):

        # Example

        :::::{evidence-card} a-card
        :title: A card
        :outcomes: cac

        ::::{finding} trials
        :verdict: trials-disagree
        :signal: mixed
        :certainty: low
        :because: inconsistency

        Trials in people with kidney disease disagree.

        :::{claim} open-trial
        :study-type: randomised-trial
        :studies: invented-open-trial-2002
        :contrary: invented-trial-2001, invented-review-2007
        :certainty: low
        :because: inconsistency
        :direction: benefit
        :outcome: cac

        In people on dialysis, one open trial found a smaller rise of the score.
        :::
        ::::
        :::::
    """
    cited = {name for claim in handbook.claims_of(finding) for name in (*claim.studies, *claim.contrary)}
    reported: set[str] = set()
    for claim in handbook.claims_of(finding):
        if claim.direction not in OPPOSITES | {"benefit"} or not _about_the_substance(claim, handbook):
            continue
        groups = _groups(handbook.studies_of(claim), handbook)
        against = OPPOSITES if claim.direction == "benefit" else {"benefit"}
        for study in _headlines(claim.outcomes, against, handbook):
            if study.id in cited or study.id in reported or study.use == "none":
                continue
            result = _contrary_result(study, claim, finding.stream, groups, handbook)
            if result is not None:
                reported.add(study.id)
                own = claim.finding == (finding.card, finding.stream)
                yield Remark(
                    claim.at if own else finding.at,
                    f"{study.id} says {result.direction} on {result.outcome} and is cited nowhere in the "
                    f"finding {finding.stream} of the card {finding.card}, "
                    f"which says {claim.direction} with the claim {claim.id}.",
                    f"Add {study.id} to :contrary: of {claim.id}, "
                    + ("or a claim about it there." if own else "or restate a claim about it there."),
                )


def _headlines(outcomes: Iterable[str], directions: Iterable[str], handbook: Handbook) -> list[Study]:
    """The studies whose headline on one of some outcomes points in one of some directions, by id."""
    known = _by_headline(handbook)
    found = {
        study.id: study
        for outcome in outcomes
        for direction in directions
        for study in known.get((outcome, direction), ())
    }
    return [found[study] for study in sorted(found)]


@cached_on_handbook
def _by_headline(handbook: Handbook) -> dict[tuple[str, str], list[Study]]:
    found: dict[tuple[str, str], list[Study]] = {}
    for study in reversed(handbook.studies):  # of two with one id the first stands
        for result in study.results:
            if result.headline:
                found.setdefault((result.outcome, result.direction), []).append(study)
    return found


def _contrary_result(
    study: Study, claim: Claim, stream: str, groups: set[str], handbook: Handbook
) -> Result | None:
    if stream not in streams_of_study(study, handbook.vocabulary):
        return None
    if study.extraction in {"title", "secondary"} or (
        study.exposure and not study.exposure.is_main(handbook.vocabulary)
    ):
        return None
    if handbook.vocabulary.streams[stream].people and not groups & _groups((study,), handbook):
        return None
    for result in study.results:
        against = (
            result.direction in OPPOSITES if claim.direction == "benefit" else result.direction == "benefit"
        )
        if (
            result.headline
            and result.outcome in claim.outcomes
            and against
            and result.contrast != "within-arm"
            and result.seen not in {"title", "secondary", "not-seen"}
        ):
            return result
    return None


def _groups(studies: tuple[Study, ...], handbook: Handbook) -> set[str]:
    populations = handbook.vocabulary.populations
    return {
        populations[word].group or word
        for study in studies
        for word in study.population
        if word in populations
    }
