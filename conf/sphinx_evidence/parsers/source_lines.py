"""Exact lines: where a directive, an option, a block or a sentence stands in its page.

The MyST parser shifts the lines of nested colon fences, and a role's text leaves no trace
in its node. The source itself is the authority: a reported line is snapped to the nearest
source line that holds the text, and each sentence is followed word by word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import TYPE_CHECKING, cast

from evidence.model import Allowance, Location, Problem, Severity
from sphinx_evidence.domain import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

_SNAP = (0, -1, -2, -3, -4, -5, -6, 1, 2, 3)
_FENCE = re.compile(r"\s*(?P<mark>:{3,}|`{3,}|~{3,})(?P<info>.*)$")
_OPTION = re.compile(r"\s*:(?P<name>[A-Za-z][A-Za-z0-9_-]*):(\s|$)")
_ALLOW = re.compile(r"\s*%\s*evidence:\s*allow\b(?P<rest>.*)$")
_ALLOW_REST = re.compile(r"\s*(?P<rule>[a-z0-9-]+)\s+--\s+(?P<reason>\S.*?)\s*$")
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'\u2019\u201d)]*\s+(?=[\"'\u2018\u201c(]?[A-Z0-9])")
_ABBREVIATION = re.compile(r"\b(e\.g|i\.e|et al|cf|vs|v|approx|ca|no|Fig|Dr|Prof|St|resp)\.$", re.IGNORECASE)


@dataclass(frozen=True)
class SourceLines:
    """The source of one page, asked by line (counted from 1)."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return re.split(r"\r\n|\r|\n", self.text)

    def at(self, line: int) -> Location:
        """A location in this page."""
        return Location(self.path, line)

    def snap(self, line: int, needle: str) -> int:
        """The line nearest to a reported one that holds ``needle``; the reported one if none does."""
        for step in _SNAP:
            if self._holds(line + step, needle):
                return line + step
        return max(line, 1)

    def _holds(self, line: int, needle: str) -> bool:
        return 1 <= line <= len(self.lines) and needle in self.lines[line - 1]

    def directive(self, line: int, name: str, argument: str) -> int:
        """The line of a directive's opening fence, from the line that its parser reported."""
        opening = f"{{{name}}} {argument}".rstrip()
        return self.snap(line, opening)

    def options(self, directive_line: int) -> dict[str, int]:
        """The lines of a directive's options, by name."""
        found: dict[str, int] = {}
        for number in range(directive_line + 1, len(self.lines) + 1):
            match = _OPTION.match(self.lines[number - 1])
            if match:
                found.setdefault(intern(match["name"]), number)
            elif not self._continues_option(number):
                break
        return found

    def _continues_option(self, number: int) -> bool:
        """An indented line under an option goes on with its value."""
        text = self.lines[number - 1]
        return bool(text.strip()) and text[:1].isspace() and not _FENCE.match(text)

    def block(self, line: int, raw: str) -> int:
        """The first line of a block of text, from the line that its parser reported."""
        first = raw.split("\n", 1)[0].strip()
        return self.snap(line, first) if first else max(line, 1)

    def sentences(self, line: int, raw: str, shown: str) -> Iterator[tuple[str, int]]:
        """The sentences of a block with the line on which each begins.

        ``raw`` is the block's markup, ``shown`` its visible text. Each visible word is sought
        in order in the markup; a word that a role made stands nowhere and is passed over.
        """
        start = self.block(line, raw)
        cursor = 0
        for sentence in split_sentences(shown):
            begins = None
            for word in _WORD.findall(sentence):
                found = _find_word(raw, word, cursor)
                if found < 0:
                    continue
                if begins is None:
                    begins = found
                cursor = found + len(word)
            place = cursor if begins is None else begins
            yield sentence, start + raw.count("\n", 0, place)

    def allowances(self) -> tuple[list[Allowance], list[Problem]]:
        """The allowances of the page, and those that are not written as they should be."""
        found: list[Allowance] = []
        problems: list[Problem] = []
        pending: list[tuple[int, str, str]] = []
        literal = ""
        directives: list[str] = []
        for number, text in enumerate(self.lines, start=1):
            fence = _FENCE.match(text)
            if literal:
                if fence and fence["mark"].startswith(literal) and not fence["info"].strip():
                    literal = ""
                continue
            if fence and fence["mark"][0] in "`~":
                if fence["info"].strip().startswith("{"):
                    directives.append(fence["mark"])
                elif fence["mark"] in directives and not fence["info"].strip():
                    directives.remove(fence["mark"])
                else:
                    literal = fence["mark"]
            allow = _ALLOW.match(text)
            if allow:
                rest = _ALLOW_REST.match(allow["rest"])
                if rest:
                    pending.append((number, rest["rule"], rest["reason"]))
                else:
                    problems.append(
                        Problem(
                            "allowance",
                            Severity.ERROR,
                            self.path,
                            number,
                            "an allowance names one rule and a reason.",
                            "Write: % evidence: allow RULE -- reason",
                        )
                    )
            elif pending and text.strip() and not text.lstrip().startswith("%"):
                last = self._end_of_block(number)
                found += [
                    Allowance(rule, reason, self.at(line), number, last) for line, rule, reason in pending
                ]
                pending = []
        problems += [
            Problem(
                "allowance",
                Severity.ERROR,
                self.path,
                line,
                "no block follows this allowance.",
                "Put it right before the block it covers.",
            )
            for line, _, _ in pending
        ]
        return found, problems

    def _end_of_block(self, first: int) -> int:
        """The last line of the block that begins here: a fenced directive, or text to a blank line."""
        fence = _FENCE.match(self.lines[first - 1])
        if fence:
            mark = fence["mark"]
            for number in range(first + 1, len(self.lines) + 1):
                close = _FENCE.match(self.lines[number - 1])
                if close and close["mark"] == mark and not close["info"].strip():
                    return number
            return len(self.lines)
        for number in range(first, len(self.lines) + 1):
            if not self.lines[number - 1].strip():
                return number - 1
        return len(self.lines)


def source_lines(env: BuildEnvironment) -> SourceLines:
    """The source of the document that is being read, cached until the next one."""
    cached = env.current_document.get("evidence-source")
    if cached is None:
        docname = env.current_document.docname
        text = env.doc2path(docname).read_text(encoding="utf-8-sig", errors="replace")
        cached = SourceLines(path_of(docname, env), text)
        env.current_document["evidence-source"] = cached
    return cast("SourceLines", cached)


def _find_word(raw: str, word: str, cursor: int) -> int:
    """The next place where a whole word stands, within the reach of a sentence."""
    end = cursor + 600
    place = raw.find(word, cursor, end)
    while place >= 0:
        behind = place + len(word)
        if not (_goes_on(raw[max(place - 1, 0) : place]) or _goes_on(raw[behind : min(behind + 1, end)])):
            return place
        place = raw.find(word, place + 1, end)
    return -1


def _goes_on(letter: str) -> bool:
    """Whether a word goes on in a letter; in nothing it does not."""
    return letter.isalnum() or letter == "_"


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, white space folded. Abbreviations such as "et al." do not end one."""
    sentences: list[str] = []
    for part in _SENTENCE_END.split(" ".join(text.split())):
        if sentences and _ABBREVIATION.search(sentences[-1]):
            sentences[-1] = f"{sentences[-1]} {part}"
        elif part:
            sentences.append(part)
    return sentences
