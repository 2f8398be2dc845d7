"""Which changes can be made at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .changes import Change
    from .pages import Pages

_WEIGHTY = frozenset(
    {"study-type", "studies", "contrary", "certainty", "direction", "outcome", "verdict", "signal"}
)
"""Options by which a finding is judged, and with it other claims."""


def touched(change: Change, pages: Pages) -> set[str]:
    """What a change may influence: changes with something in common are made one after the other."""
    things: set[str] = set()
    for edit in change.edits:
        kind, _, name = edit.place.partition(" ")
        things.add(name if kind == "new" else edit.place.replace("entry ", "study "))
        weighty = edit.delete or not _WEIGHTY.isdisjoint({*edit.options, *edit.drop})
        claims = list(pages.claims_naming(name)) if kind == "study" else [name] * (kind == "claim")
        for claim in claims:
            things.add(f"claim {claim}")
            around = pages.around(claim) if weighty or kind == "study" else None
            things |= {" ".join(("judged", *around))} if around else set()
        if kind == "finding" and weighty:
            things.add(f"judged {name}")
    return things


def batches(changes: Iterable[Change], pages: Pages) -> list[list[Change]]:
    """Groups of changes that do not touch one another, each as early as it can be."""
    groups: list[list[Change]] = []
    taken: list[set[str]] = []
    for change in changes:
        things = touched(change, pages)
        free = next((n for n, others in enumerate(taken) if others.isdisjoint(things)), len(groups))
        if free == len(groups):
            groups.append([])
            taken.append(set())
        groups[free].append(change)
        taken[free] |= things
    return groups
