"""Sources: entries of the bibliography, and what was found about their retraction."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import shorten
from typing import TYPE_CHECKING

from evidence.model.values import Unknown
from evidence.problems import Location

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTICES = frozenset({"retracted", "corrected", "concern"})
"""States of a source on which its publisher gave notice."""


@dataclass(frozen=True, slots=True)
class RetractionStatus:
    """What the data on retractions say of a source: ``ok``, ``unknown``, or the gravest of its notices."""

    status: str
    notice: str = ""


@dataclass(frozen=True)
class SourceCheck:
    """What the data on retractions said of a source: its state, the notice, and the day they were asked.

    ``notice`` is a DOI or ``not-seen``; ``note`` says in our words what it means for the handbook.
    """

    key: str
    status: str
    at: Location
    lines: Mapping[str, int] = field(hash=False, compare=False)
    notice: str | None = None
    checked: str | None = None
    note: str | None = None

    @property
    def has_notice(self) -> bool:
        """Whether the source was retracted, corrected or called into doubt."""
        return self.status in NOTICES

    @property
    def notice_words(self) -> str:
        """Where the notice stands, in words."""
        return f"notice {self.notice}" if self.notice not in {None, Unknown.NOT_SEEN} else "notice not found"

    def line_of(self, name: str) -> Location:
        """Where a field stands."""
        return Location(self.at.path, self.lines.get(name, self.at.line))


SHORT_NAME = 36
"""Longest name, in characters, of a source without an author."""


@dataclass(frozen=True)
class BibliographyEntry:
    """An entry of references.bib. ``names`` are the last names of its authors, in order."""

    key: str
    kind: str
    names: tuple[str, ...]
    title: str
    year: str | None
    fields: Mapping[str, str]
    at: Location
    lines: Mapping[str, int]

    @property
    def short(self) -> str:
        """The name readers see: first author and year, or the start of the title where no author was seen."""
        name = self.names[0] if self.names else shorten(self.title.strip("[]"), SHORT_NAME, placeholder=" …")
        return f"{name} {self.year}" if self.year else f"{name} (year unknown)"

    def line_of(self, name: str) -> Location:
        """Where a field of the entry stands."""
        return Location(self.at.path, self.lines.get(name, self.at.line))
