"""What follows from the data and is never typed: the streams, the text and the results of claims.

Pure functions over the model. Rules judge with them, views print from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.printed_values import figure_text
from evidence.caching import cached_for_each, cached_on_handbook
from evidence.model import ResultReference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import Claim, Content, Handbook, Restatement, Result, Study
    from evidence.vocabulary.vocabulary import Vocabulary
    from evidence.vocabulary.words import StudyType


# -- streams


def types_of_study(study: Study) -> frozenset[str]:
    """A study's type and those of its results that have another."""
    return frozenset({study.type, *(result.type for result in study.results if result.type)})


def streams_of_study(study: Study, vocabulary: Vocabulary) -> frozenset[str]:
    """The streams a study can speak for: its type's, or those of the types it reviews."""
    known = vocabulary.study_types.get(study.type)
    if known is None:
        return frozenset()
    if known.stream:
        return frozenset({known.stream})
    reviewed = (vocabulary.study_types.get(word) for word in study.reviews)
    return frozenset(kind.stream for kind in reviewed if kind and kind.stream)


def study_types_of_claim(claim: Claim, handbook: Handbook) -> list[StudyType]:
    """The known study types of a claim, each once, in its order."""
    study_types = handbook.vocabulary.study_types
    return [study_types[name] for name in dict.fromkeys(claim.study_types) if name in study_types]


@cached_for_each
def streams_of_claim(claim: Claim, handbook: Handbook) -> frozenset[str]:
    """The streams of a claim's study types; a review takes those of what it reviewed."""
    vocabulary = handbook.vocabulary
    streams = {kind.stream for kind in study_types_of_claim(claim, handbook) if kind.stream}
    if claim.finding and not streams:
        return frozenset({claim.finding[1]})
    if not streams:
        for study in handbook.studies_of(claim):
            streams |= streams_of_study(study, vocabulary)
    return frozenset(streams)


def stream_of_claim(claim: Claim, handbook: Handbook) -> str | None:
    """The one stream a claim belongs to, for words and colours; None where it has none."""
    streams = streams_of_claim(claim, handbook)
    order = handbook.vocabulary.ids("stream")
    return min(streams, key=order.index, default=None)


def substance_of(studies: Iterable[Study], vocabulary: Vocabulary) -> str:
    """What some studies gave or measured; "treatment" where they differ."""
    substances = {
        (study.exposure.substance if study.exposure else None) or vocabulary.substance for study in studies
    }
    return substances.pop() if len(substances) == 1 else "treatment"


# -- text


def plain_text(content: Content, handbook: Handbook) -> str:
    """A sentence with its figures filled in from the study files."""
    return "".join(part if isinstance(part, str) else figure_text(part, handbook) for part in content).strip()


def names_population(text: str, population: str, vocabulary: Vocabulary) -> bool:
    """Whether a sentence holds the words that name a population."""
    known = vocabulary.populations.get(population)
    return known is not None and known.named_in(text)


# -- results behind a claim


def results_of_claim(claim: Claim, handbook: Handbook) -> tuple[tuple[Study, Result], ...]:
    """The results, on the claim's outcomes, of the studies it rests on."""
    return tuple(
        (study, result)
        for study in handbook.studies_of(claim)
        for result in study.results
        if result.outcome in claim.outcomes
    )


def misprinted_results(study: Study) -> frozenset[str]:
    """Ids of the results that a misprint of the source touches."""
    return frozenset(misprint.result for misprint in study.misprints)


def misprints_printed(content: Content, handbook: Handbook) -> tuple[ResultReference, ...]:
    """The figures in a sentence, taken from study files, that a misprint of the source touches."""
    return tuple(
        part
        for part in content
        if isinstance(part, ResultReference)
        and part.study in handbook.study_by_id
        and part.name in misprinted_results(handbook.study_by_id[part.study])
    )


# -- several claims


def claims_of_restatement(restatement: Restatement, handbook: Handbook) -> tuple[Claim, ...]:
    """The known claims that a sentence restates, in its order."""
    known = handbook.claim_by_id
    return tuple(dict.fromkeys(known[claim] for claim in restatement.claims if claim in known))


def lowest_certainty(claims: Iterable[Claim], handbook: Handbook) -> str | None:
    """The lowest certainty of some claims."""
    return handbook.vocabulary.lowest([claim.certainty or "" for claim in claims])


# -- which claims rest on a study


@cached_on_handbook
def claims_by_study(handbook: Handbook) -> dict[str, list[Claim]]:
    """The claims that cite a study, for or against, by its id."""
    found: dict[str, list[Claim]] = {}
    for claim in handbook.claims:
        for study in dict.fromkeys((*claim.studies, *claim.contrary)):
            found.setdefault(study, []).append(claim)
    return found
