"""What was read from one document: its objects, sentences, allowances, references and faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from evidence.problems import Location, Problem

if TYPE_CHECKING:
    from evidence.model.claims import Caveat, Claim, EvidenceCard, Restatement
    from evidence.model.studies import Study


class SentenceKind(StrEnum):
    """Where a sentence stands in its page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    RUBRIC = "rubric"
    CAPTION = "caption"
    CELL = "cell"
    ITEM = "item"
    ADMONITION_TITLE = "admonition title"
    FIELD = "field"
    DEFINITION = "definition"


class Sentence(NamedTuple):
    """A sentence of a page. ``owner`` is the anchor of the claim, finding or the like around it."""

    text: str
    path: str
    line: int
    kind: SentenceKind
    owner: str | None

    @property
    def at(self) -> Location:
        """Where the sentence begins."""
        return Location(self.path, self.line)


@dataclass(frozen=True)
class Allowance:
    """A false alarm silenced in place: ``% evidence: allow RULE -- reason`` covers the next block."""

    rule: str
    reason: str
    at: Location
    first: int
    last: int

    def covers(self, problem: Problem) -> bool:
        """Whether this allowance silences the problem."""
        return (
            problem.rule == self.rule
            and problem.path == self.at.path
            and self.first <= problem.line <= self.last
        )


@dataclass(frozen=True)
class Reference:
    """A role that points at a claim, a study, a caveat, a card or a result, and where it stands."""

    kind: str
    target: str
    at: Location


@dataclass(slots=True)
class Page:
    """What was read from one document. Mutable while reading, then only read."""

    docname: str
    path: str
    readable: bool = True
    """False where another page stands in for one that could not be read."""
    metadata: dict[str, str] = field(default_factory=dict)
    metadata_lines: dict[str, int] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    restatements: list[Restatement] = field(default_factory=list)
    caveats: list[Caveat] = field(default_factory=list)
    cards: list[EvidenceCard] = field(default_factory=list)
    studies: list[Study] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    allowances: list[Allowance] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    links: list[Reference] = field(default_factory=list)
    """Addresses outside the handbook that the page links to."""
    terms: list[str] = field(default_factory=list)
    """The terms that a glossary on the page explains."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def at(self) -> Location:
        """The first line of the page."""
        return Location(self.path, 1)

    @property
    def is_markdown(self) -> bool:
        """Whether it is a page that somebody wrote, not a study file."""
        return self.path.endswith(".md")
