"""Reading references.bib: entries with Unicode names, and the line of every entry and field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pybtex.bibtex.utils import split_name_list
from pybtex.database import InvalidNameString, Person
from pybtex.database.input.bibtex import LowLevelParser, UndefinedMacro, month_names
from pybtex.errors import capture
from pybtex.richtext import Text
from pybtex.scanner import PrematureEOF, PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

from evidence.model import BibliographyEntry, Location, Unknown
from evidence.problems import MOST_PROBLEMS, bounded, problem, shown
from evidence.text import harmless
from evidence.text.safe_text import TextError, checked_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Problem

RULE = "citation-known"
UNSEEN = {"not seen", Unknown.NOT_SEEN.value}
"""Written as author or year where the source did not show them."""

_COMMAND = re.compile(
    r"\\(href|url|input|include\w*|openin|openout|read|write\w*|immediate|special|csname|catcode|"
    r"def|edef|let|newcommand|expandafter|directlua|usepackage)(?![a-z])"
)
"""Commands of TeX that link, read, write or make commands; accents and letters are none of them."""

_Fields = list[tuple[str, list[str]]]


class _EntryParser(LowLevelParser):  # type: ignore[misc]  # pybtex has no types
    """pybtex's parser, which goes on after an error and notes where things stand."""

    def __init__(self, text: str, path: str) -> None:
        super().__init__(text, macros=CaseInsensitiveDict(month_names))
        self.path = path
        self.problems: list[Problem] = []
        self.entry_line = 1
        self.field_line = 1
        self.field_lines: dict[str, int] = {}
        self.current_field_name: str | None = None

    def parse_command(self) -> tuple[object, ...]:
        """One entry, from its @ on."""
        self.entry_line = self.field_line = self.lineno
        self.field_lines = {}
        result: tuple[object, ...] = super().parse_command()
        return result

    def parse_field(self) -> None:
        """One field of an entry: remember its line, refuse a second of the same name."""
        self.eat_whitespace()
        self.field_line = self.lineno
        super().parse_field()
        name = (self.current_field_name or "").lower()
        if name in self.field_lines:
            first = self.field_lines[name]
            self.note(
                self.field_line, f"the field {name} stands twice, first on line {first}", "Keep one of them"
            )
            self.current_field_name = None
        elif name:
            self.field_lines[name] = self.field_line

    def handle_error(self, error: PybtexSyntaxError) -> None:
        """Note what pybtex complains of, in other words."""
        said = error.args[0]
        if isinstance(error, PrematureEOF):
            self.note(self.field_line, "what begins here is never closed", "Close its brace or quote")
        elif isinstance(error, UndefinedMacro):
            self.note(error.lineno, f"{shown(said)} stands without braces", f"Write {{{said}}}")
        else:
            self.note(
                error.lineno,
                f"cannot read the entry: {said}",
                "Look for a missing comma or brace here or at the end of the line before",
            )

    def unicode(self, latex: str, field: str) -> str:
        """The text that LaTeX stands for: braces gone, accents as letters."""
        try:
            text = str(Text.from_latex(latex))
        except (UnicodeError, PybtexSyntaxError):
            self.note(self.field_lines.get(field, self.entry_line), f"cannot read the LaTeX in {field}")
            text = latex
        return " ".join(text.replace("\u00a0", " ").split())

    def note(self, line: int, message: str, hint: str = "") -> None:
        """Keep a problem of the file."""
        self.problems.append(problem(RULE, self.path, line, message, hint))


def read_bibliography(source: str | bytes, path: str) -> tuple[list[BibliographyEntry], list[Problem]]:
    """Read a BibTeX file: its entries in order, repeated keys included.

    What cannot be read is a problem at its line. Any input gives problems, never an exception.
    """
    try:
        parser = _EntryParser(checked_text(source), path)
    except TextError as fault:
        return [], [problem(RULE, path, fault.line, fault.message, fault.hint)]
    entries: list[BibliographyEntry] = []
    first_lines: dict[str, int] = {}
    for kind, key, fields in _commands(parser):
        entry = _entry(kind, key, fields, parser)
        first = first_lines.get(key.lower())
        if first:
            message = f"two entries are called {shown(key)}, the first on line {first}"
            parser.problems.append(
                problem("duplicate-identifier", path, entry.at.line, message, "Delete or rename one")
            )
        first_lines.setdefault(key.lower(), entry.at.line)
        if not entry.title:
            parser.note(entry.at.line, f"the entry {shown(key)} has no title", "Add title = {…}")
        entries.append(entry)
        if len(parser.problems) > MOST_PROBLEMS:
            break
    return entries, bounded(parser.problems)


def _commands(parser: _EntryParser) -> Iterator[tuple[str, str, _Fields]]:
    """Kind, key and fields of every entry; strings and preambles are no entries."""
    for command, content in parser:
        if command.lower() in {"string", "preamble"}:
            continue
        key, fields = content
        if key:
            yield command.lower(), key, fields


def _entry(kind: str, key: str, fields: _Fields, parser: _EntryParser) -> BibliographyEntry:
    values = {name.lower(): " ".join("".join(parts).split()) for name, parts in fields}
    for name, value in values.items():
        found = _forbidden(name, value)
        if found:
            line = parser.field_lines.get(name, parser.entry_line)
            parser.problems.append(problem(harmless.RULE, parser.path, line, *found))
    if not _is_address(values.get("url", "https:")):
        del values["url"]
    year = parser.unicode(values.get("year", ""), "year")
    return BibliographyEntry(
        key=key,
        kind=kind,
        names=tuple(_names(values.get("author", ""), parser)),
        title=parser.unicode(values.get("title", ""), "title"),
        year=None if not year or year.lower() in UNSEEN else year,
        fields=values,
        at=Location(parser.path, parser.entry_line),
        lines=parser.field_lines,
    )


def _forbidden(name: str, value: str) -> tuple[str, str] | None:
    """What a field holds that is more than words, and how to mend it."""
    markup = harmless.markup_in(value)
    command = _COMMAND.search(value)
    if name == "url" and not _is_address(value):
        return f"{shown(value)} is no address that a link may have", "Write one that begins with https://"
    if markup:
        return f"{shown(markup)} is markup, and a field holds words", harmless.AS_WORDS
    if command:
        return f"{shown(command[0])} is a command, and a field holds words", harmless.AS_WORDS
    return None


def _is_address(url: str) -> bool:
    return harmless.scheme_of(url) in {"https", "http"}


def _names(authors: str, parser: _EntryParser) -> Iterator[str]:
    """Last names in order, as readers see them; nothing for authors that were not seen."""
    for name in split_name_list(authors):
        with capture() as errors:
            person = Person(name)
        if any(isinstance(error, InvalidNameString) for error in errors):
            parser.note(
                parser.field_lines["author"],
                f"cannot read the name {shown(name)}",
                'Write "Last, First and Last, First"',
            )
            continue
        last = parser.unicode(" ".join([*person.prelast_names, *person.last_names]), "author")
        if last and last.lower() not in {*UNSEEN, "others"}:
            yield last
