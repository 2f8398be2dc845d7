"""Each figure typed in a claim, a restatement or a lead stands in the files of its studies.

Any field counts, notes and durations too, and so do title and year of the source. A rounded
figure says "about" or "roughly"; one in another unit is converted rightly; a figure
that the file has with a minus sign keeps it, or the sentence says "less", "fewer" or the like.
Figures printed by ``{result}`` and digits in names are not asked for.

Bad (page):

    # Example

    :::{claim} a-figure-from-nowhere
    :study-type: cohort
    :studies: invented-cohort-2003
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: association-not-causation

    In a cohort of 950 people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::

Good (page):

    # Example

    :::{claim} a-figure-of-the-study
    :study-type: cohort
    :studies: invented-cohort-2003
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: association-not-causation

    In 900 people on dialysis followed for 5 years, higher blood magnesium was linked to fewer deaths.
    :::
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.caching import cached_on_handbook
from evidence.model import Claim, Finding, Handbook, Location
from evidence.rules.numbers._shared import both_ways
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import Statement, claims_of, content_of, sentence_location
from evidence.text.numbers import Typed, durations, rounds_to, typed_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

_LESS = re.compile(
    r"\b(?:less|fewer|lower|smaller|shorter|thinner|rarer|fell|fall|falls|drop\w*|shr[aiu]nk|declin\w*|lost|loss|"
    r"reduc\w*|lowered|decreas\w*|down|cut|slowed|weaker|poorer)\b",
    re.IGNORECASE,
)
"""Words with which a figure printed with a minus sign is told without it."""
_OWN_FIELDS = frozenset({"id", "checked", "registration", "study", "path", "lines"})
"""Fields whose digits are names and dates of our own."""
_NEAR = Decimal("0.1")
"""A figure within a tenth of the one typed is suggested as what was perhaps meant."""
_SECOND_NUMBER = r"\s*(?:(?:to|and|or|,|-|\N{EN DASH})\s*[\d.]+\s*)?"
"""The second number of a pair before its unit: "0.65 to 1.95 mmol/L"."""
_MOST_SOURCES = 4
"""The most sources that a message names."""


class SourceText(NamedTuple):
    """What the sources of a statement hold: their numbers, and all their words."""

    numbers: frozenset[Decimal]
    text: str


@rule("claims", "restatements", "findings", position=2)
def check(statement: Statement, handbook: Handbook) -> Remarks:
    text = "".join(part if isinstance(part, str) else "|" for part in content_of(statement))
    claims = claims_of(statement, handbook)
    sources = list(dict.fromkeys(s for c in claims for s in (*c.studies, *c.contrary, *c.cite)))
    read = list(filter(None, (_source_text(source, handbook) for source in sources)))
    known = SourceText(
        frozenset(number for source in read for number in source.numbers),
        "\n".join(source.text for source in read),
    )
    names = [word.label for word in handbook.vocabulary.name]
    for typed in typed_numbers(text, names):
        fault = _fault(typed, text, known, handbook)
        if fault:
            yield Remark(
                _location(statement, typed, handbook),
                f"the figure {typed.text} {fault} {_listed(sources)}",
                _hint(typed, known),
            )


def _source_text(source: str, handbook: Handbook) -> SourceText | None:
    """The numbers and words of a study file and its bibliographic entry, by their common id."""
    texts = _source_texts(handbook)
    if source not in texts:
        study, entry = handbook.study_by_id.get(source), handbook.entry_by_key.get(source)
        words = list(_strings(study.model_dump(by_alias=True, exclude_none=True))) if study else []
        words += filter(None, (entry.title, entry.year)) if entry else ()
        numbers = frozenset(number for text in words for number in _numbers(text))
        texts[source] = SourceText(numbers, "\n".join(words)) if study or entry else None
    return texts[source]


@cached_on_handbook
def _source_texts(_handbook: Handbook) -> dict[str, SourceText | None]:
    return {}


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            if name not in _OWN_FIELDS:
                yield from _strings(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _strings(value)


def _numbers(text: str) -> Iterator[Decimal]:
    yield from durations(text)
    for typed in typed_numbers(text):
        yield typed.value


def _fault(typed: Typed, text: str, known: SourceText, handbook: Handbook) -> str | None:
    """Why a figure is not accepted; None where it is."""
    value = typed.value
    if value in known.numbers or _is_converted(typed, known, handbook):
        return None
    if value < 0 and -value in known.numbers:
        return "has another sign than in"
    if -value in known.numbers:
        return None if _LESS.search(text) else "stands with a minus sign, and without a word of less, in"
    if typed.rounded and any(rounds_to(abs(number), abs(value)) for number in known.numbers):
        return None
    if any(abs(abs(number) - abs(value)) <= typed.half for number in known.numbers):
        return 'is rounded, without "about" before it, from a figure in'
    return "stands in none of the files of"


def _is_converted(typed: Typed, known: SourceText, handbook: Handbook) -> bool:
    """Whether a figure is one of the sources' in another unit that they use."""
    return any(
        unit in known.text
        and re.match(rf"{_SECOND_NUMBER}{re.escape(other)}(?![\w/])", typed.after)
        and any(abs(number * factor - typed.value) <= typed.half for number in known.numbers)
        for conversion in handbook.vocabulary.conversion
        for unit, other, factor in both_ways(conversion)
    )


def _listed(sources: list[str]) -> str:
    more = f" and {len(sources) - _MOST_SOURCES} more" if len(sources) > _MOST_SOURCES else ""
    return ", ".join(sources[:_MOST_SOURCES]) + more or "its studies: it names none"


def _hint(typed: Typed, known: SourceText) -> str:
    distance = {number: abs(abs(number) - abs(typed.value)) for number in known.numbers}
    nearest = min(distance, key=lambda number: (distance[number], number), default=None)
    near = nearest is not None and distance[nearest] <= abs(typed.value) * _NEAR
    meant = f"Did you mean {nearest}? " if near else ""
    return f"{meant}Print it with {{result}}, or enter it in the file of the study where you saw it"


def _location(statement: Statement, typed: Typed, handbook: Handbook) -> Location:
    """Where the sentence with a figure begins."""
    if isinstance(statement, Claim):
        owner = f"claim:{statement.id}"
    elif isinstance(statement, Finding):
        owner = f"finding:{statement.anchor}"
    else:
        owner = f"restatement:{statement.id}"
    first = sentence_location(statement)
    page = handbook.page_by_path.get(statement.at.path)
    for sentence in page.sentences if page else ():
        if sentence.owner == owner and sentence.line >= first.line and typed.text in sentence.text:
            return sentence.at
    return first
