"""Rules of claims: what kind of study stands behind them, which studies, and where they are defined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..derivation import (
    names_population,
    plain_text,
    results_of_claim,
    streams_of_claim,
    streams_of_study,
    types_of_study,
)
from ..fault import suggestion
from ..model import ID_PATTERN, Caveat, Claim, EvidenceCard, Finding, Study
from ..vocabulary import mentions
from .registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..model import Handbook, Location
    from ..vocabulary import Population, StudyType

    Named = Claim | Caveat | EvidenceCard | Study

NO_DIRECTION = "not-applicable"
"""The direction of a claim that describes and does not point anywhere."""


@rule(group="claims", each="claims")
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
            at, f"the claim {claim.id} does not say what kind of study it rests on",
            f"Add :study-type: {', '.join(found)}" if found else suggestion("", vocabulary.ids("study-type")),
        )  # fmt: skip
    yield from _unknown("study-type", claim.study_types, at, handbook)
    yield from _unknown("direction", filter(None, [claim.direction]), claim.line_of("direction"), handbook)
    yield from _unknown("outcome", claim.outcomes, claim.line_of("outcome"), handbook)
    yield from _unknown("topic", claim.topics, claim.line_of("topic"), handbook)
    kinds = _kinds(claim, handbook)
    streams = {kind.stream: kind.id for kind in kinds if kind.stream}
    if len(streams) > 1:
        words = ", ".join(f"{word} is {stream}" for stream, word in streams.items())
        yield Remark(
            at, f"the claim {claim.id} mixes streams: {words}",
            "Make one claim for each stream, each with its own sentence.",
        )  # fmt: skip
    elif claim.finding and streams:
        stream = next(iter(streams))
        if stream != claim.finding[1] and vocabulary.streams[stream].in_cards:
            yield Remark(
                at, f"the claim {claim.id} is {stream} and stands in the finding {claim.finding[1]}",
                f"Move it to {{finding}} {stream} of the card {claim.finding[0]}.",
            )  # fmt: skip
    if not any(kind.effects for kind in kinds):
        return
    if claim.direction is None:
        yield Remark(
            claim.at, f"the claim {claim.id} does not say where its result points",
            f"Add :direction: with one of {', '.join(vocabulary.ids('direction'))}.",
        )  # fmt: skip
    elif claim.direction != NO_DIRECTION and not claim.outcomes:
        yield Remark(
            claim.at, f"the claim {claim.id} has a direction and no outcome",
            "Add :outcome: with what was measured.",
        )  # fmt: skip


@rule(group="claims", each="claims")
def claim_type_matches_studies(claim: Claim, handbook: Handbook) -> Iterator[Remark]:
    """The study types of a claim are those of the studies it names, for and against.

    Every study named is of one of the types, and every type has a study; advice, reference
    figures and reviews without a method may be cited instead. A review speaks for the stream of
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
        if words.isdisjoint(types):
            yield Remark(
                claim.line_of(option),
                f"{study.id} is {' and '.join(types)}, but the claim {claim.id} says {', '.join(claim.study_types)}",
                f"Add {types[0]} to :study-type: if it is of the same stream, or make a claim of its own.",
            )
        yield from _review_streams(claim, option, study, handbook)
    present = {kind for _, study in studies for kind in types_of_study(study)}
    for kind in kinds:
        cited = bool(claim.cite) and not kind.effects
        if kind.id not in present and not cited and (studies or claim.cite):
            yield Remark(
                claim.line_of("study-type"), f"the claim {claim.id} says {kind.id}, but names no such study",
                f"Delete {kind.id}, or name its study under :studies:.",
            )  # fmt: skip
        yield from _beyond(claim, kind)


def _review_streams(claim: Claim, option: str, study: Study, handbook: Handbook) -> Iterator[Remark]:
    """Whether a review, which has no stream of its own, may speak in the stream of its claim."""
    vocabulary = handbook.vocabulary
    kind = vocabulary.study_types.get(study.type)
    streams = streams_of_claim(claim, handbook)
    if kind is None or kind.stream is not None:
        return
    if len(streams) > 1:
        yield Remark(
            claim.line_of(option), f"the reviews of the claim {claim.id} speak for {' and '.join(sorted(streams))}",
            "Put the claim into a finding, or make one claim for each stream.",
        )  # fmt: skip
        return
    speaks_for = streams_of_study(study, vocabulary)
    results = [result for _, result in results_of_claim(claim, handbook) if result in study.results]
    sources = [vocabulary.study_types[r.reviews] for r in results if r.reviews in vocabulary.study_types]
    if sources and len(sources) == len(results):
        speaks_for = frozenset(source.stream for source in sources if source.stream)
    if streams.isdisjoint(speaks_for):
        yield Remark(
            claim.line_of(option),
            f"{study.id} reviews {' and '.join(sorted(speaks_for)) or 'nothing known'}, "
            f"the claim {claim.id} is {' and '.join(sorted(streams))}",
            "Use the review in the stream of what it reviewed, as reviews: and from: of its file say.",
        )


