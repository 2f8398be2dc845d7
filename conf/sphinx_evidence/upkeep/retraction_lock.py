"""Writing records/retractions.yaml: one source after the other, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..export import write_whole
from ..model import Location, SourceCheck, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .retractions import Finding


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
    """Write the file anew; the comment at its head stays."""
    import yaml

    head = []
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                break
            head.append(line)
    entries = {
        key: {
            name: value
            for name in ("status", "notice", "checked", "note")
            if (value := getattr(checks[key], name)) is not None
        }
        for key in sorted(checks)
    }
    body = yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=110) if entries else "{}\n"
    # A day in quotes would be as good, but people write it without.
    for check in checks.values():
        body = body.replace(f"checked: '{check.checked}'", f"checked: {check.checked}")
    path.parent.mkdir(exist_ok=True)
    write_whole(path, "\n".join([*head, body]) if head else body)
