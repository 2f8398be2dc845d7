"""The order in which a comparison is told: groups of changes of one kind, weakened safeguards first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.diff.report import ChangeRecord, Comparison

NO_CHANGE = "No change in the evidence"
WEAKENED = "Weakened safeguards"
OTHER = "Other changes"
LOOK_FIRST = "Look at these first: readers are warned less, or told more, than before."


class Group(NamedTuple):
    """Changes of one kind, and why they matter."""

    heading: str
    why: str
    changes: tuple[ChangeRecord, ...]


class Part(NamedTuple):
    """The weakened safeguards, or all other changes."""

    title: str
    lead: str
    groups: tuple[Group, ...]


def outline(record: Comparison) -> Iterator[Part]:
    """The parts of a comparison that hold something."""
    for title, lead, weakens in ((WEAKENED, LOOK_FIRST, True), (OTHER, "", False)):
        chosen = [change for change in record.changes if change.weakens is weakens]
        groups = tuple(
            Group(heading, why, tuple(changes))
            for (heading, why), changes in groupby(chosen, key=lambda change: (change.heading, change.why))
        )
        if groups:
            yield Part(title, lead, groups)


def summary(record: Comparison) -> str:
    """How many changes there are, and what became of the numbers of objects."""
    if not record.changes:
        return f"{NO_CHANGE}."
    number = len(record.changes)
    weakened = f"{record.weakened} of them" if number > 1 else "it"
    verb = "weakens" if record.weakened == 1 or number == 1 else "weaken"
    safeguards = f"{weakened} {verb} a safeguard" if record.weakened else "none weakens a safeguard"
    moved = [
        f"{name} {record.old.counts[name]} → {record.new.counts[name]}"
        for name in record.new.counts
        if record.old.counts.get(name) != record.new.counts[name]
    ]
    numbers = f" {'; '.join(moved).capitalize()}." if moved else ""
    return f"{number} change{'' if number == 1 else 's'}; {safeguards}.{numbers}"