def _beyond(claim: Claim, kind: StudyType) -> Iterator[Remark]:
    """Outcomes and directions that a study type cannot carry."""
    if kind.outcomes:
        for outcome in claim.outcomes:
            if outcome not in kind.outcomes:
                yield Remark(
                    claim.line_of("outcome"), f"{kind.id} cannot carry the outcome {outcome}",
                    f"It carries only {', '.join(kind.outcomes)}.",
                )  # fmt: skip
    allowed = kind.directions if kind.effects else (NO_DIRECTION,)
    if allowed and claim.direction and claim.direction not in allowed:
        yield Remark(
            claim.line_of("direction"), f"{kind.id} cannot carry the direction {claim.direction}",
            f"It carries only {', '.join(allowed)}.",
        )  # fmt: skip


@rule(group="claims", each="claims")
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
        yield Remark(claim.line_of("studies"), f"the claim {claim.id} names no source", f"Add {expected}.")
    named = [("studies", study) for study in claim.studies] + [("contrary", s) for s in claim.contrary]
    not_citable = {word.id for word in handbook.vocabulary.extraction if not word.citable}
    for option, study_id in named:
        study = handbook.study_by_id.get(study_id)
        if study is None:
            continue
        if study.use == "none":
            yield Remark(
                claim.line_of(option), f"{study_id} may not be cited: {study.use_reason or 'use: none'}",
                "Name another study, or complete its file and delete use: none.",
            )  # fmt: skip
        elif study.extraction in not_citable:
            yield Remark(
                claim.line_of(option), f"{study_id} may not be cited: extraction is {study.extraction}",
                "Read at least its abstract and record that in its file, or name another study.",
            )  # fmt: skip
        if option == "contrary" and study_id in claim.studies:
            yield Remark(
                claim.line_of(option), f"{study_id} stands both for and against the claim {claim.id}",
                "Keep it in :studies: with :direction: mixed, or in :contrary: alone.",
            )  # fmt: skip


@rule(group="claims", each=("claims", "findings"))
def claim_population(statement: Claim | Finding, handbook: Handbook) -> Iterator[Remark]:
    """A laboratory sentence names the animals, tissue or cells that were studied.

    A claim that rests on one study names what that study used (rats with kidney disease, not
    "animals"); one that rests on several, and the lead of a laboratory finding, may use the
    general words (rodents, cells).

    Bad (page):

        # Example

        :::{claim} who-was-studied
        :study-type: animal
        :studies: invented-rats-2005
        :certainty: low
        :because: imprecision
        :direction: benefit
        :outcome: vessel-calcification-lab
        :caveats: animals-are-not-people

        More magnesium in the diet reduced calcium in the aorta.
        :::

    Good (page):

        # Example

        :::{claim} rats-were-studied
        :study-type: animal
        :studies: invented-rats-2005
        :certainty: low
        :because: imprecision
        :direction: benefit
        :outcome: vessel-calcification-lab
        :caveats: animals-are-not-people

        In rats with part of their kidneys removed, more magnesium in the diet reduced calcium in the aorta.
        :::
    """
    if isinstance(statement, Finding):
        yield from _lead_population(statement, handbook)
        return
    studied = [handbook.vocabulary.streams[s].people for s in streams_of_claim(statement, handbook)]
    if not _of_laboratory(statement, handbook) or any(studied):
        return
    text = plain_text(statement.content, handbook)
    studies = handbook.studies_of(statement)
    for study in studies:
        populations = _populations(statement, study, handbook)
        if not populations or any(names_population(text, p.id, handbook.vocabulary) for p in populations):
            continue
        several = len(studies) > 1 or bool(study.reviews)
        if several and _names_kind(text, {p.kind for p in populations}, handbook):
            continue
        labels = ", ".join(p.label.lower() for p in populations)
        words = " or, ".join(_in_words(p.needles) for p in populations)
        if several:
            words += f", or a general word such as {_general_words(populations, handbook)}"
        yield Remark(
            _sentence_at(statement), f"the sentence does not name what {study.id} studied: {labels}",
            f"Use {words}.",
        )  # fmt: skip


def _sentence_at(claim: Claim) -> Location:
    """Where the sentence of a claim begins."""
    return claim.at._replace(line=claim.text_line)


