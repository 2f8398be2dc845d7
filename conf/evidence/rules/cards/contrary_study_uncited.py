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

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.streams import streams_of_study
from evidence.caching import cached_on_handbook
from evidence.model import Claim, Finding, Handbook, Result, Severity, Study
from evidence.rules.cards._shared import is_about_the_substance
from evidence.rules.registry import Remark, Remarks, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OPPOSITES = frozenset({"harm", "no-difference", "not-shown", "mixed", "non-linear"})
"""Headline directions that stand against a benefit."""


@rule("findings", severity=Severity.WARNING, position=3)
def check(finding: Finding, handbook: Handbook) -> Remarks:
    claims = handbook.claims_of(finding)
    named = {name for claim in claims for name in (*claim.studies, *claim.contrary)}
    for claim in claims:
        for study, result in _against(claim, finding.stream, handbook):
            if study.id in named:
                continue
            named.add(study.id)  # one remark for each study
            own = claim.finding == (finding.card, finding.stream)
            yield Remark(
                claim.at if own else finding.at,
                f"{study.id} says {result.direction} on {result.outcome} and is cited nowhere in the "
                f"finding {finding.stream} of the card {finding.card}, "
                f"which says {claim.direction} with the claim {claim.id}.",
                f"Add {study.id} to :contrary: of {claim.id}, "
                + ("or a claim about it there." if own else "or restate a claim about it there."),
            )


def _against(claim: Claim, stream: str, handbook: Handbook) -> Iterator[tuple[Study, Result]]:
    """The headline results that point the other way than a claim, by study and place in its file."""
    if claim.direction not in OPPOSITES | {"benefit"} or not is_about_the_substance(claim, handbook):
        return
    opposite = OPPOSITES if claim.direction == "benefit" else {"benefit"}
    groups = _population_groups(handbook.studies_of(claim), handbook)
    headlines = _headlines(handbook)
    for study_id, number in sorted(
        {item for outcome in claim.outcomes for item in headlines.get(outcome, ())}
    ):
        study = handbook.study_by_id[study_id]
        result = study.results[number]
        if result.direction in opposite and _is_comparable(study, stream, groups, handbook):
            yield study, result


@cached_on_handbook
def _headlines(handbook: Handbook) -> dict[str, list[tuple[str, int]]]:
    """The headline results that count, by outcome: the id of the study and the number of the result."""
    headlines: dict[str, list[tuple[str, int]]] = {}
    for study in handbook.study_by_id.values():
        if study.use == "none" or study.extraction in {"title", "secondary"}:
            continue
        for number, result in enumerate(study.results):
            first_hand = result.seen not in {"title", "secondary", "not-seen"}
            if result.headline and result.contrast != "within-arm" and first_hand:
                headlines.setdefault(result.outcome, []).append((study.id, number))
    return headlines


def _is_comparable(study: Study, stream: str, groups: set[str], handbook: Handbook) -> bool:
    """Whether a study is of the stream, about the substance and, for people, of one of the groups."""
    vocabulary = handbook.vocabulary
    if stream not in streams_of_study(study, vocabulary):
        return False
    if study.exposure and not study.exposure.is_main(vocabulary):
        return False
    return not vocabulary.streams[stream].people or not groups.isdisjoint(
        _population_groups((study,), handbook)
    )


def _population_groups(studies: Iterable[Study], handbook: Handbook) -> set[str]:
    populations = handbook.vocabulary.populations
    names = {name for study in studies for name in study.population if name in populations}
    return {populations[name].group or name for name in names}
