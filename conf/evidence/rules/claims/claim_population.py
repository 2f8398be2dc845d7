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

from __future__ import annotations

from evidence.analysis.streams import names_population, streams_of_claim
from evidence.model import Claim, Finding, Handbook, Study
from evidence.rules.claims._shared import NOT_PEOPLE, general_words, names_a_kind
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import plain_sentence, sentence_location
from evidence.vocabulary.words import Population


@rule("claims", "findings", position=6)
def check(statement: Claim | Finding, handbook: Handbook) -> Remarks:
    if isinstance(statement, Finding):
        yield from _of_lead(statement, handbook)
    elif _is_laboratory(statement, handbook):
        for study in handbook.studies_of(statement):
            yield from _of_claim(statement, study, handbook)


def _of_lead(finding: Finding, handbook: Handbook) -> Remarks:
    stream = handbook.vocabulary.streams.get(finding.stream)
    text = plain_sentence(finding, handbook)
    if stream is None or stream.people or not text or not handbook.claims_of(finding):
        return
    if not names_a_kind(text, NOT_PEOPLE, handbook):
        yield Remark(
            sentence_location(finding),
            f"the lead of the {finding.stream} finding names neither animals nor cells",
            f"Say what was studied, with a word such as {', '.join(general_words(NOT_PEOPLE, handbook))}",
        )


def _is_laboratory(claim: Claim, handbook: Handbook) -> bool:
    """Whether a claim is about something other than people, and no quotation of advice or figures."""
    streams = [handbook.vocabulary.streams[stream] for stream in streams_of_claim(claim, handbook)]
    return bool(streams) and all(stream.in_cards and not stream.people for stream in streams)


def _of_claim(claim: Claim, study: Study, handbook: Handbook) -> Remarks:
    text = plain_sentence(claim, handbook)
    populations = _populations(claim, study, handbook)
    if not populations or any(names_population(text, p.id, handbook.vocabulary) for p in populations):
        return
    kinds = {population.kind for population in populations}
    several = len(handbook.studies_of(claim)) > 1 or bool(study.reviews)
    if several and names_a_kind(text, kinds, handbook):
        return
    labels = ", ".join(population.label.lower() for population in populations)
    words = " or, ".join(_alternatives(population) for population in populations)
    if several:
        words += f", or a general word such as {', '.join(general_words(kinds, handbook))}"
    yield Remark(
        sentence_location(claim),
        f"the sentence does not name what {study.id} studied: {labels}",
        f"Use {words}",
    )


def _populations(claim: Claim, study: Study, handbook: Handbook) -> list[Population]:
    """What a study used for the claim's outcomes, or at all where its results do not say."""
    results = [result for result in study.results if result.outcome in claim.outcomes]
    names = [name for result in results for name in result.population] or study.population
    populations = handbook.vocabulary.populations
    return [populations[name] for name in dict.fromkeys(names) if name in populations]


def _alternatives(population: Population) -> str:
    return " with ".join("/".join(word.rstrip("*") for word in words) for words in population.needles)
