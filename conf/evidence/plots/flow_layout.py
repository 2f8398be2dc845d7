"""Boxes and labelled arrows: in columns where there is room, else below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.plots.canvas import SMALL
from evidence.plots.palette import DASHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.plots.canvas import Canvas

PAD = 7.0
"""Between the edge of a box and its words."""
_HEAD = 7.0
_TURN = 22.0
_APART = 4.0
"""Between the upright parts of arrows that leave or enter one box."""
_PORT = 18.0
_BETWEEN = 18.0
_EDGES = 40.0
"""What turns and heads of arrows take of the space between columns."""
_FEW = 3
"""Columns up to this number leave more room for labels."""


class Label(NamedTuple):
    """What one kind of evidence says on an arrow."""

    hue: str
    symbol: str
    kinds: str
    direction_symbol: str
    direction: str
    certainty_symbol: str
    certainty: str
    firm: bool


Step = tuple[str, str, int]
"""Name, words and layer of a box."""
LabelledArrow = tuple[str, str, tuple[Label, ...]]
"""The names of two boxes, and what stands on the arrow."""


def draw_diagram(canvas: Canvas, steps: Sequence[Step], arrows: Sequence[LabelledArrow]) -> float:
    """All boxes and arrows; the height is returned."""
    return _Columns(canvas, steps, arrows).draw() if canvas.wide else _draw_down(canvas, steps, arrows)


# -- downwards: each step, and under it where its arrows lead


def _draw_down(canvas: Canvas, steps: Sequence[Step], arrows: Sequence[LabelledArrow]) -> float:
    words = {name: text for name, text, _ in steps}
    y = 0.0
    for name, text, _ in sorted(steps, key=lambda step: step[2]):
        leaving = [arrow for arrow in arrows if arrow[0] == name]
        if not leaving:
            continue
        y = box(canvas, 0, y + 4, canvas.width, text)
        for _, end, labels in leaving:
            y = _leaf(canvas, y, words[end], labels, last=end == leaving[-1][1])
        y += 8
    return y


def _leaf(canvas: Canvas, y: float, target: str, labels: Sequence[Label], *, last: bool) -> float:
    """An arrow that leaves a box downwards: what is known of it, then the step it leads to."""
    start = y
    for label in labels:
        y = _label(canvas, 30, y + 4, label, canvas.width - 30)
    ink = labels[0].hue if labels else "edge"
    lines = canvas.wrap(target, canvas.width - 30 - 2 * PAD, bold=True)
    middle = y + 6 + PAD + 17 * len(lines) / 2
    path(canvas, [(12, start), (12, middle), (30, middle)], ink)
    y = box(canvas, 30, y + 6, canvas.width - 30, target)
    if not last:
        canvas.line([(12, middle), (12, y)], ink, 2, DASHES.get(ink, ()))
    return y


def box(canvas: Canvas, x: float, y: float, width: float, words: str) -> float:
    """A step in a box; ``y`` is its upper edge, the lower one is returned."""
    lines = canvas.wrap(words, width - 2 * PAD, bold=True)
    height = 17 * len(lines) + 2 * PAD
    canvas.box(x, y, (width, height), "paper", "edge")
    for place, line in enumerate(lines):
        canvas.text(x + PAD, y + PAD + 13 + 17 * place, line, bold=True)
    return y + height


def _label(canvas: Canvas, x: float, y: float, label: Label, width: float) -> float:
    """Kind of evidence, direction and certainty in lines, each with its symbol before its word."""
    canvas.symbol(label.symbol, x, y + 2, 13, ink=label.hue)
    y = canvas.paragraph(x + 18, y, label.kinds, width - 18, size=SMALL, ink=label.hue)
    canvas.symbol(label.direction_symbol, x + 0.5, y + 2, 12, firm=label.firm)
    y = canvas.paragraph(x + 18, y, label.direction, width - 18, size=SMALL)
    if label.certainty_symbol:
        across = canvas.symbol(label.certainty_symbol, x, y + 4, 8, ink="ink-2") + 5
        if across + canvas.measure(label.certainty, SMALL) > width:
            return canvas.paragraph(x, y + 12, label.certainty, width, size=SMALL, ink="ink-2")
        return canvas.paragraph(x + across, y, label.certainty, width - across, size=SMALL, ink="ink-2")
    return canvas.paragraph(x, y, label.certainty, width, size=SMALL, ink="ink-2")


def _label_height(canvas: Canvas, label: Label, width: float) -> float:
    lines = len(canvas.wrap(label.kinds, width - 18, SMALL)) + len(
        canvas.wrap(label.direction, width - 18, SMALL)
    )
    narrow = bool(label.certainty_symbol) and canvas.measure(label.certainty, SMALL) + 39 > width
    rest = len(canvas.wrap(label.certainty, width, SMALL)) * SMALL * 1.3
    return lines * SMALL * 1.3 + rest + (12 if narrow else 0)


def path(canvas: Canvas, points: Sequence[tuple[float, float]], ink: str) -> None:
    """A line with a head at its end, in the pattern of its kind of evidence."""
    x, y = points[-1]
    canvas.line([*points[:-1], (x - _HEAD + 1, y)], ink, 2, DASHES.get(ink, ()))
    canvas.shape([(x, y), (x - _HEAD, y - 4), (x - _HEAD, y + 4)], ink)


# -- in columns


class _Box(NamedTuple):
    """A step, or the passage of an arrow through a column where it has none. Places are in px.

    ``ports`` are the heights at which arrows enter and leave.
    """

    layer: int
    words: tuple[str, ...]
    ins: tuple[float, ...]
    outs: tuple[float, ...]
    height: float

    def moved(self, down: float) -> _Box:
        """The same box further down."""
        return self._replace(ins=tuple(y + down for y in self.ins), outs=tuple(y + down for y in self.outs))


class _Leg(NamedTuple):
    """The part of an arrow from one column to the next. Its labels stand at the end that has more room."""

    start: str
    end: str
    labels: tuple[Label, ...]
    hue: str
    arrives: bool


class _Columns:
    """Boxes in columns by layer; each arrow has a place of its own at either end."""

    def __init__(self, canvas: Canvas, steps: Sequence[Step], arrows: Sequence[LabelledArrow]) -> None:
        """Cut the arrows into legs from column to column and share the width out."""
        self.canvas = canvas
        self.layers = {name: layer for name, _, layer in steps}
        self.words = {name: words for name, words, _ in steps}
        self.legs: list[_Leg] = []
        for number, (start, end, labels) in enumerate(arrows):
            ink = labels[0].hue if labels else "edge"
            here = start
            for layer in range(self.layers[start] + 1, self.layers[end]):
                through = f"{layer}, arrow {number}"
                self.layers[through] = layer
                self.legs.append(_Leg(here, through, (), ink, arrives=False))
                here = through
            self.legs.append(_Leg(here, end, labels, ink, arrives=True))
        columns = max(self.layers.values()) + 1
        self.gap = 200.0 if columns <= _FEW else 126.0
        self.box = (canvas.width - self.gap * (columns - 1)) / columns

    def draw(self) -> float:
        """Columns of boxes, each spread over the height of the highest, then the arrows."""
        boxes = {name: self._box(name) for name in self.layers}
        columns: dict[int, list[str]] = {}
        for name, layer in self.layers.items():
            columns.setdefault(layer, []).append(name)
        total = max(sum(boxes[name].height + _BETWEEN for name in names) for names in columns.values())
        for names in columns.values():
            spare = (total - sum(boxes[name].height for name in names)) / len(names)
            y = spare / 2
            for name in names:
                boxes[name] = boxes[name].moved(y)
                y += boxes[name].height + spare
        for name, box in boxes.items():
            if name in self.words:
                self._draw_box(box)
        for leg in self.legs:
            self._draw_leg(leg, boxes)
        return total + 4

    def _ends(self, name: str) -> tuple[list[_Leg], list[_Leg]]:
        return [leg for leg in self.legs if leg.end == name], [leg for leg in self.legs if leg.start == name]

    def _labels_at_end(self, leg: _Leg) -> bool:
        return len(self._ends(leg.end)[0]) <= len(self._ends(leg.start)[1])

    def _room(self, leg: _Leg) -> float:
        """The height of a leg's labels, which stand above it."""
        return sum(_label_height(self.canvas, label, self.gap - _EDGES) + 5 for label in leg.labels) + 6

    def _box(self, name: str) -> _Box:
        """A box as high as its words, its ports and the labels above them need."""
        ins, outs = self._ends(name)
        words = tuple(self.canvas.wrap(self.words.get(name, ""), self.box - 2 * PAD, bold=True))
        least = 17 * len(words) + 2 * PAD
        rooms = [
            [self._room(leg) if self._labels_at_end(leg) else _PORT for leg in ins],
            [_PORT if self._labels_at_end(leg) else self._room(leg) for leg in outs],
        ]
        ports = []
        for side in rooms:
            places: list[float] = []
            y = 0.0
            for room in side:
                y += max(room, _PORT)
                places.append(y)
            ports.append(places)
        lowest = max((places[-1] for places in ports if places), default=0.0)
        for places in ports:
            spare = lowest - places[-1] if places else 0
            places[:] = [y + (spare if len(places) == 1 else spare / 2) for y in places]
        height = max(lowest + least / 2, least)
        return _Box(self.layers[name], words, tuple(ports[0]), tuple(ports[1]), height)

    def _draw_box(self, box: _Box) -> None:
        """The frame around the ports and the words, the words in its middle."""
        x = box.layer * (self.box + self.gap)
        ports = [*box.ins, *box.outs]
        middle = (min(ports) + max(ports)) / 2
        half = max(17 * len(box.words) / 2 + PAD, (max(ports) - min(ports)) / 2 + 10)
        self.canvas.box(x, middle - half, (self.box, 2 * half), "paper", "edge")
        y = middle - 17 * len(box.words) / 2
        for place, line in enumerate(box.words):
            self.canvas.text(x + PAD, y + 13 + 17 * place, line, bold=True)

    def _draw_leg(self, leg: _Leg, boxes: dict[str, _Box]) -> None:
        """From a port on its first box to a port on its second one, at right angles."""
        ins, outs = self._ends(leg.end)[0], self._ends(leg.start)[1]
        place = outs.index(leg)
        from_y, to_y = boxes[leg.start].outs[place], boxes[leg.end].ins[ins.index(leg)]
        left = self.layers[leg.start] * (self.box + self.gap) + self.box
        right = left + self.gap
        at_end = self._labels_at_end(leg)
        turn = left + _TURN - _aside(from_y, to_y, place, len(outs))
        if not at_end:
            turn = right - _HEAD - _TURN + _aside(to_y, from_y, ins.index(leg), len(ins))
        points = [(left, from_y), (turn, from_y), (turn, to_y), (right, to_y)]
        if abs(from_y - to_y) < 1:
            points = [points[0], points[-1]]
        if leg.arrives:
            path(self.canvas, points, leg.hue)
        else:
            self.canvas.line([*points, (right + self.box, to_y)], leg.hue, 2, DASHES.get(leg.hue, ()))
        line = to_y if at_end else from_y
        y = line - self._room(leg)
        for label in leg.labels:
            y = _label(self.canvas, left + _TURN + 5 if at_end else left + 5, y, label, self.gap - _EDGES) + 5


def _aside(near: float, far: float, place: int, number: int) -> float:
    """How far an arrow's upright part keeps from the labels, so that arrows of one box do not cross.

    Of the arrows that go up the highest turns first, of those that go down the lowest.
    """
    return min(_APART * (number - 1 - place if far < near else place), _TURN - 6)
