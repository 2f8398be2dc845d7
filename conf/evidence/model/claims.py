"""What authors write in pages: claims, restatements, caveats, findings, cards, statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.problems import Location

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class ResultReference:
    """``{result}`` in a sentence: a figure to be printed out of a study file."""

    study: str
    name: str
    arm: str | None
    at: Location

    def __str__(self) -> str:
        """The reference as the author wrote it."""
        return ".".join(filter(None, (self.study, self.name, self.arm)))


Content = tuple[str | ResultReference, ...]
"""The text of a sentence, figures of study files still as references."""


@dataclass(frozen=True)
class Tagged:
    """What claims, restatements, findings, cards and caveats share: a place and options."""

    at: Location
    docname: str
    lines: Mapping[str, int] = field(hash=False, compare=False)

    def line_of(self, option: str) -> Location:
        """Where an option stands, or the directive where the option is missing."""
        return Location(self.at.path, self.lines.get(option, self.at.line))


@dataclass(frozen=True)
class Claim(Tagged):
    """A statement about an effect, an association or a risk, with all it rests on.

    Words are kept as the author wrote them; rules judge them. ``finding`` is the
    (card, stream) around the claim, or None.
    """

    id: str
    content: Content
    text_line: int
    finding: tuple[str, str] | None = None
    study_types: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()
    contrary: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    certainty: str | None = None
    because: tuple[str, ...] = ()
    direction: str | None = None
    outcomes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    own_caveats: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the claim in HTML and in objects.inv."""
        return f"claim-{self.id}"


@dataclass(frozen=True)
class Restatement(Tagged):
    """A sentence that repeats claims in other words and may not be stronger than they are."""

    id: str
    claims: tuple[str, ...]
    content: Content
    text_line: int
    finding: tuple[str, str] | None = None
    own_caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Caveat(Tagged):
    """A caveat, defined once; its trigger stands in the vocabulary."""

    id: str
    title: str
    summary: str
    text: str = ""
    """Its full text as written, in Markdown, on one line."""
    aliases: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the caveat in HTML and in objects.inv."""
        return f"caveat-{self.id}"


@dataclass(frozen=True)
class Finding(Tagged):
    """What one stream says about the question of a card; its lead is its first paragraph."""

    card: str
    stream: str
    lead: Content
    lead_line: int
    verdict: str | None = None
    signal: str | None = None
    certainty: str | None = None
    because: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def anchor(self) -> str:
        """The id of the finding's label in HTML."""
        return f"card-{self.card}-{self.stream}"


@dataclass(frozen=True)
class EvidenceCard(Tagged):
    """A question with one finding per stream."""

    id: str
    title: str
    outcomes: tuple[str, ...] = ()
    proxy_outcomes: tuple[str, ...] = ()
    safety: bool = False
    aliases: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the card in HTML and in objects.inv."""
        return f"card-{self.id}"

    def finding(self, stream: str) -> Finding | None:
        """The finding of a stream."""
        return next((finding for finding in self.findings if finding.stream == stream), None)


@dataclass(frozen=True)
class Statement:
    """A statement of the source article and what became of it. ``text`` is a paraphrase.

    ``lead_in``: the file says ``claims: none``, because it asserts nothing by itself.
    """

    id: str
    section: str
    text: str
    disposition: str
    claims: tuple[str, ...]
    cite: tuple[str, ...]
    reason: str | None
    at: Location
    lines: Mapping[str, int]
    lead_in: bool = False

    def line_of(self, key: str) -> Location:
        """Where a key of the statement stands."""
        return Location(self.at.path, self.lines.get(key, self.at.line))
