"""The effect-direction plot after Boon and Thomson (2021), as SWiM asks where nothing can be pooled.

Studies by outcomes: a symbol and a word for the direction, its size by the number of people or
animals, the rows by kind of evidence and design. No cell is coloured by what it found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.analysis.streams import substance_of
from evidence.model import Unknown
from evidence.plots.canvas import SMALL, shares
from evidence.plots.comparable_effects import is_compared, stream_of
from evidence.plots.palette import hue
from evidence.views.elements import Line, Picture, Symbol, Table, Unseen
from evidence.views.filters import wanted_words
from evidence.views.phrases import joined, study_link
from evidence.views.view_registry import view
from evidence.vocabulary.words import in_sentence

if TYPE_CHECKING:
    from evidence.model import Handbook, Result, Study
    from evidence.plots.canvas import Canvas

_LARGE, _MIDDLE = 300, 50
"""Boon and Thomson's bounds: more than 300, 50 to 300, fewer than 50."""
_SIZES = {"large": 20.0, "middle": 15.0, "small": 11.0}
_NAMES = 176.0
_GAP = "no result"
"""What the cell of a study without a result says."""


class Direction(NamedTuple):
    """Which way the results of a study on one outcome point."""

    symbol: str
    word: str


class Row(NamedTuple):
    """A study, and a direction or None for each outcome."""

    study: str
    name: str
    stream: str
    css: str
    symbol: str
    kind: str
    number: str
    """The number of people or animals, in words."""
    size: str
    cells: tuple[Direction | None, ...]


class Directions(NamedTuple):
    """The rows and the outcomes that head the columns."""

    outcomes: tuple[str, ...]
    rows: tuple[Row, ...]

    def draw(self, canvas: Canvas) -> float:
        """A matrix where there is room, else a list for each study."""
        return _draw_matrix(canvas, self) if canvas.wide else _draw_lists(canvas, self)

    def divided(self, number: int) -> list[Directions]:
        """Some of the rows each, under the same heads."""
        return [self._replace(rows=tuple(rows)) for rows in shares(self.rows, number)]


@view
def effect_direction_plot(handbook: Handbook, *filters: str) -> Picture:
    """Which way the results of each study point, for the outcomes that are named."""
    wanted = wanted_words(filters)
    vocabulary = handbook.vocabulary
    asked = [word for word in vocabulary.ids("outcome") if word in wanted.get("outcome", ())]
    found = {
        (study.id, stream): (study, directions)
        for stream in vocabulary.ids("stream")
        for study in handbook.studies
        if (directions := _directions(study, stream, asked, wanted, handbook))
    }
    outcomes = [word for word in asked if any(word in directions for _, directions in found.values())]
    rows = [_row(*held, stream, outcomes, handbook) for (_, stream), held in found.items()]
    order = vocabulary.ids("study-type")
    streams = vocabulary.ids("stream")
    labels = {vocabulary.label("study-type", kind): order.index(kind) for kind in order}
    places = {vocabulary.label("stream", stream): streams.index(stream) for stream in streams}
    rows.sort(key=lambda row: (places[row.stream], labels[row.kind], -_rank(row.size), row.name, row.study))
    titles = tuple(vocabulary.label("outcome", word) for word in outcomes)
    drawing = Directions(titles, tuple(rows)) if rows else None
    return Picture(
        kind="effect-direction-plot",
        title="Effect-direction plot: studies by outcome",
        caption=_caption(vocabulary.substance)
        if drawing
        else "No study has a result with a direction on these outcomes.",
        alternative=_alternative(drawing),
        drawing=drawing,
        table=_table(drawing, handbook),
    )


def _caption(substance: str) -> str:
    return (
        "Each row is a study and each column an outcome. The symbol and word give the direction of the main "
        f"result with more {substance}. Larger symbols mean more people or animals: over {_LARGE}, {_MIDDLE} "
        f"to {_LARGE}, or fewer or unknown. Rows are ordered by study design, people first. Words differ by "
        "design: a trial can favour a treatment, an observational study can only show an association. "
        f'Where we have no result, the cell says "{_GAP}". The plot does not show the size of a '
        "difference or the quality of a study, so rows should not be counted as votes."
    )


