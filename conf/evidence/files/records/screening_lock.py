"""Writing records/searches.yaml, records/screening.yaml and records/trials.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.files.records.screening import WITH_RESULTS, WITHOUT_RESULTS
from evidence.files.records.writer import write_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from evidence.model import AwaitedTrial, ScreenedRecord, Search


def write_searches(path: Path, searches: Iterable[Search]) -> None:
    """Write the searches with the day and the hits of their last run."""
    write_record(
        path,
        {
            search.id: {
                "query": search.query,
                "since": search.since,
                "run": search.run or "not-yet",
                "hits": "not-seen" if search.hits is None else search.hits,
            }
            for search in searches
        },
    )


def write_screening(path: Path, screened: Iterable[ScreenedRecord]) -> None:
    """Write the records, those not yet looked at first, the newest of them on top."""
    order = sorted(screened, key=lambda r: (r.decision != "new", _backwards(r.found), r.pmid))
    write_record(
        path,
        {
            record.pmid: {
                "decision": record.decision,
                "title": record.title,
                **{
                    name: value
                    for name in ("journal", "year", "type", "doi")
                    if (value := getattr(record, name))
                },
                "found": record.found,
                "by": list(record.by),
            }
            for record in order
        },
    )


def _backwards(day: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in day.split("-"))


def write_trials(path: Path, trials: Iterable[AwaitedTrial]) -> None:
    """Write what the registry said of each trial that the handbook waits for."""
    write_record(
        path,
        {
            trial.number: {
                "study": trial.study,
                "status": trial.status,
                "results": WITH_RESULTS if trial.has_results else WITHOUT_RESULTS,
                "checked": trial.checked,
            }
            for trial in sorted(trials, key=lambda trial: trial.number)
        },
    )
