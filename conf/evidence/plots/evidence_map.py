"""The evidence map: for each outcome and study design, how many studies point where, and how certain we are.

It counts studies and shows gaps. It does not say how large an effect is, and its counts are no votes: SWiM
asks for directions where results cannot be pooled, and warns of counting them (Campbell and others 2020).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evidence.analysis.streams import substance_of
from evidence.model import Unknown
from evidence.plots.comparable_effects import is_compared, stream_of
from evidence.views.elements import Line, Symbol, Table, Unseen
from evidence.views.filters import wanted_words
from evidence.views.view_registry import view
from evidence.vocabulary.words import in_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Handbook, Result

_GAP: Line = (Unseen("No study"),)
_CAPTION = (
    "Each cell counts studies by the direction of their main result with more {substance}, and gives the "
    "certainty of the claims that cite them. Counts are not votes: large and small studies count the same."
)


@view
def evidence_map(handbook: Handbook, *filters: str) -> Table:
    """Studies by outcome and study design, with directions and certainty; the filters narrow them."""
    wanted = wanted_words(filters)
    vocabulary = handbook.vocabulary
    outcomes = [word for word in vocabulary.ids("outcome") if word in wanted.get("outcome", ())]
    found = {
        (outcome, design): studies
        for outcome in outcomes
        for design, studies in _by_design(handbook, outcome, wanted).items()
    }
    designs = [word for word in vocabulary.ids("study-type") if any(word == design for _, design in found)]
    rows = tuple(
        (
            ((vocabulary.label("outcome", outcome),),),
            *(_cell(outcome, design, found.get((outcome, design), {}), handbook) for design in designs),
        )
        for outcome in outcomes
    )
    head: tuple[Line, ...] = (
        ("Outcome",),
        *((vocabulary.label("study-type", design),) for design in designs),
    )
    caption = _CAPTION.format(substance=vocabulary.substance)
    anchor = "-".join(("evidence-map", *sorted(wanted.get("stream", ())), *outcomes[:1]))
    return Table("evidence-map", caption, head, rows if designs else (), anchor=anchor)


def _by_design(
    handbook: Handbook, outcome: str, wanted: dict[str, set[str]]
) -> dict[str, dict[str, list[Result]]]:
    """The ids of studies with a result on an outcome, by study design, each with its main results."""
    found: dict[str, dict[str, list[Result]]] = {}
    for study in handbook.studies:
        if not is_compared(study, handbook):
            continue
        results = [
            result
            for result in study.results
            if result.outcome == outcome and result.direction != Unknown.NOT_APPLICABLE
            if stream_of(study, result, handbook)
            in wanted.get("stream", {stream_of(study, result, handbook)})
            if wanted.get("population", {*study.population}) & {*(result.population or study.population)}
        ]
        main = [result for result in results if result.headline] or results
        for result in main:
            found.setdefault(result.type or study.type, {}).setdefault(study.id, []).append(result)
    kinds = wanted.get("study-type", set(found))
    return {design: studies for design, studies in found.items() if design in kinds}


def _cell(
    outcome: str, design: str, studies: dict[str, list[Result]], handbook: Handbook
) -> tuple[Line, ...]:
    """How many studies, how many of them in each direction, and how certain the claims citing them are."""
    if not studies:
        return (_GAP,)
    number = f"{len(studies)} stud{'y' if len(studies) == 1 else 'ies'}"
    return ((number,), *_directions(outcome, studies, handbook), (_certainty(outcome, design, handbook),))


def _directions(outcome: str, studies: dict[str, list[Result]], handbook: Handbook) -> Iterator[Line]:
    vocabulary = handbook.vocabulary
    better = vocabulary.outcomes[outcome].better
    counted: Counter[tuple[str, str]] = Counter()
    for name, results in studies.items():
        study = handbook.study_by_id[name]
        directions = {result.direction for result in results}
        word = directions.pop() if len(directions) == 1 else "mixed"
        stream = stream_of(study, results[0], handbook)
        substance = substance_of([study], vocabulary)
        counted[word, vocabulary.directions[word].words_for(stream, better, substance)] += 1
    order = vocabulary.ids("direction")
    for (word, words), number in sorted(counted.items(), key=lambda item: order.index(item[0][0])):
        yield (Symbol(vocabulary.directions[word].symbol), f"{number} {in_sentence(words)}")


def _certainty(outcome: str, design: str, handbook: Handbook) -> str:
    """The certainty of the claims on an outcome from a design: one level, or the lowest to the highest."""
    levels = {
        claim.certainty
        for claim in handbook.claims
        if outcome in claim.outcomes and design in claim.study_types and claim.certainty
    }
    labels = [in_sentence(level.label) for level in handbook.vocabulary.certainty if level.id in levels]
    if not labels:
        return "Certainty not rated"
    return f"Certainty: {labels[0]}" if len(labels) == 1 else f"Certainty: {labels[-1]} to {labels[0]}"
