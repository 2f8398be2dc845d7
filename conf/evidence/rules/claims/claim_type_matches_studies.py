"""The study types of a claim are those of the studies it rests on.

Every study it rests on is of one of the types, and every type has a study; advice, reference
figures and reviews without a method may be cited instead. A contrary study may be of another
type, but is of the same stream. A review speaks for the stream of
what it reviewed. A type that carries only some outcomes or directions is kept to them.

Bad (page):

    # Example

    :::{claim} a-cohort-called-a-trial
    :study-type: randomised-trial
    :studies: invented-cohort-2003
    :certainty: low
    :because: imprecision
    :direction: benefit
    :outcome: mortality

    In people on dialysis a trial found fewer deaths.
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

from evidence.analysis.streams import (
    results_of_claim,
    streams_of_claim,
    streams_of_study,
    study_types_of_claim,
    types_of_study,
)
from evidence.model import Claim, Handbook, Study
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import NO_DIRECTION
from evidence.vocabulary.words import StudyType


@rule("claims", position=3)
def check(claim: Claim, handbook: Handbook) -> Remarks:
    study_types = study_types_of_claim(claim, handbook)
    if not study_types:
        return
    contrary = [handbook.study_by_id[name] for name in claim.contrary if name in handbook.study_by_id]
    for study in handbook.studies_of(claim):
        yield from _other_type(claim, study, {study_type.id for study_type in study_types})
        yield from _review_streams(claim, study, handbook)
    for study in contrary:
        yield from _contrary_stream(claim, study, handbook)
    studies = [*handbook.studies_of(claim), *contrary]
    present = {name for study in studies for name in types_of_study(study)}
    for study_type in study_types:
        cited = bool(claim.cite) and not study_type.effects
        if study_type.id not in present and not cited and (studies or claim.cite):
            yield Remark(
                claim.line_of("study-type"),
                f"the claim {claim.id} says {study_type.id}, but names no such study",
                f"Delete {study_type.id}, or name its study under :studies:",
            )
        yield from _beyond_type(claim, study_type)


def _other_type(claim: Claim, study: Study, claimed: set[str]) -> Remarks:
    types = sorted(types_of_study(study))
    if claimed.isdisjoint(types):
        yield Remark(
            claim.line_of("studies"),
            f"{study.id} is {' and '.join(types)}, the claim says {', '.join(claim.study_types)}",
            f"Add {types[0]} to :study-type: if it is of the same stream, or make a claim of its own",
        )


def _contrary_stream(claim: Claim, study: Study, handbook: Handbook) -> Remarks:
    streams = streams_of_claim(claim, handbook)
    study_streams = streams_of_study(study, handbook.vocabulary)
    if streams and streams.isdisjoint(study_streams):
        yield Remark(
            claim.line_of("contrary"),
            f"{study.id} is {_joined(study_streams)}, the claim {claim.id} is {_joined(streams)}",
            "Only studies of the same stream contradict a claim; make a claim of its own",
        )


def _review_streams(claim: Claim, study: Study, handbook: Handbook) -> Remarks:
    """Whether a review, which has no stream of its own, may speak in the stream of its claim."""
    vocabulary = handbook.vocabulary
    study_type = vocabulary.study_types.get(study.type)
    if study_type is None or study_type.stream is not None:
        return
    streams = streams_of_claim(claim, handbook)
    if len(streams) > 1:
        yield Remark(
            claim.line_of("studies"),
            f"the reviews of the claim {claim.id} speak for {_joined(streams)}",
            "Put the claim into a finding, or make one claim for each stream",
        )
        return
    results = [result for _, result in results_of_claim(claim, handbook) if result in study.results]
    reviewed = [vocabulary.study_types.get(result.reviews or "") for result in results]
    sources = [source for source in reviewed if source]
    if sources and len(sources) == len(results):
        reviewed_streams = frozenset(source.stream for source in sources if source.stream)
    else:
        reviewed_streams = streams_of_study(study, vocabulary)
    if streams.isdisjoint(reviewed_streams):
        yield Remark(
            claim.line_of("studies"),
            f"{study.id} reviews {_joined(reviewed_streams) or 'nothing known'}, "
            f"the claim {claim.id} is {_joined(streams)}",
            "Use the review in the stream of what it reviewed, as reviews: and from: of its file say",
        )


def _beyond_type(claim: Claim, study_type: StudyType) -> Remarks:
    """Outcomes and directions that a study type cannot carry."""
    for outcome in claim.outcomes if study_type.outcomes else ():
        if outcome not in study_type.outcomes:
            yield Remark(
                claim.line_of("outcome"),
                f"{study_type.id} cannot carry the outcome {outcome}",
                f"It carries only {', '.join(study_type.outcomes)}",
            )
    directions = study_type.directions if study_type.effects else (NO_DIRECTION,)
    if directions and claim.direction and claim.direction not in directions:
        yield Remark(
            claim.line_of("direction"),
            f"{study_type.id} cannot carry the direction {claim.direction}",
            f"It carries only {', '.join(directions)}",
        )


def _joined(streams: frozenset[str]) -> str:
    return " and ".join(sorted(streams))
