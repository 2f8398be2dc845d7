"""Writing a file of records: whole or not at all, with the comment at its head."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import yaml

from evidence.text.dates import day
from evidence.text.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_WIDTH = 110


def write_record(path: Path, data: Mapping[str, object]) -> None:
    """Write a file below records/ anew; days stand there without quotes, as people write them."""
    body = yaml.safe_dump(_with_days(dict(data)), sort_keys=False, allow_unicode=True, width=_WIDTH)
    path.parent.mkdir(exist_ok=True)
    write_atomically(path, head_of(path) + body)


def head_of(path: Path) -> str:
    """The comment at the head of a file; empty where there is none."""
    head = ""
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        if line and not line.startswith("#"):
            break
        head += f"{line}\n"
    return head


def _with_days(value: object) -> object:
    """The same data with days as dates, which YAML writes without quotes."""
    if isinstance(value, dict):
        return {key: _with_days(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_with_days(item) for item in value]
    if isinstance(value, str) and day(value):
        return date.fromisoformat(value)
    return value
