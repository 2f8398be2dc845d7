"""The forest plot: comparable effects on an outcome, one row each, never pooled."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from evidence.model import Unknown
from evidence.plots.canvas import SMALL, interval_style, shares
from evidence.plots.comparable_effects import NO_EFFECT, Estimate, Group, groups_of, is_clear
from evidence.plots.palette import hue
from evidence.views.elements import Line, Picture, Table, Unseen
from evidence.views.filters import wanted_words
from evidence.views.phrases import study_link
from evidence.views.view_registry import view
from evidence.vocabulary.words import in_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from evidence.model import Handbook
    from evidence.plots.canvas import Canvas

_POINT = 4.5
_FIGURES = 536.0
"""Where the column of figures begins, in px, on a wide canvas."""
_CAP = 3.5
_DIRECTION_ONLY = "Direction only: the effect is not in what we read"
_MOST_TICKS = 5
_LOG_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)


class Panel(NamedTuple):
    """Estimates under a heading, on an axis that holds them and ``others`` on other canvases."""

    heading: str
    group: Group
    others: tuple[Estimate, ...] = ()


class Forest(NamedTuple):
    """The rows of a forest plot, by axis, and the results without a known figure."""

    groups: tuple[Panel, ...]
    unseen: tuple[Estimate, ...]
    substance: str

    def draw(self, canvas: Canvas) -> float:
        """Each group with its own axis, then the effects that are unknown, as words."""
        y = 0.0
        for panel in self.groups:
            y = _draw_group(canvas, y, panel, self.substance)
        if self.unseen:
            y = canvas.paragraph(0, y + 4, _DIRECTION_ONLY, canvas.width, bold=True) + 4
            for estimate in self.unseen:
                y = _draw_words(canvas, y, estimate, turned=False) + 6
        return y + 2

    def divided(self, number: int) -> list[Forest]:
        """Some of the rows each; an axis is as long as for all of its estimates."""
        rows: list[tuple[Panel | None, Estimate]] = [
            (panel, estimate) for panel in self.groups for estimate in panel.group.estimates
        ]
        rows += [(None, estimate) for estimate in self.unseen]
        return [self._of(part) for part in shares(rows, number)]

    def _of(self, rows: Sequence[tuple[Panel | None, Estimate]]) -> Forest:
        panels = []
        for panel in self.groups:
            own = tuple(estimate for around, estimate in rows if around is panel)
            if own:
                others = tuple(e for e in panel.group.estimates if e not in own)
                panels.append(Panel(panel.heading, panel.group._replace(estimates=own), others))
        unseen = tuple(estimate for around, estimate in rows if around is None)
        return Forest(tuple(panels), unseen, self.substance)


@view
def forest_plot(handbook: Handbook, *filters: str) -> Picture:
    """Comparable effects on each outcome that is named; the filters narrow the studies."""
    wanted = wanted_words(filters)
    vocabulary = handbook.vocabulary
    outcomes = [word for word in vocabulary.ids("outcome") if word in wanted.get("outcome", ())]
    groups: list[Panel] = []
    left: list[Estimate] = []
    for outcome in outcomes:
        label = vocabulary.label("outcome", outcome)
        drawn, others = groups_of(handbook, outcome, wanted)
        groups += [Panel(f"{label}: {group.measure}", group) for group in drawn]
        left += [other._replace(what=_with_outcome(other, in_sentence(label), outcomes)) for other in others]
    labels = " and ".join(in_sentence(vocabulary.label("outcome", word)) for word in outcomes)
    left.sort(key=lambda estimate: estimate.shown != Unknown.NOT_SEEN.words)  # drawn as words, so first
    unseen = tuple(e for e in left if e.shown == Unknown.NOT_SEEN.words)
    drawing = Forest(tuple(groups), unseen, vocabulary.substance) if groups else None
    return Picture(
        kind="forest-plot",
        title=f"Forest plot: {labels}",
        caption=_caption(drawing, labels, left),
        alternative=_alternative(drawing, left),
        drawing=drawing,
        table=_table(groups, left, handbook),
        not_drawn=len(left) - len(unseen),
    )


def _with_outcome(estimate: Estimate, label: str, outcomes: list[str]) -> str:
    if len(outcomes) == 1:
        return estimate.what
    return ", ".join(filter(None, (label, estimate.what)))


def _caption(drawing: Forest | None, labels: str, left: list[Estimate]) -> str:
    if drawing is None:
        return (
            f"There is no plot of {labels}: fewer than two effects share a measure and a unit. "
            "The table lists them."
        )
    estimates = [e for panel in drawing.groups for e in panel.group.estimates]
    hollow = any(
        not is_clear(e, ratio=panel.group.ratio) for panel in drawing.groups for e in panel.group.estimates
    )
    several = len(drawing.groups) > 1
    apart = ". Each measure has its own axis, because one cannot be read as another." if several else "."
    sentences = [
        (
            "Each row is one result. The point is the estimate and the line its 95% CI (confidence "
            "interval): the wider the line, the less certain the estimate."
        ),
        (
            f"Left of the vertical line means less of the outcome with more {drawing.substance}; right of it "
            "means more."
        ),
        "Hollow points: the interval includes no difference." if hollow else "",
        "Crosses: the interval was not in what we read." if any(e.low is None for e in estimates) else "",
        "Where a source compared less with more, we inverted its figures."
        if any(e.turned for e in estimates)
        else "",
        f"Results are not pooled, because amounts, people and methods differ{apart}",
        _left_in_words(left),
        "The plot does not show study quality, or whether an association is causal.",
    ]
    return " ".join(filter(None, sentences))


def _left_in_words(left: list[Estimate]) -> str:
    """How many results are not drawn, and in which direction they point."""
    if not left:
        return ""
    counts = Counter(in_sentence(estimate.direction) for estimate in left)
    directions = ", ".join(f"{number} {words}" for words, number in counts.most_common())
    number = f"{len(left)} result{'' if len(left) == 1 else 's'}"
    return f"Not on these axes: {number} ({directions}). The table gives the reasons."


def _alternative(drawing: Forest | None, left: list[Estimate]) -> str:
    if drawing is None:
        return ""
    sentences = []
    for heading, group, _ in drawing.groups:
        rows = "; ".join(
            f"{e.name} ({in_sentence(e.kind)}{', ' + e.what if e.what else ''}) {e.shown}"
            for e in group.estimates
        )
        sentences.append(f"{heading}, {len(group.estimates)} estimates: {rows}.")
    if left:
        rows = "; ".join(f"{e.name} {e.shown}, {in_sentence(e.direction)}, {e.why_not}" for e in left)
        sentences.append(f"Not drawn: {rows}.")
    return " ".join(sentences)


def _table(groups: list[Panel], left: list[Estimate], handbook: Handbook) -> Table:
    head: tuple[Line, ...] = (
        ("Study",),
        ("What was compared",),
        ("As drawn",),
        ("As printed by the source",),
    )
    rows = [
        _cells(estimate, f"{heading}. ", _shown(estimate), handbook)
        for heading, group, _ in groups
        for estimate in group.estimates
    ]
    rows += [_cells(e, "", (f"not drawn: {e.why_not}",), handbook) for e in left]
    return Table("picture-data", "", head, tuple(rows), "No study has an effect.")


def _shown(estimate: Estimate) -> Line:
    return (estimate.shown, " (inverted by us)") if estimate.turned else (estimate.shown,)


def _cells(estimate: Estimate, before: str, shown: Line, handbook: Handbook) -> tuple[tuple[Line, ...], ...]:
    what = f"{before}{estimate.kind}{': ' + estimate.what if estimate.what else ''}"
    printed = Unseen(estimate.printed) if estimate.printed == Unknown.NOT_SEEN.words else estimate.printed
    return ((study_link(estimate.study, handbook),),), ((what,),), (shown,), ((printed,),)


# -- drawing


def _draw_group(canvas: Canvas, y: float, panel: Panel, substance: str) -> float:
    heading, group, others = panel
    y = canvas.paragraph(0, y + 4, heading, canvas.width, bold=True) + 6
    left, right = _columns(canvas)
    top = y
    places: list[tuple[float, Estimate]] = []
    for estimate in group.estimates:
        above = y
        y = _draw_words(canvas, y, estimate, turned=estimate.turned)
        if canvas.wide:
            places.append(((above + y) / 2, estimate))
        else:
            y += 18
            places.append((y - 8, estimate))
        y += 8
        canvas.line([(0, y - 3), (canvas.width, y - 3)], "rule")
    limits, ticks = _scale(group._replace(estimates=(*group.estimates, *others)))
    axes = canvas.axis((left, right, top, y + 4), limits, ticks, log=group.ratio, unit=group.unit)
    nothing = NO_EFFECT["ratio" if group.ratio else "difference"]
    bands = [(top, y + 4)] if canvas.wide else [(place - 9, place + 9) for place, _ in places]
    for above, below in bands:
        axes.vlines(nothing, above, below, colors=_ink("edge"), linewidth=1, clip_on=False)
    for place, estimate in places:
        _draw_estimate(axes, place, estimate, clear=is_clear(estimate, ratio=group.ratio))
    y += 34
    canvas.text(left, y, "less", size=SMALL, ink="ink-2")
    canvas.text(right, y, "more", size=SMALL, ink="ink-2", anchor="right")
    with_more = f"with more {substance}"
    canvas.text((left + right) / 2, y, with_more, size=SMALL, ink="ink-2", anchor="center")
    return y + 14


def _ink(name: str) -> str:
    from evidence.plots.palette import INKS

    return INKS[name]


def _columns(canvas: Canvas) -> tuple[float, float]:
    """Where the axes begin and end."""
    return (274, _FIGURES - 18) if canvas.wide else (12, canvas.width - 12)


def _draw_words(canvas: Canvas, y: float, estimate: Estimate, *, turned: bool) -> float:
    """The name of a row, what it compares and its figures; the lower edge is returned."""
    canvas.symbol(estimate.symbol, 0, y + 2, 14, ink=hue(estimate.css))
    width = 238.0 if canvas.wide else canvas.width - 20
    note = ", ".join(filter(None, (estimate.kind, estimate.what)))
    end = canvas.paragraph(20, y, estimate.name, width)
    end = canvas.paragraph(20, end, note, width, size=SMALL, ink="ink-2")
    unseen = estimate.shown == Unknown.NOT_SEEN.words
    x, room, below = (_FIGURES, canvas.width - _FIGURES, y) if canvas.wide else (20.0, width, end)
    shown = estimate.direction if unseen else estimate.shown
    below = canvas.paragraph(x, below, shown, room, italic=unseen, ink="ink-2" if unseen else "ink")
    if turned:
        below = canvas.paragraph(x, below, "inverted by us", room, size=SMALL, ink="ink-2")
    return max(end, below)


def _draw_estimate(axes: Axes, y: float, estimate: Estimate, *, clear: bool) -> None:
    """A point with its interval; hollow where the interval includes no effect, a cross without one."""
    assert estimate.value is not None  # noqa: S101  (groups hold drawn estimates alone)
    name = hue(estimate.css)
    ink = _ink(name)
    if estimate.low is None or estimate.high is None:
        axes.plot(estimate.value, y, "x", color=ink, markersize=9, markeredgewidth=2, clip_on=False)
        return
    style = interval_style(name)
    axes.plot([estimate.low, estimate.high], [y, y], **style)
    for end in (estimate.low, estimate.high):
        axes.plot([end, end], [y - _CAP, y + _CAP], color=ink, linewidth=2, clip_on=False)
    axes.plot(
        estimate.value, y, "o", markersize=2 * _POINT, markeredgewidth=2, markeredgecolor=ink,
        markerfacecolor=ink if clear else _ink("paper"), clip_on=False,
    )  # fmt: skip


def _log_ticks(low: float, high: float) -> list[float]:
    """The steps between two limits, so few that their labels do not touch on a phone."""
    steps = [step for step in _LOG_STEPS if low <= step <= high]
    for kept in ("15", "1"):
        if len(steps) > _MOST_TICKS:
            steps = [step for step in steps if f"{step:e}"[0] in kept]
    return steps


def _scale(group: Group) -> tuple[tuple[float, float], list[float]]:
    """The limits of an axis, at round numbers around all that is drawn and no effect, and its ticks."""
    values = [v for e in group.estimates for v in (e.value, e.low, e.high) if v is not None]
    if group.ratio:
        low = max(step for step in _LOG_STEPS if step <= min(*values, 0.999) or step == _LOG_STEPS[0])
        high = min(step for step in _LOG_STEPS if step >= max(*values, 1.001) or step == _LOG_STEPS[-1])
        return (low, high), _log_ticks(low, high)
    from matplotlib.ticker import MaxNLocator

    ticks = [
        float(tick)
        for tick in MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(min(*values, 0), max(*values, 0))
    ]
    ticks = [0.0 if math.isclose(tick, 0, abs_tol=1e-9) else tick for tick in ticks]
    return (ticks[0], ticks[-1]), ticks
