"""Making a change: what its edits say is done to the lines of the handbook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .changes import CorpusError
from .pages import FENCE, Line, Pages, Span

if TYPE_CHECKING:
    from .changes import Change, Edit


def apply(change: Change, pages: Pages) -> None:
    """Make all edits of a change.

    Raises CorpusError where what it speaks of is not there.
    """
    editing = _Editing(pages, change)
    for edit in change.edits:
        kind, _, path = edit.place.partition(" ")
        try:
            pages.paths.setdefault(change, path if kind == "new" else pages.find(edit.place).path)
            if kind == "new":
                editing.create(path, edit)
            else:
                editing.edit(edit)
        except CorpusError as error:
            raise CorpusError(f"{change}: {error}") from None


@dataclass(frozen=True, slots=True)
class _Editing:
    """The edits of one change, which owns the lines that it touches."""

    pages: Pages
    change: Change

    def create(self, path: str, edit: Edit) -> None:
        """Make a new file, or a link."""
        if path in self.pages.files:
            raise CorpusError(f"there is a file {path} already")
        if edit.link:
            self.pages.links[path] = edit.link
        text = self.pages.content(edit.like) if edit.like else (edit.text or edit.add * edit.times).encode()
        if not text and not edit.link:
            raise CorpusError(f"there is nothing to write into {path}")
        self.pages.files[path] = self._lines(text)
        self.pages.new[path] = self.change
        for option, value in edit.options.items():
            self._set(f"page {path}", option, value)
        self._reword(f"page {path}", edit)

    def edit(self, edit: Edit) -> None:
        """Change a place that is there."""
        span = self.pages.find(edit.place)
        if not span.whole:
            for line in self.pages.files[span.path][span.first : span.end]:
                line.owner = self.change
        for option in edit.drop:
            self._set(edit.place, option, None)
        for option, value in edit.options.items():
            self._set(edit.place, option, value)
        if edit.add or edit.before or edit.after:
            self._insert(edit)
        self._reword(edit.place, edit)
        if edit.delete and span.whole:
            self.pages.removed.add(span.path)
            self.pages.files[span.path] = []
        elif edit.delete:
            span = self.pages.find(edit.place)
            self.pages.files[span.path][span.first : span.end] = [Line(b"", self.change)]

    def _reword(self, place: str, edit: Edit) -> None:
        """The replacements of an edit, all in the lines where its place was before the first of them."""
        span = self.pages.find(place)
        words = {old: new.encode() for old, new in edit.replace.items()}
        octets = {old: bytes.fromhex(new) for old, new in edit.hex.items()}
        for old, replacement in {**words, **octets}.items():
            more = self._replace(span, place, old, replacement)
            span = span._replace(end=span.end + more)

    def _insert(self, edit: Edit) -> None:
        span = self.pages.find(edit.place)
        lines = self.pages.files[span.path]
        directive = FENCE.match(lines[span.first].text) and FENCE.match(lines[span.end - 1].text)
        inside = span.end - 1 if directive else span.end
        for text, index in (
            (edit.after, span.end),
            (edit.add * edit.times, inside),
            (edit.before, span.first),
        ):
            if text:
                lines[index:index] = self._lines(text.rstrip("\n").encode())

    def _set(self, place: str, option: str, value: str | None) -> None:
        """Change, add or (with None) take away an option, or a key with all that is under it."""
        span = self.pages.find(place)
        lines = self.pages.files[span.path]
        opened = FENCE.match(lines[span.first].text)
        name = re.escape(option.encode())
        pattern = re.compile(rb":" + name + rb":" if opened else rb"\s*(?:- )?" + name + rb"(?::| =)")
        found = [n for n in range(span.first, span.end) if pattern.match(lines[n].text)]
        if not opened:  # of keys, only those that stand furthest left
            margin = min((_indent(lines[n].text) for n in found), default=0)
            found = [n for n in found if _indent(lines[n].text) == margin]
        if len(found) > 1 or (not found and (value is None or not (opened or span.path.endswith(".yaml")))):
            raise CorpusError(f"{option!r} stands {len(found)} times in {place!r}, expected once")
        if value is None:
            lines[found[0] : self._under(span, found[0])] = []
        elif found:
            head = pattern.match(lines[found[0]].text)
            assert head
            lines[found[0] : found[0] + 1] = self._lines(head[0] + f" {value}".encode())
        elif opened:
            lines[span.first + 1 : span.first + 1] = self._lines(f":{option}: {value}".encode())
        else:
            lines[span.end - 1 : span.end - 1] = self._lines(f"{option}: {value}".encode())

    def _under(self, span: Span, first: int) -> int:
        """The line after a key and all that is indented more than it."""
        lines = self.pages.files[span.path]
        end = first + 1
        while end < span.end and _indent(lines[end].text) > _indent(lines[first].text):
            end += 1
        return end

    def _replace(self, span: Span, place: str, old: str, new: bytes) -> int:
        """Put other words where some stand once, whatever line breaks are among them.

        Returns how many lines there are more than before.
        """
        lines = self.pages.files[span.path]
        block = b"\n".join(line.text for line in lines[span.first : span.end])
        pattern = rb"\s+".join(re.escape(word) for word in old.encode().split(b" "))
        found = list(re.finditer(pattern, block))
        if len(found) != 1:
            raise CorpusError(f"{old!r} stands {len(found)} times in {place!r}, expected once")
        start = span.first + block.count(b"\n", 0, found[0].start())
        end = span.first + block.count(b"\n", 0, found[0].end()) + 1
        text = b"\n".join(line.text for line in lines[start:end])
        text = re.sub(pattern, lambda _found: new, text, count=1)
        lines[start:end] = self._lines(text)
        if span.whole:
            self._own_paragraph(lines, start)
        return text.count(b"\n") - (end - start - 1)

    def _lines(self, text: bytes) -> list[Line]:
        return [Line(line, self.change) for line in text.split(b"\n")]

    def _own_paragraph(self, lines: list[Line], index: int) -> None:
        """The lines around one, to the next empty one, belong to the change as well."""
        for step in (-1, 1):
            here = index
            while 0 <= here < len(lines) and lines[here].text.strip():
                lines[here].owner = self.change
                here += step


def _indent(text: bytes) -> int:
    return len(text) - len(text.lstrip(b" "))
