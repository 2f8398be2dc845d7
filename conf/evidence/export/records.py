"""The published form of the handbook: the records of evidence.json.

Their JSON Schema follows from these types. A changed key is a breaking change for readers
of the data.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from evidence.model import ID_PATTERN


class _Exported(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClaimRecord(_Exported):
    """A claim with all that it rests on. ``derived_caveats`` are among ``caveats``."""

    id: str = Field(pattern=f"^{ID_PATTERN.pattern}$")
    text: str
    stream: str | None
    study_types: list[str]
    studies: list[str]
    contrary: list[str]
    cite: list[str]
    certainty: str | None
    because: list[str]
    direction: str | None
    outcome: list[str]
    topic: list[str]
    caveats: list[str]
    derived_caveats: list[str]
    finding: str | None
    aliases: list[str]
    path: str
    line: int


class RestatementRecord(_Exported):
    """A sentence that restates claims, with what it inherits from them."""

    id: str
    text: str
    claims: list[str]
    study_types: list[str]
    certainty: str | None
    caveats: list[str]
    finding: str | None
    path: str
    line: int


class StudyRecord(_Exported):
    """A study: its bibliographic data, what its publisher told later, and the whole of its file.

    ``source_status`` is what the data on retractions said, ``source_notice`` the DOI of the notice.
    """

    id: str
    title: str | None
    authors: str | None
    year: str | None
    doi: str | None
    pmid: str | None
    source_status: str | None = None
    source_notice: str | None = None
    streams: list[str]
    flags: list[str]
    claims: list[str]
    file: dict[str, JsonValue]
    path: str


class CaveatRecord(_Exported):
    """A caveat, what calls for it and the claims that carry it. ``text`` is in Markdown."""

    id: str
    title: str
    summary: str
    text: str = ""
    trigger: str | None
    derived: bool
    claims: list[str]
    aliases: list[str] = []
    path: str
    line: int


class FindingRecord(_Exported):
    """What one stream says about a card's question."""

    stream: str
    lead: str
    verdict: str | None
    signal: str | None
    certainty: str | None
    because: list[str]
    reason: str | None
    caveats: list[str]
    claims: list[str]
    path: str
    line: int


class CardRecord(_Exported):
    """A question with its findings, in the order of the streams."""

    id: str
    title: str
    outcomes: list[str]
    proxy_outcomes: list[str]
    safety: bool
    findings: list[FindingRecord]
    aliases: list[str] = []
    path: str
    line: int


class StatementRecord(_Exported):
    """A statement of the source article and its fate."""

    id: str
    section: str
    text: str
    disposition: str
    claims: list[str]
    cite: list[str]
    reason: str | None
    path: str
    line: int


class EvidenceFile(_Exported):
    """The whole of evidence.json; each list is sorted by id."""

    version: str
    claims: list[ClaimRecord]
    studies: list[StudyRecord]
    caveats: list[CaveatRecord]
    cards: list[CardRecord]
    statements: list[StatementRecord]
    restatements: list[RestatementRecord]
