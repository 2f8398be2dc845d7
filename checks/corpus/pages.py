"""The text of a handbook while it is being changed: its lines, who changed them, and its places."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .changes import UnusableCorpus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .changes import Change, Edit

BIBLIOGRAPHY = "docs/references.bib"
STATEMENTS = "docs/statements.yaml"
_READ = {".md", ".yaml", ".bib"}

_FENCE = re.compile(rb"[ ]*(?P<mark>:{3,}|`{3,})(?P<info>.*)$")
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

        Raises UnusableCorpus where it is not found.
        """
        kind, _, name = place.partition(" ")
        match kind:
            case "page":
                return self._file(name, place, whole=True)
            case "study":
                return self._file(f"docs/studies/{name}.yaml", place)
            case "entry":
                return self._entry(name, place)
            case "statement":
                return self._statement(name, place)
            case "card":
                return self._head(self._directive("evidence-card", name, place))
            case "finding":
                card, _, stream = name.partition(" ")
                around = self._directive("evidence-card", card, place)
                return self._head(self._directive("finding", stream, place, around))
            case _ if kind in _WITH_ARGUMENT:
                return self._directive(kind, name, place)
        raise UnusableCorpus(f"{place!r} is no place; see README.md")

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
            raise UnusableCorpus(f"{place!r}: there is no file {path}")
        return Span(path, 0, len(self.files[path]), whole)

    def _directive(self, name: str, argument: str, place: str, within: Span | None = None) -> Span:
        opening = re.compile(rb"\s*:{3,}\{" + name.encode() + rb"\} " + re.escape(argument.encode()) + rb"\s*$")
        for path, lines in self.files.items():
            if not path.endswith(".md") or (within and path != within.path):
                continue
            first, end = (within.first, within.end) if within else (0, len(lines))
            for index in range(first, end):
                if opening.match(lines[index].text):
                    return Span(path, index, self._close(path, index) + 1)
        raise UnusableCorpus(f"{place!r} is not in the handbook")

    def _close(self, path: str, opening: int) -> int:
        """The line that closes the fence which a line opens."""
        lines = self.files[path]
        fence = _FENCE.match(lines[opening].text)
        for index in range(opening + 1, len(lines)):
            close = _FENCE.match(lines[index].text)
            if fence and close and close["mark"] == fence["mark"] and not close["info"].strip():
                return index
        return len(lines) - 1

    def _head(self, span: Span) -> Span:
        for index in range(span.first + 1, span.end):
            if _FENCE.match(self.files[span.path][index].text):
                return span._replace(end=index)
        return span

    def _entry(self, key: str, place: str) -> Span:
        lines = self.files[BIBLIOGRAPHY]
        opening = re.compile(rb"@\w+\{" + re.escape(key.encode()) + rb",")
        for first, line in enumerate(lines):
            if opening.match(line.text):
                end = next(n for n in range(first, len(lines)) if lines[n].text.rstrip() == b"}")
                return Span(BIBLIOGRAPHY, first, end + 1)
        raise UnusableCorpus(f"{place!r} is not in {BIBLIOGRAPHY}")

    def _statement(self, name: str, place: str) -> Span:
        lines = self.files[STATEMENTS]
        starts = [n for n, line in enumerate(lines) if line.text.startswith(b"- id:")]
        for first, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            if lines[first].text == b"- id: " + name.encode():
                return Span(STATEMENTS, first, end)
        raise UnusableCorpus(f"{place!r} is not in {STATEMENTS}")

    # -- changes

    def apply(self, change: Change) -> None:
        """Make all edits of a change.

        Raises UnusableCorpus where what it speaks of is not there.
        """
        for edit in change.edits:
            kind, _, path = edit.place.partition(" ")
            try:
                self.paths.setdefault(change, path if kind == "new" else self.find(edit.place).path)
                if kind == "new":
                    self._create(path, edit, change)
                else:
                    self._edit(edit, change)
            except UnusableCorpus as error:
                raise UnusableCorpus(f"{change}: {error}") from None

    def _create(self, path: str, edit: Edit, change: Change) -> None:
        if path in self.files:
            raise UnusableCorpus(f"there is a file {path} already")
        if edit.link:
            self.links[path] = edit.link
        text = self.content(edit.like) if edit.like else (edit.text or edit.add * edit.times).encode()
        self.files[path] = _lines(text, change)
        self.new[path] = change
        for option, value in edit.options.items():
            self._set(f"page {path}", option, value, change)
        self._reword(f"page {path}", edit, change)

    def _edit(self, edit: Edit, change: Change) -> None:
        span = self.find(edit.place)
        if not span.whole:
            for line in self.files[span.path][span.first : span.end]:
                line.owner = change
        for option in edit.drop:
            self._set(edit.place, option, None, change)
        for option, value in edit.options.items():
            self._set(edit.place, option, value, change)
        if edit.add or edit.before or edit.after:
            self._insert(edit, change)
        self._reword(edit.place, edit, change)
        if edit.delete and span.whole:
            self.removed.add(span.path)
            self.files[span.path] = []
        elif edit.delete:
            span = self.find(edit.place)
            self.files[span.path][span.first : span.end] = [Line(b"", change)]

    def _reword(self, place: str, edit: Edit, change: Change) -> None:
        """The replacements of an edit, all in the lines where its place was before the first of them."""
        span = self.find(place)
        words = {old: new.encode() for old, new in edit.replace.items()}
        octets = {old: bytes.fromhex(new) for old, new in edit.hex.items()}
        for old, replacement in {**words, **octets}.items():
            more = self._replace(span, place, old, replacement, change)
            span = span._replace(end=span.end + more)

    def _insert(self, edit: Edit, change: Change) -> None:
        span = self.find(edit.place)
        lines = self.files[span.path]
        directive = _FENCE.match(lines[span.first].text) and _FENCE.match(lines[span.end - 1].text)
        inside = span.end - 1 if directive else span.end
        for text, index in ((edit.after, span.end), (edit.add * edit.times, inside), (edit.before, span.first)):
            if text:
                lines[index:index] = _lines(text.rstrip("\n").encode(), change)

    def _set(self, place: str, option: str, value: str | None, change: Change) -> None:
        """Change, add or (with None) take away an option, or a key with all that is under it."""
        span = self.find(place)
        lines = self.files[span.path]
        opened = _FENCE.match(lines[span.first].text)
        name = re.escape(option.encode())
        pattern = re.compile(rb":" + name + rb":" if opened else rb"\s*(?:- )?" + name + rb"(?::| =)")
        found = [n for n in range(span.first, span.end) if pattern.match(lines[n].text)]
        if not opened:  # of keys, only those that stand furthest left
            margin = min((_indent(lines[n].text) for n in found), default=0)
            found = [n for n in found if _indent(lines[n].text) == margin]
        if len(found) > 1 or (not found and (value is None or not (opened or span.path.endswith(".yaml")))):
            raise UnusableCorpus(f"{option!r} stands {len(found)} times in {place!r}, expected once")
        if value is None:
            lines[found[0] : self._under(span, found[0])] = []
        elif found:
            head = pattern.match(lines[found[0]].text)
            assert head
            lines[found[0] : found[0] + 1] = _lines(head[0] + f" {value}".encode(), change)
        elif opened:
            lines[span.first + 1 : span.first + 1] = _lines(f":{option}: {value}".encode(), change)
        else:
            lines[span.end - 1 : span.end - 1] = _lines(f"{option}: {value}".encode(), change)

    def _under(self, span: Span, first: int) -> int:
        """The line after a key and all that is indented more than it."""
        lines = self.files[span.path]
        end = first + 1
        while end < span.end and _indent(lines[end].text) > _indent(lines[first].text):
            end += 1
        return end

    def _replace(self, span: Span, place: str, old: str, new: bytes, change: Change) -> int:
        """Put other words where some stand once, whatever line breaks are among them.

        Returns how many lines there are more than before.
        """
        lines = self.files[span.path]
        block = b"\n".join(line.text for line in lines[span.first : span.end])
        pattern = rb"\s+".join(re.escape(word) for word in old.encode().split(b" "))
        found = list(re.finditer(pattern, block))
        if len(found) != 1:
            raise UnusableCorpus(f"{old!r} stands {len(found)} times in {place!r}, expected once")
        start = span.first + block.count(b"\n", 0, found[0].start())
        end = span.first + block.count(b"\n", 0, found[0].end()) + 1
        text = b"\n".join(line.text for line in lines[start:end])
        text = re.sub(pattern, lambda _found: new, text, count=1)
        lines[start:end] = _lines(text, change)
        if span.whole:
            self._own_paragraph(lines, start, change)
        return text.count(b"\n") - (end - start - 1)

    def _own_paragraph(self, lines: list[Line], index: int, change: Change) -> None:
        """The lines around one, to the next empty one, belong to the change as well."""
        for step in (-1, 1):
            here = index
            while 0 <= here < len(lines) and lines[here].text.strip():
                lines[here].owner = change
                here += step


def _lines(text: bytes, owner: Change) -> list[Line]:
    return [Line(line, owner) for line in text.split(b"\n")]


def _indent(text: bytes) -> int:
    return len(text) - len(text.lstrip(b" "))


_WEIGHTY = frozenset(
    {"study-type", "studies", "contrary", "certainty", "direction", "outcome", "verdict", "signal"}
)
"""Options by which a finding is judged, and with it other claims."""


def touched(change: Change, pages: Pages) -> set[str]:
    """What a change may influence: changes with something in common are made one after the other."""
    things: set[str] = set()
    for edit in change.edits:
        kind, _, name = edit.place.partition(" ")
        things.add(name if kind == "new" else edit.place.replace("entry ", "study "))
        weighty = edit.delete or not _WEIGHTY.isdisjoint({*edit.options, *edit.drop})
        claims = list(pages.claims_naming(name)) if kind == "study" else [name] * (kind == "claim")
        for claim in claims:
            things.add(f"claim {claim}")
            around = pages.around(claim) if weighty or kind == "study" else None
            things |= {" ".join(("judged", *around))} if around else set()
        if kind == "finding" and weighty:
            things.add(f"judged {name}")
    return things
