"""The text of a handbook while it is being changed: its lines, who changed them, and its places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .changes import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .changes import Change

BIBLIOGRAPHY = "docs/references.bib"
STATEMENTS = "docs/statements.yaml"
_READ = {".md", ".yaml", ".bib"}

FENCE = re.compile(rb"[ ]*(?P<mark>:{3,}|`{3,})(?P<info>.*)$")
LINE_BREAK = re.compile(rb"\r\n|\r|\n")
_WITH_ARGUMENT = ("claim", "caveat", "restate")


@dataclass(slots=True)
class Line:
    """A line without its end, and the change that touched it."""

    text: bytes
    owner: Change | None = None


class Span(NamedTuple):
    """Lines of a file, from the first to the one after the last, counted from 0."""

    path: str
    first: int
    end: int
    whole: bool = False
    """Whether this is a page, in which a change owns only the paragraphs it touches."""


@dataclass
class Pages:
    """The files of docs/ as lines. Paths begin with docs/."""

    files: dict[str, list[Line]]
    new: dict[str, Change] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    paths: dict[Change, str] = field(default_factory=dict)
    """The file of each change's first edit."""

    @classmethod
    def of(cls, docs: Path) -> Pages:
        """The pages, study files, statements and bibliography of a docs folder."""
        return cls(
            {
                path.relative_to(docs.parent).as_posix(): [Line(t) for t in path.read_bytes().split(b"\n")]
                for path in sorted(docs.rglob("*"))
                if path.suffix in _READ and path.is_file()
            }
        )

    def changed(self) -> Iterator[tuple[str, bytes | None]]:
        """The files that differ from those on the disk, with what they hold now; None for removed ones."""
        for path, lines in self.files.items():
            if path in self.removed:
                yield path, None
            elif path in self.new or any(line.owner for line in lines):
                yield path, self.content(path)

    def content(self, path: str) -> bytes:
        """A file as it is now."""
        return b"\n".join(line.text for line in self.files[path])

    def numbers(self, path: str) -> list[int]:
        """The number, as editors count, of every line of a file: a lone carriage return ends one too."""
        numbers, number = [], 1
        for line in self.files[path]:
            numbers.append(number)
            number += len(LINE_BREAK.findall(line.text + b"\n"))
        return numbers

    def line_at(self, path: str, number: int) -> Line | None:
        """The line with a number, or None."""
        lines = self.files.get(path, [])
        found = None
        for line, first in zip(lines, self.numbers(path) if lines else (), strict=True):
            if first > number:
                break
            found = line
        return found

    # -- places

    def find(self, place: str) -> Span:
        """Where a place stands now: of a card or finding its head, before the first directive in it.

        Raises CorpusError where it is not found.
        """
        kind, _, name = place.partition(" ")
        match kind:
            case "page":
                found = self._file(name, place, whole=True)
            case "study":
                found = self._file(f"docs/studies/{name}.yaml", place)
            case "entry":
                found = self._entry(name, place)
            case "statement":
                found = self._statement(name, place)
            case "card":
                found = self._head(self._directive("evidence-card", name, place))
            case "finding":
                card, _, stream = name.partition(" ")
                around = self._directive("evidence-card", card, place)
                found = self._head(self._directive("finding", stream, place, around))
            case _ if kind in _WITH_ARGUMENT:
                found = self._directive(kind, name, place)
            case _:
                raise CorpusError(f"{place!r} is no place; see README.md")
        return found

    def around(self, claim: str) -> tuple[str, str] | None:
        """The card and stream in whose finding a claim stands."""
        span = self._directive("claim", claim, f"claim {claim}")
        found: list[str] = []
        for name in (rb"evidence-card", rb"finding"):
            opening = re.compile(rb"\s*:+\{" + name + rb"\} (\S+)")
            for index in range(span.first, -1, -1):
                match = opening.match(self.files[span.path][index].text)
                if match and self._close(span.path, index) > span.end:
                    found.append(match[1].decode())
                    break
        return (found[0], found[1]) if len(found) == len(("card", "stream")) else None

    def claims_naming(self, study: str) -> Iterator[str]:
        """The claims that name a study for or against."""
        named = re.compile(rb":(?:studies|contrary):.*(?<![\w-])" + re.escape(study.encode()) + rb"(?![\w-])")
        for path, lines in self.files.items():
            claim = ""
            for line in lines if path.endswith(".md") else ():
                opening = re.match(rb"\s*:+\{claim\} (\S+)", line.text)
                if opening:
                    claim = opening[1].decode()
                elif claim and named.match(line.text):
                    yield claim

    def _file(self, path: str, place: str, *, whole: bool = False) -> Span:
        if path not in self.files:
            raise CorpusError(f"{place!r}: there is no file {path}")
        return Span(path, 0, len(self.files[path]), whole)

    def _directive(self, name: str, argument: str, place: str, within: Span | None = None) -> Span:
        opening = re.compile(
            rb"\s*:{3,}\{" + name.encode() + rb"\} " + re.escape(argument.encode()) + rb"\s*$"
        )
        for path, lines in self.files.items():
            if not path.endswith(".md") or (within and path != within.path):
                continue
            first, end = (within.first, within.end) if within else (0, len(lines))
            for index in range(first, end):
                if opening.match(lines[index].text):
                    return Span(path, index, self._close(path, index) + 1)
        raise CorpusError(f"{place!r} is not in the handbook")

    def _close(self, path: str, opening: int) -> int:
        """The line that closes the fence which a line opens."""
        lines = self.files[path]
        fence = FENCE.match(lines[opening].text)
        for index in range(opening + 1, len(lines)):
            close = FENCE.match(lines[index].text)
            if fence and close and close["mark"] == fence["mark"] and not close["info"].strip():
                return index
        return len(lines) - 1

    def _head(self, span: Span) -> Span:
        for index in range(span.first + 1, span.end):
            if FENCE.match(self.files[span.path][index].text):
                return span._replace(end=index)
        return span

    def _entry(self, key: str, place: str) -> Span:
        lines = self.files[BIBLIOGRAPHY]
        opening = re.compile(rb"@\w+\{" + re.escape(key.encode()) + rb",")
        for first, line in enumerate(lines):
            if opening.match(line.text):
                end = next(n for n in range(first, len(lines)) if lines[n].text.rstrip() == b"}")
                return Span(BIBLIOGRAPHY, first, end + 1)
        raise CorpusError(f"{place!r} is not in {BIBLIOGRAPHY}")

    def _statement(self, name: str, place: str) -> Span:
        lines = self.files[STATEMENTS]
        starts = [n for n, line in enumerate(lines) if line.text.startswith(b"- id:")]
        for first, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            if lines[first].text == b"- id: " + name.encode():
                return Span(STATEMENTS, first, end)
        raise CorpusError(f"{place!r} is not in {STATEMENTS}")
