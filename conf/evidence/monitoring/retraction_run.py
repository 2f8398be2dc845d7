"""One run over all sources: what was asked is kept at once, so that a run that stops goes on there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.files.records.retractions import checked_source
from evidence.web.client import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evidence.model import BibliographyEntry, RetractionStatus, SourceCheck

_IN_A_ROW = 5
"""Failures after which a service is taken to be down."""


@dataclass(slots=True)
class Run:
    """What came of a run. ``failed``: source and reason."""

    asked: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    gave_up: bool = False


def ask_about_all(
    entries: Iterable[BibliographyEntry],
    checks: dict[str, SourceCheck],
    ask: Callable[[BibliographyEntry], RetractionStatus | None],
    keep: Callable[[], None],
    today: str,
) -> Run:
    """Ask about each source; ``ask`` returns None for one that cannot be asked about.

    ``checks`` is brought up to date, and ``keep`` called, after each answer. A source that cannot be
    asked about stays as it was. After five failures in a row the rest is left for another time.
    """
    run, in_a_row = Run(), 0
    for entry in sorted(entries, key=lambda e: e.key):
        before = checks.get(entry.key)
        try:
            found = ask(entry)
        except ServiceError as error:
            run.failed.append((entry.key, str(error)))
            in_a_row += 1
            if in_a_row == _IN_A_ROW:
                run.gave_up = True
                break
            continue
        in_a_row = 0
        if found is None:
            continue
        run.asked += 1
        checks[entry.key] = checked_source(before, entry.key, found, today)
        keep()
    return run
