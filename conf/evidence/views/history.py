"""The history of changes to the evidence, as it was recorded."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from evidence.model.changes import SUBJECTS, Kind
from evidence.text.dates import date_words
from evidence.views.elements import History, HistoryPart, Line, Link, Strong, View
from evidence.views.registry import view

if TYPE_CHECKING:
    from evidence.model import ChangeEntry, Handbook, RecordedChange

_LINKED = frozenset({"claim", "study", "caveat", "card", "finding"})


@view
def change_history(handbook: Handbook) -> View:
    """Every entry, the newest first."""
    seen: dict[str, int] = {}
    parts = []
    for entry in handbook.history:
        seen[entry.date] = number = seen.get(entry.date, 0) + 1
        anchor = f"changes-{entry.date}" + (f"-{number}" if number > 1 else "")
        parts.append(_part(entry, anchor))
    return History(tuple(reversed(parts)))


def _part(entry: ChangeEntry, anchor: str) -> HistoryPart:
    counts = ", ".join(f"{number} {name}" for name, number in entry.counts.items())
    weakened = sum(change.weakens for change in entry.changes)
    lines = [f"The evidence then: {counts}."]
    if entry.changes:
        number = len(entry.changes)
        safeguards = f"safeguards weakened: {weakened}" if weakened else "no safeguard was weakened"
        lines.append(f"{number} change{'' if number == 1 else 's'} in the evidence; {safeguards}.")
    groups = tuple(
        (Kind(kind).heading, tuple(map(_line, changes)))
        for kind, changes in groupby(entry.changes, key=lambda change: change.kind)
    )
    return HistoryPart(anchor, f"{date_words(entry.date)}: {entry.title}", tuple(lines), groups)


def _line(change: RecordedChange) -> Line:
    about = f"{SUBJECTS[change.about]} {change.id}"
    target = Link(change.about, change.id, about) if change.about in _LINKED else about
    texts = ((" Before: ", change.before), (" After: ", change.after))
    what = f": {change.what}" + "".join(f"{when}{text}." for when, text in texts if text)
    mark: Line = (Strong("Safeguard weakened."), " ") if change.weakens else ()
    return (*mark, target, what)
