"""The rule of numbers in pages: each stands in a study file."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.analysis.streams import claims_of_restatement
from evidence.caching import cached_on_handbook
from evidence.model import Claim, Finding
from evidence.rules.registry import Remark, rule
from evidence.rules.units import both_ways
from evidence.text.numbers import durations, rounds_to, typed_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.model import Handbook, Location, Restatement, Study
    from evidence.text.numbers import Typed

_LESS = re.compile(
    r"\b(?:less|fewer|lower|smaller|shorter|thinner|rarer|fell|fall|falls|drop\w*|shr[aiu]nk|declin\w*|lost|loss|"
    r"reduc\w*|lowered|decreas\w*|down|cut|slowed|weaker|poorer)\b",
    re.IGNORECASE,
)
"""Words with which a figure printed with a minus sign is told without it."""

_NOT_FIGURES = frozenset({"id", "checked", "registration", "study", "path", "lines"})
"""Fields whose digits are names and dates of our own."""

_NEAR = Decimal("0.1")
"""A figure within a tenth of the one typed is shown as what was perhaps meant."""


class Known(NamedTuple):
    """What the sources of a statement hold: their numbers, and all their words."""

    numbers: frozenset[Decimal]
    text: str


@rule(group="numbers", each=("claims", "restatements", "findings"), scope="named")
def number_traceable(statement: Claim | Restatement | Finding, handbook: Handbook) -> Iterator[Remark]:
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
    text, line = _text_of(statement)
    sources = _sources_of(statement, handbook)
    known = _known_of(sources, handbook)
    names = [word.label for word in handbook.vocabulary.name]
    for typed in typed_numbers(text, names):
        wrong = _untraced(typed, text, known, handbook)
        if wrong is not None:
            yield Remark(
                _line_of(statement, typed, line, handbook),
                f"the figure {typed.text} {wrong} {_listed(sources)}",
                _mend(typed, known),
            )


def _text_of(statement: Claim | Restatement | Finding) -> tuple[str, int]:
    """The typed words of a statement, a bar where a figure is printed, and their first line."""
    if isinstance(statement, Finding):
        content, line = statement.lead, statement.lead_line
    else:
        content, line = statement.content, statement.text_line
    return "".join(part if isinstance(part, str) else "|" for part in content), line


def _sources_of(statement: Claim | Restatement | Finding, handbook: Handbook) -> tuple[str, ...]:
    """All that a statement names: studies for and against, and sources it only cites."""
    if isinstance(statement, Claim):
        claims: Iterable[Claim] = (statement,)
    elif isinstance(statement, Finding):
        claims = handbook.claims_of(statement)
    else:
        claims = claims_of_restatement(statement, handbook)
    return tuple(dict.fromkeys(s for c in claims for s in (*c.studies, *c.contrary, *c.cite)))


def _known_of(sources: Iterable[str], handbook: Handbook) -> Known:
    found = [known for source in sources if (known := _known_of_source(source, handbook))]
    return Known(
        frozenset(number for known in found for number in known.numbers), "\n".join(k.text for k in found)
    )


def _known_of_source(source: str, handbook: Handbook) -> Known | None:
    """The numbers and words of a study file and its bibliographic entry, by their common id."""
    known = _known_so_far(handbook)
    if source not in known:
        study, entry = handbook.study_by_id.get(source), handbook.entry_by_key.get(source)
        texts = list(_words(study)) if study else []
        texts += filter(None, (entry.title, entry.year)) if entry else ()
        numbers = frozenset(number for text in texts for number in _numbers(text))
        known[source] = Known(numbers, "\n".join(texts)) if study or entry else None
    return known[source]


@cached_on_handbook
def _known_so_far(_handbook: Handbook) -> dict[str, Known | None]:
    return {}


def _words(study: Study) -> Iterator[str]:
    data = study.model_dump(by_alias=True, exclude_none=True)
    yield from _leaves({name: value for name, value in data.items() if name not in _NOT_FIGURES})


def _leaves(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            if name not in _NOT_FIGURES:
                yield from _leaves(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _leaves(value)


def _numbers(text: str) -> Iterator[Decimal]:
    yield from durations(text)
    for typed in typed_numbers(text):
        yield typed.value


def _untraced(typed: Typed, text: str, known: Known, handbook: Handbook) -> str | None:
    """Why a figure is not accepted; None where it is."""
    value = typed.value
    if value in known.numbers or _converted(typed, known, handbook):
        return None
    if value < 0 and -value in known.numbers:
        return "has another sign than in"
    if -value in known.numbers:
        told = _LESS.search(text)
        return None if told else "stands with a minus sign, and without a word of less, in"
    if typed.rounded and any(rounds_to(abs(number), abs(value)) for number in known.numbers):
        return None
    if any(abs(abs(number) - abs(value)) <= typed.half for number in known.numbers):
        return 'is rounded, without "about" before it, from a figure in'
    return "stands in none of the files of"


def _converted(typed: Typed, known: Known, handbook: Handbook) -> bool:
    """Whether a figure is one of the sources' in another unit that they use."""
    for conversion in handbook.vocabulary.conversion:
        for unit, other, factor in both_ways(conversion):
            if not _has_unit(typed, other) or unit not in known.text:
                continue
            if any(abs(number * factor - typed.value) <= typed.half for number in known.numbers):
                return True
    return False


_NEXT = r"\s*(?:(?:to|and|or|,|-|\N{EN DASH})\s*[\d.]+\s*)?"


def _has_unit(typed: Typed, unit: str) -> bool:
    """Whether a unit follows a number, or a second number after it: "0.65 to 1.95 mmol/L"."""
    return re.match(rf"{_NEXT}{re.escape(unit)}(?![\w/])", typed.after) is not None


def _listed(sources: tuple[str, ...]) -> str:
    most = 4
    shown = ", ".join(sources[:most]) + (f" and {len(sources) - most} more" if len(sources) > most else "")
    return shown or "its studies: it names none"


def _mend(typed: Typed, known: Known) -> str:
    off = {number: abs(abs(number) - abs(typed.value)) for number in known.numbers}
    nearest = min(off, key=lambda number: (off[number], number), default=None)
    near = nearest is not None and off[nearest] <= abs(typed.value) * _NEAR
    meant = f"Did you mean {nearest}? " if near else ""
    return f"{meant}Print it with {{result}}, or enter it in the file of the study where you saw it"


def _line_of(
    statement: Claim | Restatement | Finding, typed: Typed, line: int, handbook: Handbook
) -> Location:
    """Where the sentence with a figure begins."""
    if isinstance(statement, Claim):
        owner = f"claim:{statement.id}"
    elif isinstance(statement, Finding):
        owner = f"finding:{statement.anchor}"
    else:
        owner = f"restatement:{statement.id}"
    page = handbook.page_by_path.get(statement.at.path)
    for sentence in page.sentences if page else ():
        if sentence.owner == owner and sentence.line >= line and typed.text in sentence.text:
            return sentence.at
    return statement.at._replace(line=line)