def _rank(size: str) -> int:
    return list(_SIZES)[::-1].index(size)


def _directions(
    study: Study, stream: str, outcomes: list[str], wanted: dict[str, set[str]], handbook: Handbook
) -> dict[str, Direction]:
    """The direction on each outcome that the study has a result on, in one stream."""
    if (
        not is_compared(study, handbook)
        or stream not in wanted.get("stream", {stream})
        or study.type not in wanted.get("study-type", {study.type})
    ):
        return {}
    results = [
        result
        for result in study.results
        if result.direction != Unknown.NOT_APPLICABLE and stream_of(study, result, handbook) == stream
        if not wanted.get("population", {""}).isdisjoint({*(result.population or study.population), ""})
    ]
    held = {word: [r for r in results if r.outcome == word] for word in outcomes}
    return {word: _direction(study, own, stream, handbook) for word, own in held.items() if own}


def _direction(study: Study, results: list[Result], stream: str, handbook: Handbook) -> Direction:
    """That of the headline results; mixed where these point different ways."""
    main = [result for result in results if result.headline] or results
    found = {result.direction for result in main}
    known = handbook.vocabulary.directions[found.pop() if len(found) == 1 else "mixed"]
    outcome = handbook.vocabulary.outcomes.get(main[0].outcome)
    better = outcome.better if outcome else None
    substance = substance_of([study], handbook.vocabulary)
    return Direction(known.symbol, known.words_for(stream, better, substance))


def _row(
    study: Study, directions: dict[str, Direction], stream: str, outcomes: list[str], handbook: Handbook
) -> Row:
    vocabulary = handbook.vocabulary
    entry = handbook.entry_by_key.get(study.id)
    known = vocabulary.streams[stream]
    types = [r.type for r in study.results if r.type and stream_of(study, r, handbook) == stream]
    own = vocabulary.study_types.get(study.type)
    kind = types[0] if types and own and own.stream not in {None, stream} else study.type
    total = study.n_total.value if study.n_total and study.n_total.known else None
    size = "small" if total is None or total < _MIDDLE else "middle" if total <= _LARGE else "large"
    return Row(
        study=study.id,
        name=entry.short if entry else study.id,
        stream=known.label,
        css=known.css,
        symbol=known.symbol,
        kind=vocabulary.label("study-type", kind),
        number="number unknown" if total is None else f"n = {total:.0f}",
        size=size,
        cells=tuple(directions.get(word) for word in outcomes),
    )


def _alternative(drawing: Directions | None) -> str:
    if drawing is None:
        return ""
    sentences = []
    for row in drawing.rows:
        seen = [
            f"{outcome}: {in_sentence(cell.word)}"
            for outcome, cell in zip(drawing.outcomes, row.cells, strict=True)
            if cell
        ]
        sentences.append(f"{row.name}, {in_sentence(row.kind)}, {row.number}: {'; '.join(seen)}.")
    return " ".join(sentences)


def _table(drawing: Directions | None, handbook: Handbook) -> Table:
    """A row for each study: what it found on each outcome, and where it has no result."""
    rows: list[tuple[tuple[Line, ...], ...]] = []
    for row in drawing.rows if drawing else ():
        seen, unseen = _split(drawing.outcomes, row) if drawing else ([], [])
        found = tuple((Symbol(cell.symbol), f"{cell.word}: {in_sentence(outcome)}") for outcome, cell in seen)
        missing: Line = (Unseen(_GAP), f": {', '.join(map(in_sentence, unseen))}") if unseen else ()
        rows.append(
            (
                (joined((study_link(row.study, handbook),)),),
                ((row.kind,),),
                ((row.number,),),
                (*found, missing),
            )
        )
    head: tuple[Line, ...] = (
        ("Study",),
        ("Study design",),
        ("People or animals",),
        ("Direction by outcome",),
    )
    return Table("picture-data", "", head, tuple(rows), "No study has a result.")


