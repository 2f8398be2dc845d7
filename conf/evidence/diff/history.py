"""Appending a comparison to the record of changes, so that what stands there stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from evidence.files.records import RecordError
from evidence.files.records.changes import read_history
from evidence.text.files import write_atomically
from evidence.text.yaml_tree import YamlError, load_tree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from evidence.diff.report import ChangeRecord, Comparison

_HEAD = "# What changed in the evidence, the oldest first. Written by evidence diff --record.\n"
_WITH_TEXTS = frozenset({"study", "caveat", "card", "statement"})
"""What a change is about where both texts are kept; a statement's words stand only where its caveats do."""
_LONGEST = 300
"""The most characters of a text that are kept."""


def append_entry(path: Path, record: Comparison, date: str, title: str) -> None:
    """Add what changed as an entry of a day, with the numbers of objects after the change.

    Raises RecordError where there is nothing to add or the file cannot be added to, and OSError.
    """
    if not record.changes:
        raise RecordError("there is no change to record")
    changes = [_kept(change) for change in record.changes]
    _append(path, {"date": date, "title": title, "counts": record.new.counts, "changes": changes})


def begin_record(path: Path, counts: Mapping[str, int], date: str, title: str) -> None:
    """Write the first entry: what there was when the record began. Raises like :func:`append_entry`."""
    if path.exists() and _has_entries(path.read_bytes()):
        raise RecordError(f"{path}: the record has begun already; say what to compare with")
    _append(path, {"date": date, "title": title, "counts": dict(counts), "changes": []})


def _append(path: Path, entry: Mapping[str, Any]) -> None:
    """Add an entry at the end of the file."""
    raw = path.read_bytes() if path.exists() else b""
    entries, problems = read_history(raw, str(path)) if _has_entries(raw) else ([], [])
    if problems:
        raise RecordError(f"{problems[0]}")
    text = raw.decode("utf-8") if entries else _HEAD
    text = text.rstrip("\n") + "\n"
    text += yaml.safe_dump([dict(entry)], allow_unicode=True, sort_keys=False, width=110)
    after, problems = read_history(text.encode(), str(path))
    if problems:
        raise RecordError(f"{path}: the entry cannot be added: {problems[0].message}")
    if len(after) > 1 and after[-1] == after[-2]:
        raise RecordError(f"{path}: this entry stands there already")
    write_atomically(path, text)


def _has_entries(raw: bytes) -> bool:
    """Whether a file holds more than comments and an empty list."""
    try:
        tree = load_tree(raw)
    except YamlError as fault:
        return "is empty" not in fault.message
    return bool(getattr(tree, "items", True))


def _kept(change: ChangeRecord) -> dict[str, str | bool]:
    texts = {"before": change.before, "after": change.after} if change.about.kind in _WITH_TEXTS else {}
    return {
        "kind": change.kind,
        "about": change.about.kind,
        "id": change.about.id,
        "what": _short(change.what),
        "weakens": change.weakens,
        **{name: _short(text) for name, text in texts.items() if text.strip()},
    }


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
