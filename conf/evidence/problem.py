"""Problems and places: what a rule found, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Ids of claims, studies, caveats and cards: lower case words joined by hyphens."""


class Severity(StrEnum):
    """How much a problem matters: ``error`` is wrong or unsafe, ``warning`` doubtful, ``note`` to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Location(NamedTuple):
    """A place in a source file: path relative to the parent of docs/, line counted from 1."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found, where, and how to mend it."""

    rule: str
    severity: Severity
    path: str
    line: int
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        """The line printed by ``evidence check``: ``path:line: severity: rule: message``."""
        mend = f" {self.suggestion}" if self.suggestion else ""
        return f"{self.path}:{self.line}: {self.severity}: {self.rule}: {self.message}{mend}"