def _split(outcomes: tuple[str, ...], row: Row) -> tuple[list[tuple[str, Direction]], list[str]]:
    """The outcomes with a direction, and those without."""
    pairs = list(zip(outcomes, row.cells, strict=True))
    return [(o, cell) for o, cell in pairs if cell], [o for o, cell in pairs if cell is None]


# -- drawing


def _stream_heading(canvas: Canvas, y: float, row: Row) -> float:
    canvas.symbol(row.symbol, 0, y + 9, 15, ink=hue(row.css))
    canvas.text(21, y + 21, row.stream, bold=True, ink=hue(row.css))
    canvas.line([(0, y + 29), (canvas.width, y + 29)], "edge")
    return y + 33


def _draw_matrix(canvas: Canvas, data: Directions) -> float:
    column = (canvas.width - _NAMES) / len(data.outcomes)
    starts = [_NAMES + column * place for place in range(len(data.outcomes))]
    heads = [canvas.wrap(title, column - 8, SMALL, bold=True) for title in data.outcomes]
    y = 0.0
    for x, lines in zip(starts, heads, strict=True):
        for place, words in enumerate(lines):
            canvas.text(x, 13 + 15 * place, words, size=SMALL, bold=True)
        y = max(y, 13.0 + 15 * len(lines))
    stream = ""
    for row in data.rows:
        if row.stream != stream:
            y, stream = _stream_heading(canvas, y, row), row.stream
        top = y + 3
        below = canvas.paragraph(0, top, row.name, _NAMES - 8)
        below = canvas.paragraph(0, below, f"{row.kind}, {row.number}", _NAMES - 8, size=SMALL, ink="ink-2")
        for x, cell in zip(starts, row.cells, strict=True):
            below = max(below, _draw_cell(canvas, (x, top, column - 8), cell, _SIZES[row.size]))
        y = below + 5
        canvas.line([(0, y), (canvas.width, y)], "rule")
    return y + 2


def _draw_cell(
    canvas: Canvas, place: tuple[float, float, float], cell: Direction | None, size: float
) -> float:
    """A symbol over its word, at left, top and width; the lower edge is returned."""
    x, top, room = place
    if cell is None:
        return canvas.paragraph(x, top, _GAP, room, size=SMALL, ink="ink-2", italic=True)
    canvas.symbol(cell.symbol, x, top + (20 - size) / 2, size, ink=_symbol_ink(cell))
    return canvas.paragraph(x, top + 20, cell.word, room, size=SMALL)


def _symbol_ink(cell: Direction) -> str:
    """Harm alone takes the colour of care."""
    return "care" if cell.symbol == "d-harm" else "ink"


def _draw_lists(canvas: Canvas, data: Directions) -> float:
    outcomes = f"{len(data.outcomes)} outcomes: {'; '.join(map(in_sentence, data.outcomes))}"
    y = canvas.paragraph(0, 0, outcomes, canvas.width, size=SMALL, ink="ink-2")
    stream = ""
    for row in data.rows:
        if row.stream != stream:
            y, stream = _stream_heading(canvas, y, row), row.stream
        y = canvas.paragraph(0, y + 3, row.name, canvas.width)
        y = canvas.paragraph(0, y, f"{row.kind}, {row.number}", canvas.width, size=SMALL, ink="ink-2")
        seen, unseen = _split(data.outcomes, row)
        for outcome, cell in seen:
            size = _SIZES[row.size]
            canvas.symbol(cell.symbol, (20 - size) / 2, y + 2 + (20 - size) / 2, size, ink=_symbol_ink(cell))
            y = canvas.paragraph(28, y + 3, f"{cell.word}: {in_sentence(outcome)}", canvas.width - 28) + 3
        if unseen:
            words = f"{_GAP}: {len(unseen)} of {len(data.outcomes)} outcomes"
            y = canvas.paragraph(28, y, words, canvas.width - 28, size=SMALL, ink="ink-2", italic=True)
        y += 6
        canvas.line([(0, y), (canvas.width, y)], "rule")
    return y + 2
