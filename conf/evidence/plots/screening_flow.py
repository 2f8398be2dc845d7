"""The flow of records: from those that the stored searches found to the studies that were taken in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from evidence.files.records.screening import INCLUDED, KNOWN, NEW
from evidence.plots.canvas import SMALL
from evidence.text.dates import date_words
from evidence.views.elements import Picture, Table
from evidence.views.view_registry import view

if TYPE_CHECKING:
    from evidence.model import Handbook
    from evidence.plots.canvas import Canvas

_PAD = 7.0
"""Between the edge of a box and its words."""
_ARROW_HEAD = 7.0
_BETWEEN = 14.0
_INDENT = 30.0


class Aside(NamedTuple):
    """Records that leave the flow: why and how many, and of what kinds they are."""

    words: str
    kinds: tuple[str, ...] = ()


class Flow(NamedTuple):
    """What came, what left on the way, and what was taken in."""

    came: str
    asides: tuple[Aside, ...]
    taken: str

    def draw(self, canvas: Canvas) -> float:
        """The way down on the left; what leaves it stands beside it, on a phone below it and indented."""
        width = canvas.width * 0.4 if canvas.wide else canvas.width
        trunk = width / 2 if canvas.wide else _INDENT / 2
        left = width + _INDENT if canvas.wide else _INDENT
        begins = y = _box(canvas, 0, 0, width, self.came)
        for aside in self.asides:
            top = y + _BETWEEN
            y = self._aside(canvas, left, top, aside)
            _arrow(canvas, trunk, left, (top + y) / 2)
        end = y + _BETWEEN
        canvas.line([(trunk, begins), (trunk, end)], "edge", 2)
        return _box(canvas, 0, end, width, self.taken)

    @staticmethod
    def _aside(canvas: Canvas, left: float, top: float, aside: Aside) -> float:
        width = canvas.width - left - 2 * _PAD
        y = canvas.paragraph(left + _PAD, top + _PAD, aside.words, width)
        for kind in aside.kinds:
            y = canvas.paragraph(left + _PAD, y, kind, width, size=SMALL, ink="ink-2")
        canvas.box(left, top, (canvas.width - left, y + _PAD - top), None, "edge")
        return y + _PAD


def _box(canvas: Canvas, x: float, y: float, width: float, words: str) -> float:
    """Words in a box; ``y`` is its upper edge, the lower one is returned."""
    lines = canvas.wrap(words, width - 2 * _PAD, bold=True)
    height = 17 * len(lines) + 2 * _PAD
    canvas.box(x, y, (width, height), "paper", "edge")
    for number, line in enumerate(lines):
        canvas.text(x + _PAD, y + _PAD + 13 + 17 * number, line, bold=True)
    return y + height


def _arrow(canvas: Canvas, left: float, right: float, y: float) -> None:
    """An arrow to the right."""
    canvas.line([(left, y), (right - _ARROW_HEAD + 1, y)], "edge", 2)
    canvas.shape([(right, y), (right - _ARROW_HEAD, y - 4), (right - _ARROW_HEAD, y + 4)], "edge")


@view
def screening_flow(handbook: Handbook) -> Picture:
    """What became of the records, step by step; that no search has been run, where none has."""
    searches = handbook.searches
    days = [search.run for search in searches if search.run]
    title = "From search to study"
    head = (("What became of them",), ("Records",))
    if not days:
        caption = f"No search has been run yet; {_number(len(searches), 'search')} stored."
        return Picture("screening-flow", title, caption, "", None, Table("picture-data", "", head, ()))
    counts = Counter(record.decision for record in handbook.screened)
    reasons = [
        (label, counts[word])
        for word, label in _labels(handbook).items()
        if word not in {NEW, KNOWN, INCLUDED} and counts[word]
    ]
    since = date_words(min(search.since for search in searches))
    came = (f"Records that came to PubMed since {since}", len(handbook.screened))
    asides = [
        ("In the handbook already", counts[KNOWN]),
        ("Not yet looked at", counts[NEW]),
        ("Left out", sum(number for _, number in reasons)),
    ]
    taken = ("Taken in", counts[INCLUDED])
    kinds = tuple(f"{label}: {number}" for label, number in reasons)
    flow = Flow(
        _told(came),
        tuple(Aside(_told(step), kinds if step == asides[-1] else ()) for step in asides),
        _told(taken),
    )
    hits = sum(search.hits or 0 for search in searches)
    rows = [came, *asides, *((f"Left out, {label}", number) for label, number in reasons), taken]
    return Picture(
        kind="screening-flow",
        title=title,
        caption=(
            f"{len(days)} of {len(searches)} searches have been run, the last on {date_words(max(days))}. "
            f"PubMed held {hits} records for them; one that several searches find is counted for each. "
            "The picture shows those that are new since then, and what a person decided on each."
        ),
        alternative=" ".join(f"{words}." for words in (flow.came, *_aside_words(flow), flow.taken)),
        drawing=flow,
        table=Table(
            "picture-data", "", head, tuple((((words,),), ((str(number),),)) for words, number in rows)
        ),
    )


def _told(step: tuple[str, int]) -> str:
    return f"{step[0]}: {step[1]}"


def _aside_words(flow: Flow) -> list[str]:
    return [
        f"{aside.words} ({'; '.join(aside.kinds)})" if aside.kinds else aside.words for aside in flow.asides
    ]


def _labels(handbook: Handbook) -> dict[str, str]:
    vocabulary = handbook.vocabulary
    return {word: vocabulary.label("screening", word) for word in vocabulary.ids("screening")}


def _number(number: int, what: str) -> str:
    return f"1 {what} is" if number == 1 else f"{number} {what}es are"
