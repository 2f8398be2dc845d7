"""The timeline: every study as a dot in its year, in the lane of its study type."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from evidence.plots.canvas import SMALL
from evidence.plots.comparable_effects import stream_of
from evidence.plots.palette import INKS, hue
from evidence.views.elements import Inline, Line, Picture, Table, Unseen
from evidence.views.filters import matches, study_facts, wanted_words
from evidence.views.phrases import joined, study_link
from evidence.views.view_registry import view
from evidence.vocabulary.words import in_sentence

if TYPE_CHECKING:
    from evidence.model import Handbook, Study
    from evidence.plots.canvas import Canvas

_NO_YEAR = "year unknown"
_UNDATED = 100.0
"""Width of the column for studies without a year, in px."""
_MARKS = {"trials": ("o", 1.0), "obs": ("s", 0.88), "lab": ("D", 0.84), "ctx": ("v", 1.15)}
"""The shape of a stream's dots, beside its colour, and its size beside a round one."""


class Lane(NamedTuple):
    """The studies of one type and stream: how many in which year, and how many without one."""

    stream: str
    css: str
    symbol: str
    kind: str
    years: tuple[tuple[int, int], ...]
    undated: int

    @property
    def total(self) -> int:
        """All studies of the lane."""
        return self.undated + sum(number for _, number in self.years)


class Timeline(NamedTuple):
    """The lanes, by stream and study type."""

    lanes: tuple[Lane, ...]

    def draw(self, canvas: Canvas) -> float:
        """Lanes below each other on one axis of years."""
        return _draw(canvas, self)


@view
def study_timeline(handbook: Handbook, *filters: str) -> Picture:
    """Studies by year, kind of evidence and study type; the filters narrow them."""
    wanted = wanted_words(filters)
    vocabulary = handbook.vocabulary
    held: dict[tuple[str, str], list[tuple[int | None, Study]]] = {}
    for study in handbook.studies:
        if matches(wanted, study_facts(study, handbook)):
            entry = handbook.entry_by_key.get(study.id)
            year = int(entry.year) if entry and entry.year and entry.year.isdigit() else None
            held.setdefault((stream_of(study, None, handbook), study.type), []).append((year, study))
    streams, types = vocabulary.ids("stream"), vocabulary.ids("study-type")
    ordered = sorted(held, key=lambda key: (streams.index(key[0]), types.index(key[1])))
    lanes = tuple(_lane(stream, kind, held[stream, kind], handbook) for stream, kind in ordered)
    drawing = Timeline(lanes) if any(lane.years for lane in lanes) else None
    return Picture(
        kind="study-timeline",
        title="Timeline: studies by year and study design",
        caption=_CAPTION if drawing else "No study with a year was found.",
        alternative=_alternative(lanes),
        drawing=drawing,
        table=_table(lanes, [held[key] for key in ordered], handbook),
    )


_CAPTION = (
    "Each dot is one study or source of this handbook, in its year of publication. Its shape shows the kind "
    "of evidence, and the number at the end of a row counts its dots. Studies without a known year are "
    "counted separately and not drawn. The plot shows what this handbook includes, not everything that was "
    "published: many dots in a year do not mean stronger evidence."
)


def _lane(stream: str, kind: str, held: list[tuple[int | None, Study]], handbook: Handbook) -> Lane:
    known = handbook.vocabulary.streams[stream]
    years = Counter(year for year, _ in held if year is not None)
    return Lane(
        stream=known.label,
        css=known.css,
        symbol=known.symbol,
        kind=handbook.vocabulary.label("study-type", kind),
        years=tuple(sorted(years.items())),
        undated=sum(year is None for year, _ in held),
    )


def _alternative(lanes: tuple[Lane, ...]) -> str:
    sentences = []
    for lane in lanes:
        years = ", ".join(f"{year}" if number == 1 else f"{year} ({number})" for year, number in lane.years)
        undated = f"{lane.undated} {_NO_YEAR}" if lane.undated else ""
        counted = "; ".join(filter(None, (years, undated)))
        sentences.append(f"{lane.stream}, {in_sentence(lane.kind)}, {lane.total}: {counted}.")
    return " ".join(sentences)


