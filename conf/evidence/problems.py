"""Problems and places: what is wrong, where, and how to put it right; the base of errors for people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Ids of claims, studies, caveats and cards: lower case words joined by hyphens."""


class UserError(Exception):
    """What stops the work and whose text is a message for the person at work, never shown as a traceback."""


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
    hint: str = ""

    def __str__(self) -> str:
        """The line printed by ``evidence check``: ``path:line: severity: rule: message``."""
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.path}:{self.line}: {self.severity}: {self.rule}: {self.message}{hint}"


Steps = tuple[str | int, ...]
"""The way to a field from the root of the file: ``("results", 0, "effect", "low")``."""

MOST_PROBLEMS = 100
"""More than anybody mends at once; a hostile file could have a hundred thousand."""

_LONGEST_SHOWN = 60
MOST_LISTED = 24
"""Of more words a message shows the first."""


class Fault(NamedTuple):
    """What is wrong with the field at ``steps``; a line is found for it later."""

    steps: Steps
    message: str
    hint: str = ""


def shown(value: object) -> str:
    """A value as a message quotes it: short, and what it is where it is not text."""
    if isinstance(value, dict):
        return "a group of fields"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    return repr(text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…") if text else "nothing"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known words that were probably meant, or else which words there are."""
    words = list(known)
    start = word[:_LONGEST_SHOWN].lower()
    close = [known for known in words if known.startswith(f"{start}-")]
    close = close or get_close_matches(start, words, n=3, cutoff=0.6)
    if close:
        return f"Did you mean {' or '.join(close[:3])}?"
    return f"Write one of: {listed(words)}." if words else ""


def close_word(word: str, known: Sequence[str]) -> str:
    """``Did you mean 'certainty'?`` where a known word is close, else nothing."""
    close = get_close_matches(word, known, n=1)
    return f"Did you mean '{close[0]}'?" if close else ""


def listed(words: list[str]) -> str:
    """The words of a short list; the beginning of a long one."""
    more = ", …" if len(words) > MOST_LISTED else ""
    return ", ".join(words[:MOST_LISTED]) + more


def nearest_line(steps: Steps, lines: dict[str, int]) -> int:
    """The line of a field, or of the nearest field around it that the file has."""
    for end in range(len(steps), 0, -1):
        line = lines.get(".".join(map(str, steps[:end])))
        if line:
            return line
    return 1


def problem(rule: str, path: str, line: int, message: str, hint: str = "") -> Problem:
    """An error in a file; message and mend become sentences."""
    return Problem(rule, Severity.ERROR, path, line, sentence(message), sentence(hint))


def sentence(words: str) -> str:
    """Words with a full stop, where they do not end otherwise."""
    return f"{words}." if words and words[-1] not in ".?…" else words


def bounded(problems: list[Problem]) -> list[Problem]:
    """The problems of a file by line; of very many only the first."""
    ordered = sorted(problems, key=lambda found: (found.line, found.message))
    if len(ordered) <= MOST_PROBLEMS:
        return ordered
    last = ordered[MOST_PROBLEMS]
    more = problem(last.rule, last.path, last.line, "further problems of this file are not shown")
    return [*ordered[:MOST_PROBLEMS], more]
