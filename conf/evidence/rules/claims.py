"""Rules of claims: what kind of study stands behind them, and which studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.streams import results_of_claim, streams_of_claim, streams_of_study, types_of_study
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.model import Claim, Handbook, Location, Study
    from evidence.vocabulary.words import StudyType

NO_DIRECTION = "not-applicable"
"""The direction of a claim that describes and does not point anywhere."""


@rule(group="claims", each="claims", scope="named")
def claim_study_type(claim: Claim, handbook: Handbook) -> Iterator[Remark]:
    """A claim says what kind of study it rests on, in known words of one stream.

    Its direction, outcomes and topics are known words too; a claim about an effect has a
    direction and, if it points anywhere, an outcome. In a card a claim stands under its own stream.

    Bad (page):

        # Example

        :::{claim} wrong-word
        :study-type: randomized
        :studies: invented-trial-2001
        :certainty: low
        :because: imprecision
        :direction: not-shown
        :outcome: cac
        :caveats: surrogate-outcome, kidney-disease-clearance

        In people with kidney disease one trial found no slowing of coronary calcification.
        :::

    Good (page):

        # Example

        :::{claim} known-word
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
    vocabulary = handbook.vocabulary
    at = claim.line_of("study-type")
    if not claim.study_types:
        found = sorted({kind for study in handbook.studies_of(claim) for kind in types_of_study(study)})
        yield Remark(
            at,
            f"the claim {claim.id} does not say what kind of study it rests on",
            f"Add :study-type: {', '.join(found)}"
            if found
            else did_you_mean("", vocabulary.ids("study-type")),
        )
    yield from _unknown("study-type", claim.study_types, at, handbook)
    yield from _unknown("direction", filter(None, [claim.direction]), claim.line_of("direction"), handbook)
    yield from _unknown("outcome", claim.outcomes, claim.line_of("outcome"), handbook)
    yield from _unknown("topic", claim.topics, claim.line_of("topic"), handbook)
    kinds = _kinds(claim, handbook)
    streams = {kind.stream: kind.id for kind in kinds if kind.stream}
    if len(streams) > 1:
        words = ", ".join(f"{word} is {stream}" for stream, word in streams.items())
        yield Remark(
            at,
            f"the claim {claim.id} mixes streams: {words}",
            "Make one claim for each stream, each with its own sentence",
        )
    elif claim.finding and streams:
        stream = next(iter(streams))
        if stream != claim.finding[1] and vocabulary.streams[stream].in_cards:
            yield Remark(
                at,
                f"the claim {claim.id} is {stream} and stands in the finding {claim.finding[1]}",
                f"Move it to {{finding}} {stream} of the card {claim.finding[0]}",
            )
    if not any(kind.effects for kind in kinds):
        return
    if claim.direction is None:
        yield Remark(
            claim.at,
            f"the claim {claim.id} does not say where its result points",
            f"Add :direction: with one of {', '.join(vocabulary.ids('direction'))}",
        )
    elif claim.direction != NO_DIRECTION and not claim.outcomes:
        yield Remark(
            claim.at,
            f"the claim {claim.id} has a direction and no outcome",
            "Add :outcome: with what was measured",
        )


@rule(group="claims", each="claims", scope="named")
def claim_type_matches_studies(claim: Claim, handbook: Handbook) -> Iterator[Remark]:
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
    kinds = _kinds(claim, handbook)
    words = {kind.id for kind in kinds}
    named = [("studies", study) for study in claim.studies] + [("contrary", s) for s in claim.contrary]
    studies = [(option, handbook.study_by_id[s]) for option, s in named if s in handbook.study_by_id]
    if not words:
        return
    for option, study in studies:
        types = sorted(types_of_study(study))
        if option == "contrary":
            yield from _contrary_of_another_stream(claim, study, handbook)
        elif words.isdisjoint(types):
            yield Remark(
                claim.line_of(option),
                f"{study.id} is {' and '.join(types)}, the claim says {', '.join(claim.study_types)}",
                f"Add {types[0]} to :study-type: if it is of the same stream, or make a claim of its own",
            )
        if option == "studies":
            yield from _review_streams(claim, option, study, handbook)
    present = {kind for _, study in studies for kind in types_of_study(study)}
    for kind in kinds:
        cited = bool(claim.cite) and not kind.effects
        if kind.id not in present and not cited and (studies or claim.cite):
            yield Remark(
                claim.line_of("study-type"),
                f"the claim {claim.id} says {kind.id}, but names no such study",
                f"Delete {kind.id}, or name its study under :studies:",
            )
        yield from _beyond(claim, kind)


def _contrary_of_another_stream(claim: Claim, study: Study, handbook: Handbook) -> Iterator[Remark]:
    streams = streams_of_claim(claim, handbook)
    speaks_for = streams_of_study(study, handbook.vocabulary)
    if streams and streams.isdisjoint(speaks_for):
        yield Remark(
            claim.line_of("contrary"),
            f"{study.id} is {' and '.join(sorted(speaks_for))}, the claim {claim.id} is "
            f"{' and '.join(sorted(streams))}",
            "Only studies of the same stream contradict a claim; make a claim of its own",
        )