def _table(lanes: tuple[Lane, ...], held: list[list[tuple[int | None, Study]]], handbook: Handbook) -> Table:
    rows = []
    for lane, studies in zip(lanes, held, strict=True):
        dated = sorted((year, study.id) for year, study in studies if year is not None)
        undated = [study for year, study in studies if year is None]
        lines: list[Line] = []
        if dated:
            lines.append(joined(tuple(study_link(key, handbook) for _, key in dated)))
        if undated:
            unseen: list[Inline] = [Unseen(_NO_YEAR), ": "]
            lines.append((*unseen, *joined(tuple(study_link(study.id, handbook) for study in undated))))
        rows.append((((lane.kind,),), ((lane.stream,),), ((str(lane.total),),), tuple(lines)))
    head: tuple[Line, ...] = (
        ("Study design",),
        ("Kind of evidence",),
        ("Number",),
        ("Studies, oldest first",),
    )
    return Table("picture-data", "", head, tuple(rows), "No study matches.")


# -- drawing


def _draw(canvas: Canvas, data: Timeline) -> float:
    years = [year for lane in data.lanes for year, _ in lane.years]
    first, last = min(years) // 10 * 10, -(-(max(years) + 1) // 10) * 10
    names = 214.0 if canvas.wide else 0.0
    left, right = names + (6 if canvas.wide else 16), canvas.width - (_UNDATED + 40 if canvas.wide else 16)
    pitch = min((right - left) / (last - first), 9.0)
    size = max(pitch - 1.4, 3.4)
    y = 0.0
    if canvas.wide:
        canvas.text(canvas.width - _UNDATED, 14, "dots", size=SMALL, ink="ink-2", anchor="right")
        canvas.text(canvas.width, 14, _NO_YEAR, size=SMALL, ink="ink-2", anchor="right", italic=True)
    stream = ""
    top = y
    dots: list[tuple[Lane, float]] = []
    for lane in data.lanes:
        if lane.stream != stream:
            stream = lane.stream
            canvas.symbol(lane.symbol, 0, y + 11, 15, ink=hue(lane.css))
            canvas.text(21, y + 23, stream, bold=True, ink=hue(lane.css))
            y += 32
        y, base = _draw_lane_words(canvas, y, lane, pitch)
        dots.append((lane, base))
        canvas.line([(0, y), (canvas.width, y)], "rule")
    step = 10 if canvas.wide else 20
    ticks = [year for year in range(first, last + 1) if year % step == 0]
    axes = canvas.axis((left, right, top, y + 6), (first, last), ticks)
    for lane, base in dots:
        xs = [year + 0.5 for year, number in lane.years for _ in range(number)]
        ys = [base - pitch * place for _, number in lane.years for place in range(number)]
        mark, share = _MARKS[hue(lane.css)]
        axes.plot(
            xs, ys, mark, markersize=size * share, color=INKS[hue(lane.css)],
            markeredgewidth=0, clip_on=False,
        )  # fmt: skip
    return y + 28


def _draw_lane_words(canvas: Canvas, y: float, lane: Lane, pitch: float) -> tuple[float, float]:
    """The name of a lane and its numbers; its lower edge, and where the lowest dots stand, are returned."""
    stack = pitch * max((number for _, number in lane.years), default=0)
    dated = str(lane.total - lane.undated)
    if not canvas.wide:
        undated = f"; {_NO_YEAR}: {lane.undated}" if lane.undated else ""
        y = canvas.paragraph(0, y + 4, f"{lane.kind}: {dated}{undated}", canvas.width) + stack + 8
        return y, y - 4 - pitch / 2
    lines = canvas.wrap(lane.kind, 206)
    height = max(stack + 10, 17.0 * len(lines) + 6)
    for place, words in enumerate(lines):
        canvas.text(0, y + height - 7 - 17 * (len(lines) - 1 - place), words)
    canvas.text(canvas.width - _UNDATED, y + height - 7, dated, anchor="right")
    canvas.text(canvas.width, y + height - 7, str(lane.undated), anchor="right", ink="ink-2")
    return y + height, y + height - 5 - pitch / 2
