"""Records beside the evidence: who reviewed which claim, and what changed in the evidence when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.problems import Location

CLINICIAN = "clinician"
ROLES = (CLINICIAN, "other")
"""In what role somebody reviewed a claim. Only a clinician's review is told as one."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The state of a claim as short fingerprints: its words, its tags and its studies.

    Places, line breaks and names are no part of it.
    """

    text: str
    tags: str
    certainty: str
    studies: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed a claim, in what role, on which day (2026-11-23), and the state that was reviewed."""

    claim: str
    by: str
    role: str
    date: str
    stamp: Stamp
    at: Location


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """The record of reviews: one review for each claim at most."""

    reviews: tuple[Review, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A change as it was recorded: its kind, what it is about, and what was said of it."""

    kind: str
    about: str
    id: str
    what: str
    weakens: bool
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What changed in the evidence up to a day; the first entry counts what there was."""

    date: str
    title: str
    counts: Mapping[str, int]
    changes: tuple[RecordedChange, ...]
    at: Location = field(compare=False)