def _of_laboratory(claim: Claim, handbook: Handbook) -> bool:
    """Whether a claim is about something other than people, and is no quotation."""
    streams = streams_of_claim(claim, handbook)
    known = [handbook.vocabulary.streams[stream] for stream in streams]
    return bool(known) and all(stream.in_cards and not stream.people for stream in known)


def _lead_population(finding: Finding, handbook: Handbook) -> Iterator[Remark]:
    stream = handbook.vocabulary.streams.get(finding.stream)
    text = plain_text(finding.lead, handbook)
    if stream is None or stream.people or not text or not handbook.claims_of(finding):
        return
    if not names_not_people(text, handbook):
        words = [kind.needles[0] for kind in handbook.vocabulary.population_kind if kind.id != "people"]
        yield Remark(
            finding.at._replace(line=finding.lead_line),
            f"the lead of the {finding.stream} finding names neither animals nor cells",
            f"Say what was studied, with a word such as {', '.join(words)}.",
        )


def names_not_people(text: str, handbook: Handbook) -> bool:
    """Whether a sentence holds a general word for animals, tissue, cells or solutions."""
    kinds = {kind.id for kind in handbook.vocabulary.population_kind if kind.id != "people"}
    return _names_kind(text, kinds, handbook)


def _names_kind(text: str, kinds: Iterable[str], handbook: Handbook) -> bool:
    return any(mentions(text, kind.needles) for kind in handbook.vocabulary.population_kind if kind.id in kinds)


def _populations(claim: Claim, study: Study, handbook: Handbook) -> list[Population]:
    """What a study used for the claim's outcomes, or at all where its results do not say."""
    results = [result for result in study.results if result.outcome in claim.outcomes]
    words = [word for result in results for word in result.population] or study.population
    known = handbook.vocabulary.populations
    return [known[word] for word in dict.fromkeys(words) if word in known]


def _in_words(needles: tuple[tuple[str, ...], ...]) -> str:
    return " with ".join("/".join(word.rstrip("*") for word in words) for words in needles)


def _general_words(populations: Iterable[Population], handbook: Handbook) -> str:
    kinds = {population.kind for population in populations}
    return ", ".join(k.needles[0] for k in handbook.vocabulary.population_kind if k.id in kinds)


@rule(group="claims", each=("claims", "caveats", "cards", "studies"))
def duplicate_id(item: Named, handbook: Handbook) -> Iterator[Remark]:
    """An id, old or present, belongs to one claim, caveat, card or study in the whole handbook.

    Bad (page):

        # Example

        :::{caveat} twice
        :title: Once
        :summary: The first.

        Text.
        :::

        :::{caveat} twice
        :title: Again
        :summary: The second.

        Text.
        :::

    Good (page):

        # Example

        :::{caveat} once
        :title: Once
        :summary: The only one.

        Text.
        :::
    """
    aliases = () if isinstance(item, Study) else item.aliases
    named: tuple[Mapping[str, Named], ...] = (
        handbook.claim_by_id, handbook.caveat_by_id, handbook.card_by_id, handbook.study_by_id,
    )  # fmt: skip
    for name in (item.id, *aliases):
        at = item.at
        if isinstance(item, Study):
            at = item.line_of("id")
        elif name != item.id:
            at = item.line_of("alias")
        if not ID_PATTERN.fullmatch(name):
            yield Remark(at, f"{name!r} is not an id", "Use lower case words joined by hyphens.")
        for objects in named:
            other = objects.get(name)
            if other is None or other is item:
                continue
            if type(other) is type(item) or other.at < item.at:
                yield Remark(
                    at, f"the id {name} is already that of the {_word(other)} at {other.at.path}:{other.at.line}",
                    "Rename one of the two; keep the old id in :alias: if others may link to it.",
                )  # fmt: skip


def _word(item: Named) -> str:
    return "card" if isinstance(item, EvidenceCard) else type(item).__name__.lower()


def _kinds(claim: Claim, handbook: Handbook) -> list[StudyType]:
    """The known study types of a claim."""
    known = handbook.vocabulary.study_types
    return [known[word] for word in dict.fromkeys(claim.study_types) if word in known]


def _unknown(kind: str, words: Iterable[str], at: Location, handbook: Handbook) -> Iterator[Remark]:
    """Words that are not in the vocabulary, each with the word that was probably meant."""
    for word in words:
        if not handbook.vocabulary.knows(kind, word):
            known = handbook.vocabulary.ids(kind)
            yield Remark(at, f"{word!r} is not a known {kind.replace('-', ' ')}", suggestion(word, known))
