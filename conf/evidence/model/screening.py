"""Stored searches, the records that they found, and trials that the handbook waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence.problems import Location


PUBMED = "PubMed"


@dataclass(frozen=True, slots=True)
class Search:
    """A stored search. ``id`` is that of an evidence card.

    Records since the day ``since`` are asked for; ``run`` is the day of the last run, None before
    the first, and ``hits`` how many records were there then. ``where`` is what was searched: PubMed, or
    something that only a person can search.
    """

    id: str
    query: str
    since: str
    at: Location
    run: str | None = None
    hits: int | None = None
    where: str = PUBMED


@dataclass(frozen=True, slots=True)
class ScreenedRecord:
    """A record that a search found, and what a person decided about it.

    ``pmid`` is its PubMed number, ``found`` the day on which it was found, ``by`` the searches.
    Blank where PubMed did not say.
    """

    pmid: str
    decision: str
    title: str
    found: str
    by: tuple[str, ...]
    at: Location
    journal: str = ""
    year: str = ""
    type: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True)
class AwaitedTrial:
    """What the registry said on a day of a trial that the handbook knows by its plan only.

    ``number`` is that of the registry, ``study`` the id here, ``status`` in the registry's words.
    """

    number: str
    study: str
    status: str
    has_results: bool
    checked: str
    at: Location
