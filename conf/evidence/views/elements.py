"""The parts of views: words, links, symbols, tags, lists, tables, as pure data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable


class Drawing(Protocol):
    """The data of a plot that can draw themselves. Their ``repr`` changes when the plot does."""

    def draw(self, canvas: Any) -> float:
        """Draw on a ``Canvas`` of a given width; returns the height that was needed, in px."""


class Link(NamedTuple):
    """A link to an object of the handbook. ``kind``: claim, study, caveat, card, finding, cite.

    ``notice`` is said after the text in brackets; ``struck`` crosses the text out.
    """

    kind: str
    target: str
    text: str
    notice: str = ""
    struck: bool = False


class Outside(NamedTuple):
    """A link out of the handbook."""

    text: str
    address: str


class Symbol(NamedTuple):
    """A small picture beside the word that says the same. Screen readers pass over it.

    ``firm`` fills a shape: what it says is of moderate or high certainty, for people.
    """

    id: str
    firm: bool = False


class Strong(NamedTuple):
    """Words with weight."""

    text: str


class Small(NamedTuple):
    """Words on a line of their own, under the main ones."""

    text: str


class Unseen(NamedTuple):
    """The word that stands where a value is unknown."""

    text: str


Inline = str | Link | Outside | Symbol | Strong | Small | Unseen
Line = tuple[Inline, ...]


class Item(NamedTuple):
    """A line of a tag; ``css`` says what it holds."""

    css: str
    parts: Line


CAVEATS = "but"
"""The ``css`` of the line that holds the caveats."""

ON_DEMAND = frozenset({"direction", "why", "contrary"})
"""The ``css`` of the lines that a page shows when a reader opens them, and that print in full."""


class Tag(NamedTuple):
    """The lines beside a statement: study type, certainty, sources, caveats."""

    css: str
    name: str
    items: tuple[Item, ...]
    anchor: str = ""
    """Where the statement stands, if it can be linked to."""


class CaveatList(NamedTuple):
    """Caveats with their summaries, in open text."""

    heading: str
    items: tuple[tuple[Link, str], ...]


class Table(NamedTuple):
    """A table. The first cell of each row is its heading. ``css`` names its kind."""

    css: str
    caption: str
    head: tuple[Line, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    """Rows of cells; a cell is a tuple of lines."""
    empty: str = "Nothing matches."
    anchor: str = ""


def simple_table(
    css: str, head: Iterable[str], rows: Iterable[Iterable[Inline | Line]], empty: str = "Nothing matches."
) -> Table:
    """A table without caption whose cells hold one line each."""
    return Table(
        css,
        "",
        tuple((title,) for title in head),
        tuple(tuple(((cell,) if isinstance(cell, Inline) else cell,) for cell in row) for row in rows),
        empty,
    )


class Picture(NamedTuple):
    """A picture drawn from the data, with all that says the same in words.

    ``kind`` is the name of its directive, ``title`` what a screen reader calls it, ``caption`` what it
    shows, how it is read and what it does not show, ``alternative`` the drawing in words. Where there
    is too little to compare, ``drawing`` is None and the caption says so. ``not_drawn`` is the number of
    rows, at the end of the table, that the drawing does not show.
    """

    kind: str
    title: str
    caption: str
    alternative: str
    drawing: Drawing | None
    table: Table
    not_drawn: int = 0


class MatrixCell(NamedTuple):
    """What one stream says about one card."""

    stream: str
    css: str
    symbol: str
    stream_label: str
    signal: str
    signal_symbol: Symbol
    verdict: str
    certainty: Line
    quiet: bool
    harm: bool
    target: tuple[str, str]


class Legend(NamedTuple):
    """What symbols mean, always open: groups of symbols with their words."""

    groups: tuple[tuple[str, tuple[tuple[Symbol, str], ...]], ...]
    note: str


class Matrix(NamedTuple):
    """The evidence table: cards by streams, and the legend under it."""

    head: tuple[tuple[str, str, str, str], ...]
    """css, symbol, label and description of each stream."""
    rows: tuple[tuple[Link, tuple[MatrixCell | None, ...]], ...]
    legend: Legend


class RulePage(NamedTuple):
    """The documentation of a rule. In its paragraphs, double backticks stand around literal words."""

    id: str
    severity: str
    paragraphs: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    """What an example is, and its text."""


class RuleGroup(NamedTuple):
    """The rules that judge one kind of thing."""

    name: str
    rules: tuple[RulePage, ...]


class RulePages(NamedTuple):
    """The documentation of all rules."""

    groups: tuple[RuleGroup, ...]


class Index(NamedTuple):
    """An index: for each heading, with its id, the table under it."""

    parts: tuple[tuple[str, str, Table], ...]


class HistoryPart(NamedTuple):
    """An entry of the history: its anchor, title, what is said of it, and its changes group by group."""

    id: str
    title: str
    lines: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    """A heading, and a line for each change under it."""


class History(NamedTuple):
    """What changed in the evidence, the newest entry first."""

    parts: tuple[HistoryPart, ...]


class Paragraph(NamedTuple):
    """A paragraph; ``css`` says what it holds."""

    parts: Line
    css: str = ""


class Terms(NamedTuple):
    """Terms with what is known of each."""

    items: tuple[tuple[str, Line], ...]


class StudyKind(NamedTuple):
    """The study type with the symbol of its stream; without symbol where it has no stream of its own."""

    css: str
    symbol: str
    label: str


class Citation(NamedTuple):
    """A bibliographic record: the key that names its files, and its text in each format."""

    key: str
    formats: tuple[tuple[str, str], ...]


class Section(NamedTuple):
    """A part of a page under a heading of its own."""

    id: str
    title: str
    blocks: tuple[Block, ...]


class StudyPage(NamedTuple):
    """Everything that the page of a study shows under its title."""

    blocks: tuple[Block, ...]


Block: TypeAlias = Paragraph | Terms | Table | StudyKind | Citation | Section


class Words(NamedTuple):
    """Words within a sentence, such as a printed figure."""

    parts: Line


class Entry(NamedTuple):
    """A claim or a study in the explorer.

    ``words`` are the pairs of filter and word that hold for it; ``more`` are words that only the
    search reads, ``path`` is the file in which it stands.
    """

    sentence: Line
    tag: Tag
    words: tuple[tuple[str, str], ...]
    more: str
    path: str


class Option(NamedTuple):
    """A word to filter by, and how many claims and studies it holds for."""

    word: str
    label: str
    symbol: str
    css: str
    claims: int
    studies: int


class Facet(NamedTuple):
    """A filter and the words that occur."""

    name: str
    label: str
    options: tuple[Option, ...]


class Explorer(NamedTuple):
    """All claims and all studies, in the order in which they are listed, and the filters."""

    facets: tuple[Facet, ...]
    claims: tuple[Entry, ...]
    studies: tuple[Entry, ...]


class Nothing(NamedTuple):
    """Nothing to show."""


View = (
    Tag | CaveatList | Table | Picture | Matrix | RulePages | Index | History | StudyPage | Explorer | Words
    | Nothing
)  # fmt: skip
Spec = tuple[str | None, ...]
"""The name of a view and its arguments."""
