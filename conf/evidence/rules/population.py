"""The rule of populations: a laboratory sentence says in what it was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.streams import names_population, plain_text, streams_of_claim
from evidence.model import Claim, Finding
from evidence.rules.registry import Remark, rule
from evidence.vocabulary.words import mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.model import Handbook, Location, Study
    from evidence.vocabulary.words import Population


NOT_PEOPLE = ("animals", "cells", "none-alive")
"""Kinds of population whose general words cannot mean people."""


@rule(group="claims", each=("claims", "findings"), scope="named")
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
    if not _of_laboratory(statement, handbook):
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
            _sentence_at(statement),
            f"the sentence does not name what {study.id} studied: {labels}",
            f"Use {words}",
        )


def _sentence_at(claim: Claim) -> Location:
    """Where the sentence of a claim begins."""
    return claim.at._replace(line=claim.text_line)


def _of_laboratory(claim: Claim, handbook: Handbook) -> bool:
    """Whether a claim is about something other than people, and no quotation of advice or figures."""
    streams = streams_of_claim(claim, handbook)
    known = [handbook.vocabulary.streams[stream] for stream in streams]
    return bool(known) and all(stream.in_cards and not stream.people for stream in known)


def _lead_population(finding: Finding, handbook: Handbook) -> Iterator[Remark]:
    stream = handbook.vocabulary.streams.get(finding.stream)
    text = plain_text(finding.lead, handbook)
    if stream is None or stream.people or not text or not handbook.claims_of(finding):
        return
    if not names_not_people(text, handbook):
        words = [kind.needles[0] for kind in handbook.vocabulary.population_kind if kind.id in NOT_PEOPLE]
        yield Remark(
            finding.at._replace(line=finding.lead_line),
            f"the lead of the {finding.stream} finding names neither animals nor cells",
            f"Say what was studied, with a word such as {', '.join(words)}",
        )


def names_not_people(text: str, handbook: Handbook) -> bool:
    """Whether a sentence holds a general word for animals, cells or solutions.

    Tissue alone does not count: people have arteries too.
    """
    return _names_kind(text, NOT_PEOPLE, handbook)


def _names_kind(text: str, kinds: Iterable[str], handbook: Handbook) -> bool:
    return any(
        mentions(text, kind.needles) for kind in handbook.vocabulary.population_kind if kind.id in kinds
    )


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
