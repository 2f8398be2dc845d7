"""The food chart: an amount in each serving, against a day's need and the limits for supplements."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.analysis.printed_values import context_figure_text
from evidence.model import Unknown
from evidence.plots.canvas import SMALL, plain
from evidence.views.elements import Line, Picture, Table, Unseen
from evidence.views.phrases import study_link
from evidence.views.view_registry import view

if TYPE_CHECKING:
    from evidence.model import Figure, Handbook, Study
    from evidence.plots.canvas import Canvas

_LIMIT = (5, 3)
"""Strokes and gaps of the lines of limits."""

_LOW = "low"
"""The confidence in a figure that is drawn hollow."""


class Bar(NamedTuple):
    """An amount in a serving; from ``low`` to ``high`` where the source gives a range."""

    item: str
    serving: str
    low: float
    high: float
    shown: str
    sure: bool
    source: str


class Level(NamedTuple):
    """A daily amount that servings are set against."""

    value: float
    shown: str
    item: str
    source: str


class Foods(NamedTuple):
    """The servings, largest first, the daily need and the limits."""

    bars: tuple[Bar, ...]
    needs: tuple[Level, ...]
    limits: tuple[Level, ...]
    unit: str

    def draw(self, canvas: Canvas) -> float:
        """Bars on one axis with a band and lines."""
        return _draw(canvas, self)


@view
def food_chart(handbook: Handbook, *options: str) -> Picture:
    """The reference figures on an outcome, against daily amounts that are named as STUDY.FIGURE."""
    asked: dict[str, list[str]] = {"outcome": [], "need": [], "limit": []}
    for option in options:
        name, _, word = option.partition("=")
        asked[name].append(word)
    found = [
        (figure, study)
        for study in handbook.studies
        for figure in study.figures
        if figure.outcome in asked["outcome"]
    ]
    units = {figure.unit for figure, _ in found}
    unit = min(units, key=lambda word: (-sum(figure.unit == word for figure, _ in found), word), default="")
    bars = [bar for figure, study in found if figure.unit == unit and (bar := _bar(figure, study))]
    bars.sort(key=lambda bar: (-bar.high, bar.item, bar.source))
    needs, limits = (_levels(asked[name], handbook) for name in ("need", "limit"))
    drawing = Foods(tuple(bars), needs, limits, unit) if bars and needs and limits else None
    left = [(figure, study) for figure, study in found if figure.unit != unit or _bar(figure, study) is None]
    return Picture(
        kind="food-chart",
        title="Amount in a serving, against a day's need and the limits for supplements",
        caption=_caption(drawing, handbook),
        alternative=_alternative(drawing),
        drawing=drawing,
        table=_table(drawing, left, handbook),
        not_drawn=len(left),
    )


def _bar(figure: Figure, study: Study) -> Bar | None:
    if figure.value.known:
        low, high = 0.0, figure.value.value
    elif figure.low and figure.high and figure.low.known and figure.high.known:
        low, high = figure.low.value, figure.high.value
    else:
        return None
    serving = "" if figure.serving in {None, *Unknown} else figure.serving or ""
    shown = context_figure_text(figure).partition(" per ")[0]
    item = figure.item[:1].upper() + figure.item[1:]
    return Bar(item, serving, low, high, shown, figure.confidence != _LOW, study.id)


def _levels(references: list[str], handbook: Handbook) -> tuple[Level, ...]:
    """The daily amounts that are named, smallest first; what has no number is left to the rules."""
    levels = []
    for reference in references:
        study_id, _, name = reference.partition(".")
        study = handbook.study_by_id.get(study_id)
        figure = study.figure(name) if study else None
        if figure is not None and figure.value.known:
            levels.append(Level(figure.value.value, context_figure_text(figure), figure.item, study_id))
    return tuple(sorted(levels))


def _source(key: str, handbook: Handbook) -> str:
    entry = handbook.entry_by_key.get(key)
    return entry.short if entry else key


def _caption(drawing: Foods | None, handbook: Handbook) -> str:
    if drawing is None:
        return "There is no chart: the figures to draw are unknown."
    first, last = drawing.needs[0], drawing.needs[-1]
    limits = "; ".join(
        f"{level.shown}, {level.item} ({_source(level.source, handbook)})" for level in drawing.limits
    )
    sentences = [
        "Each bar is what one serving contains; servings differ in size.",
        f"The grey band runs from {first.shown} ({first.item}) to {last.shown} ({last.item}).",
        f"The broken lines are limits for supplements: {limits}.",
        "Hollow bars: we are not sure that the figure was copied correctly."
        if not all(bar.sure for bar in drawing.bars)
        else "",
        "A line with two ends: the source gives a range." if any(bar.low for bar in drawing.bars) else "",
        "The picture does not show how much is taken up, nor what it does in the body.",
    ]
    return " ".join(filter(None, sentences))


def _alternative(drawing: Foods | None) -> str:
    if drawing is None:
        return ""
    bars = "; ".join(f"{bar.item}{_per(bar)} {bar.shown}" for bar in drawing.bars)
    needs = "; ".join(f"{level.item} {level.shown}" for level in drawing.needs)
    limits = "; ".join(f"{level.item} {level.shown}" for level in drawing.limits)
    return f"Servings: {bars}. Daily need: {needs}. Limits for supplements: {limits}."


def _per(bar: Bar) -> str:
    return f", {bar.serving}" if bar.serving else ""


def _table(drawing: Foods | None, left: list[tuple[Figure, Study]], handbook: Handbook) -> Table:
    rows: list[tuple[tuple[Line, ...], ...]] = []

    def add(what: str, serving: str, amount: Line, drawn: str, source: str) -> None:
        link: Line = (study_link(source, handbook),)
        rows.append((((what,),), ((serving,),), (amount,), ((drawn,),), (link,)))

    for bar in drawing.bars if drawing else ():
        add(bar.item, bar.serving, (bar.shown,), "bar" if bar.sure else "hollow bar", bar.source)
    for level in drawing.needs if drawing else ():
        add(f"Needed: {level.item}", "a day", (level.shown,), "band", level.source)
    for level in drawing.limits if drawing else ():
        add(f"Limit: {level.item}", "a day", (level.shown,), "line", level.source)
    for figure, study in left:
        add(figure.item, figure.serving or "", (Unseen(context_figure_text(figure)),), "not drawn", study.id)
    head: tuple[Line, ...] = (("What",), ("Serving",), ("Amount",), ("Drawn as",), ("Source",))
    return Table("picture-data", "", head, tuple(rows), "No figure was seen.")


# -- drawing


def _draw(canvas: Canvas, data: Foods) -> float:
    names, numbers = (250.0, 64.0) if canvas.wide else (0.0, 0.0)
    left, right = names, canvas.width - numbers - (12 if canvas.wide else 20)
    highest = max(level.value for level in (*data.needs, *data.limits))
    ticks = [tick for tick in range(0, 2000, 100) if tick <= highest]
    limits = (0.0, max(highest, *(bar.high for bar in data.bars)) * 1.02)
    scale = (right - left) / limits[1]
    y = _draw_legend(canvas, data, left)
    top = y
    places: list[tuple[float, Bar]] = []
    for bar in data.bars:
        above = y
        words = ", ".join(filter(None, (bar.item, bar.serving)))
        if canvas.wide:
            y = canvas.paragraph(0, y + 3, words, names - 12, size=SMALL) + 3
            places.append(((above + y) / 2, bar))
            canvas.text(canvas.width, (above + y) / 2 + 4.5, bar.shown, anchor="right", size=SMALL)
        else:
            y = canvas.paragraph(0, y + 3, f"{words}: {bar.shown}", canvas.width, size=SMALL) + 16
            places.append((y - 9, bar))
    canvas.axis((left, right, top, y + 4), limits, ticks, unit=data.unit)
    bands = [(top, y + 4)] if canvas.wide else [(place - 8, place + 8) for place, _ in places]
    for above, below in bands:
        low, high = data.needs[0].value, data.needs[-1].value
        canvas.box(left + low * scale, above, ((high - low) * scale, below - above), "rule")
    for value in dict.fromkeys(level.value for level in data.limits):
        x = left + value * scale
        canvas.text(x, top - 6, plain(value), size=SMALL, anchor="center")
        for above, below in bands:
            canvas.line([(x, above), (x, below)], "ink", 1.5, _LIMIT)
    for place, bar in places:
        _draw_bar(canvas, left, scale, place, bar)
    return y + 28


def _draw_legend(canvas: Canvas, data: Foods, left: float) -> float:
    """What the band and the lines mean; the upper edge of the bars is returned."""
    needs = " to ".join(dict.fromkeys(plain(level.value) for level in (data.needs[0], data.needs[-1])))
    limits = " and ".join(dict.fromkeys(plain(level.value) for level in data.limits))
    canvas.box(left, 4, (20, 12), "rule")
    canvas.text(left + 27, 14, f"needed a day: {needs} {data.unit}", size=SMALL, ink="ink-2")
    canvas.line([(left, 28), (left + 20, 28)], "ink", 1.5, _LIMIT)
    canvas.text(left + 27, 32, f"supplement limits a day: {limits} {data.unit}", size=SMALL, ink="ink-2")
    return 62


def _draw_bar(canvas: Canvas, left: float, scale: float, y: float, bar: Bar) -> None:
    if bar.low:
        ends = left + bar.low * scale, left + bar.high * scale
        canvas.line([(ends[0], y), (ends[1], y)], "ink", 2)
        for x in ends:
            canvas.line([(x, y - 4), (x, y + 4)], "ink", 2)
    elif bar.sure:
        canvas.box(left, y - 5, (bar.high * scale, 10), "ctx")
    else:
        canvas.box(left, y - 4.5, (bar.high * scale, 9), "paper", "ctx")
