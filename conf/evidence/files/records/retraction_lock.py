"""Writing records/retractions.yaml: one source after the other, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.files.records.writer import write_record
from evidence.model import Location, SourceCheck, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from evidence.monitoring.retractions import Finding


def with_finding(before: SourceCheck | None, key: str, found: Finding, day: str) -> SourceCheck:
    """The check of a source after it was asked about.

    Our own note on a notice stays while the notice is the same; for another notice it has to be
    written anew, and until then the checks ask for it.
    """
    has_notice = found.status not in {"ok", "unknown"}
    notice = (found.notice or Unknown.NOT_SEEN.value) if has_notice else None
    same = before is not None and (before.status, before.notice) == (found.status, notice)
    note = before.note if before and same else None
    at = before.at if before else Location("", 1)
    return SourceCheck(key, found.status, at, {}, notice, day, note)


def write_lock(path: Path, checks: Mapping[str, SourceCheck]) -> None:
    """Write the file anew, source by source."""
    write_record(
        path,
        {
            key: {
                name: value
                for name in ("status", "notice", "checked", "note")
                if (value := getattr(checks[key], name)) is not None
            }
            for key in sorted(checks)
        },
    )