def _review_streams(claim: Claim, option: str, study: Study, handbook: Handbook) -> Iterator[Remark]:
    """Whether a review, which has no stream of its own, may speak in the stream of its claim."""
    vocabulary = handbook.vocabulary
    kind = vocabulary.study_types.get(study.type)
    streams = streams_of_claim(claim, handbook)
    if kind is None or kind.stream is not None:
        return
    if len(streams) > 1:
        yield Remark(
            claim.line_of(option),
            f"the reviews of the claim {claim.id} speak for {' and '.join(sorted(streams))}",
            "Put the claim into a finding, or make one claim for each stream",
        )
        return
    speaks_for = streams_of_study(study, vocabulary)
    results = [result for _, result in results_of_claim(claim, handbook) if result in study.results]
    kinds = [vocabulary.study_types.get(result.reviews or "") for result in results]
    sources = [source for source in kinds if source]
    if sources and len(sources) == len(results):
        speaks_for = frozenset(source.stream for source in sources if source.stream)
    if streams.isdisjoint(speaks_for):
        yield Remark(
            claim.line_of(option),
            f"{study.id} reviews {' and '.join(sorted(speaks_for)) or 'nothing known'}, "
            f"the claim {claim.id} is {' and '.join(sorted(streams))}",
            "Use the review in the stream of what it reviewed, as reviews: and from: of its file say",
        )


def _beyond(claim: Claim, kind: StudyType) -> Iterator[Remark]:
    """Outcomes and directions that a study type cannot carry."""
    if kind.outcomes:
        for outcome in claim.outcomes:
            if outcome not in kind.outcomes:
                yield Remark(
                    claim.line_of("outcome"),
                    f"{kind.id} cannot carry the outcome {outcome}",
                    f"It carries only {', '.join(kind.outcomes)}",
                )
    allowed = kind.directions if kind.effects else (NO_DIRECTION,)
    if allowed and claim.direction and claim.direction not in allowed:
        yield Remark(
            claim.line_of("direction"),
            f"{kind.id} cannot carry the direction {claim.direction}",
            f"It carries only {', '.join(allowed)}",
        )


@rule(group="claims", each="claims", scope="named")
def claim_source(claim: Claim, handbook: Handbook) -> Iterator[Remark]:
    """A claim names at least one study that may be cited; advice and definitions cite a source.

    A study of which only the title was seen, or whose file says ``use: none``, may not be cited,
    and a study does not stand both for and against.

    Bad (page):

        # Example

        :::{claim} nobody-says-so
        :study-type: cohort
        :certainty: low
        :because: design
        :direction: benefit
        :outcome: mortality

        In people on dialysis, higher blood magnesium was linked to fewer deaths.
        :::

    Good (page):

        # Example

        :::{claim} a-cohort-says-so
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
    kinds = _kinds(claim, handbook)
    may_cite = bool(kinds) and not any(kind.effects for kind in kinds)
    if not claim.studies and not (may_cite and claim.cite):
        expected = ":studies: or :cite: with a source" if may_cite else ":studies: with at least one study"
        yield Remark(claim.line_of("studies"), f"the claim {claim.id} names no source", f"Add {expected}")
    named = [("studies", study) for study in claim.studies] + [("contrary", s) for s in claim.contrary]
    not_citable = {word.id for word in handbook.vocabulary.extraction if not word.citable}
    for option, study_id in named:
        study = handbook.study_by_id.get(study_id)
        if study is None:
            continue
        if study.use == "none":
            yield Remark(
                claim.line_of(option),
                f"{study_id} may not be cited: {study.use_reason or 'use: none'}",
                "Name another study, or complete its file and delete use: none",
            )
        elif study.extraction in not_citable:
            yield Remark(
                claim.line_of(option),
                f"{study_id} may not be cited: extraction is {study.extraction}",
                "Read at least its abstract and record that in its file, or name another study",
            )
        if option == "contrary" and study_id in claim.studies:
            yield Remark(
                claim.line_of(option),
                f"{study_id} stands both for and against the claim {claim.id}",
                "Keep it in :studies: with :direction: mixed, or in :contrary: alone",
            )


def _kinds(claim: Claim, handbook: Handbook) -> list[StudyType]:
    """The known study types of a claim."""
    known = handbook.vocabulary.study_types
    return [known[word] for word in dict.fromkeys(claim.study_types) if word in known]


def _unknown(kind: str, words: Iterable[str], at: Location, handbook: Handbook) -> Iterator[Remark]:
    """Words that are not in the vocabulary, each with the word that was probably meant."""
    for word in words:
        if not handbook.vocabulary.knows(kind, word):
            known = handbook.vocabulary.ids(kind)
            yield Remark(at, f"{word!r} is not a known {kind.replace('-', ' ')}", did_you_mean(word, known))
