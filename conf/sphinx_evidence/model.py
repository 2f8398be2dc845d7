"""The types of the handbook: what is read from pages and study files, frozen.

Nothing here imports Sphinx. Rules, export, diff and the command line work on these types
alone, so what is written once serves the build, pytest and a pull request.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

if TYPE_CHECKING:
    from datetime import date

    from .vocabulary import Vocabulary

ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Ids of claims, studies, caveats and cards: lower case words joined by hyphens."""

NUMBER_PATTERN = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")
"""A number as a study file writes it. Octal, sexagesimal and exponent forms are text."""


SMALL_STUDY = 100
"""Fewer participants or animals than this are a small study."""

FEW_COMPLETERS = 0.85
"""A smaller share of completers than this calls for care."""


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
    suggestion: str = ""

    def __str__(self) -> str:
        """The line printed by ``evidence check``: ``path:line: severity: rule: message``."""
        mend = f" {self.suggestion}" if self.suggestion else ""
        return f"{self.path}:{self.line}: {self.severity}: {self.rule}: {self.message}{mend}"


# ---------------------------------------------------------------------------------------
# Study files


class Unknown(StrEnum):
    """Why a value is not there. An unknown is always one of these words, never a blank."""

    NOT_SEEN = "not-seen"
    NOT_REPORTED = "not-reported"
    NOT_APPLICABLE = "not-applicable"
    UNCLEAR = "unclear"

    @property
    def words(self) -> str:
        """The word as readers see it."""
        return self.value.replace("-", " ")


class Record(BaseModel):
    """A part of a study file: closed (an unknown key is an error) and immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _one_or_many(value: Any) -> Any:
    """Let an author write one word where a list of words is meant."""
    return (value,) if isinstance(value, str) else value


def _not_blank(value: Any) -> Any:
    if isinstance(value, str) and not value.strip():
        raise ValueError("expected words, found nothing")
    return value


def _true_or_false(value: Any) -> Any:
    """Only ``true`` and ``false`` are truth values; ``yes``, ``no`` and ``on`` are text."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_not_blank)]
"""Words, or one of the words of :class:`Unknown`."""
Words = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many)]
"""One word or a list of words."""
Flag = Annotated[bool, Field(strict=True), BeforeValidator(_true_or_false)]
Identifier = Annotated[str, Field(pattern=rf"^{ID_PATTERN.pattern}$")]


class Quantity(Record):
    """A number as the source printed it, or the word that says why there is none.

    ``text`` (``value:`` in the file) keeps the printed digits, as ``0.90`` is not ``0.9``;
    ``value`` is the same as a float, NaN where it is unknown. ``derived`` marks a number that
    we worked out, and ``source`` (``from:`` in the file) says from what.
    """

    text: str = Field(alias="value")
    derived: Flag = False
    source: Text | None = Field(default=None, alias="from")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raw = str(raw)
        if isinstance(raw, str):
            raw = {"value": raw}
        text = raw.get("value") if isinstance(raw, Mapping) else None
        if not isinstance(text, str):
            raise ValueError("expected a number, or value: with derived: and from:")  # noqa: TRY004  (pydantic takes ValueError alone)
        if text not in set(Unknown) and not NUMBER_PATTERN.fullmatch(text):
            found = repr(text[:60]) if text else "nothing"
            raise ValueError(f"expected a number or one of {', '.join(Unknown)}, found {found}")
        return raw

    @model_validator(mode="after")
    def _says_from_what(self) -> Quantity:
        if self.derived and not self.source:
            raise ValueError("a derived number says from what: add from:")
        return self

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return self.text not in set(Unknown)

    @property
    def value(self) -> float:
        """The number; NaN where it is unknown."""
        return float(self.text) if self.known else math.nan


class Exposure(Record):
    """What was given or measured. Directions always speak of *more* of ``substance``."""

    what: Words
    substance: Text = "magnesium"
    form: Words = (Unknown.NOT_SEEN,)
    dose: Quantity | None = None
    unit: Text | None = None
    route: Text | None = None


class Arm(Record):
    """A group of a trial or experiment, with its numbers of participants or animals."""

    id: Identifier
    label: Text | None = None
    n_randomised: Quantity | None = None
    n_analysed: Quantity | None = None
    n_completed: Quantity | None = None


class ArmValues(Record):
    """What was measured in one arm, for one result. Units are those of ``unit``."""

    n: Quantity | None = None
    events: Quantity | None = None
    percent: Quantity | None = None
    percent_change: Quantity | None = None
    change: Quantity | None = None
    mean: Quantity | None = None
    sd: Quantity | None = None
    se: Quantity | None = None
    median: Quantity | None = None
    q1: Quantity | None = None
    q3: Quantity | None = None
    low: Quantity | None = None
    high: Quantity | None = None
    unit: Text | None = None
    text: Text | None = None


class Effect(Record):
    """An estimate with its interval: risk ratio, odds ratio, mean difference and the like.

    ``p`` is text as printed (``= 0.03``, ``< 0.001``, ``not-significant``). ``per`` is the
    contrast of a ratio per unit of exposure. ``scale`` says on which scale the interval is
    symmetric. ``level`` is the confidence level in percent.
    """

    measure: Text
    value: Quantity | None = None
    low: Quantity | None = None
    high: Quantity | None = None
    level: Quantity | None = None
    unit: Text | None = None
    p: Text | None = None
    p_source: Text | None = None
    per: Text | None = None
    adjusted_for: Words = ()
    scale: Literal["log", "linear"] | None = None
    derived: Flag = False
    source: Text | None = Field(default=None, alias="from")

    @model_validator(mode="after")
    def _says_from_what(self) -> Effect:
        if self.derived and not self.source:
            raise ValueError("a derived effect says from what: add from:")
        return self


class Result(Record):
    """One outcome of a study at one time, in one contrast.

    ``headline`` marks the result that stands for the study on this outcome. ``type``,
    ``population`` and ``reviews`` (``from:``) narrow a result of a study that mixes them.
    """

    id: Identifier
    outcome: Text
    label: Text | None = None
    timepoint: Text | None = None
    analysis: Text | None = None
    contrast: Text
    arms: dict[str, ArmValues] = Field(default_factory=dict)
    effect: Effect | None = None
    direction: Text
    headline: Flag = False
    seen: Text
    source: Text
    type: Text | None = None
    population: Words = ()
    reviews: Text | None = Field(default=None, alias="from")
    dose_level: Text | None = None
    notes: Text | None = None


class Figure(Record):
    """A reference figure of a context source: food content, limit, share by mass."""

    id: Identifier
    outcome: Text
    item: Text
    value: Quantity
    low: Quantity | None = None
    high: Quantity | None = None
    unit: Text
    serving: Text | None = None
    confidence: Text
    seen: Text
    source: Text
    notes: Text | None = None


class RiskOfBias(Record):
    """The tool used and its judgement: ``not-assessed``, or a word per domain."""

    tool: Text
    judgement: Text | dict[str, Text]
    reason: Text | None = None

    @field_validator("judgement", mode="before")
    @classmethod
    def _words(cls, raw: Any) -> Any:
        """One fault for the whole field, where pydantic would report each way to read it."""
        words = raw.values() if isinstance(raw, Mapping) else [raw]
        if not words or not all(isinstance(word, str) and word.strip() for word in words):
            raise ValueError("expected not-assessed, or a word for each domain")
        return raw


class Misprint(Record):
    """A printed figure that does not fit the others, as found and as recomputed."""

    result: Identifier
    kind: Text | None = None
    printed: Text
    recomputed: Text
    by: Text
    shown_to_readers: Flag = True


class Checked(Record):
    """Who compared the file with its source, and when."""

    by: Text
    date: Text


class Study(Record):
    """One study file. Bibliographic data stand in references.bib under the same id."""

    id: Identifier
    type: Text
    stream: Text | None = None
    extraction: Text
    publication: Text
    use: Literal["none"] | None = None
    use_reason: Text | None = None
    registration: Text | None = None
    country: Words = ()
    funding: Text | None = None
    conflicts: Text | None = None
    design: Text | None = None
    blinding: Text | None = None
    allocation: Text | None = None
    system: Text | None = None
    reviews: Words = ()
    searched_to: Text | None = None
    n_studies: Quantity | None = None
    authors_certainty: Text | None = None
    population: Words
    population_text: Text | None = None
    n_total: Quantity | None = None
    n_completed: Quantity | None = None
    exposure: Exposure | None = None
    comparator: Text | None = None
    duration: Text | None = None
    follow_up: Text | None = None
    analysis: Text | None = None
    group: Text | None = None
    arms: tuple[Arm, ...] = ()
    results: tuple[Result, ...] = ()
    figures: tuple[Figure, ...] = ()
    rob: RiskOfBias | None = None
    flags: Words = ()
    misprints: tuple[Misprint, ...] = ()
    notes: Text | None = None
    checked: Checked

    path: str = Field(default="", exclude=True)
    lines: dict[str, int] = Field(default_factory=dict, exclude=True, repr=False)

    @property
    def at(self) -> Location:
        """The first line of the study file."""
        return Location(self.path, 1)

    def line_of(self, *steps: str | int) -> Location:
        """Where a field stands, or the nearest field around it that the file has."""
        for end in range(len(steps), 0, -1):
            line = self.lines.get(".".join(map(str, steps[:end])))
            if line:
                return Location(self.path, line)
        return self.at

    @property
    def measured(self) -> tuple[str, ...]:
        """The outcomes of its results and figures, each once, in their order."""
        named = [*(result.outcome for result in self.results), *(f.outcome for f in self.figures)]
        return tuple(dict.fromkeys(named))

    def result(self, result_id: str) -> Result | None:
        """The result with this id."""
        return next((result for result in self.results if result.id == result_id), None)

    def figure(self, figure_id: str) -> Figure | None:
        """The reference figure with this id."""
        return next((figure for figure in self.figures if figure.id == figure_id), None)

    @property
    def all_flags(self) -> frozenset[str]:
        """The typed flags and those that follow from the data."""
        flags = set(self.flags)
        if self.blinding == "open":
            flags.add("open-label")
        if self.publication == "conference":
            flags.add("conference")
        if self.n_total and self.n_total.value < SMALL_STUDY:
            flags.add("n-below-100")
        if self._completed_share() < FEW_COMPLETERS:
            flags.add("completers-below-85")
        compared = [result.contrast for result in self.results if result.contrast != "descriptive"]
        if compared and set(compared) == {"within-arm"}:
            flags.add("within-arm-only")
        return frozenset(flags)

    def _completed_share(self) -> float:
        """Completed over randomised, 1 where either is unknown."""
        pairs = [(arm.n_completed, arm.n_randomised) for arm in self.arms]
        if self.n_completed:
            pairs = [(self.n_completed, self.n_total)]
        if not pairs or any(not (a and b and a.known and b.known) for a, b in pairs):
            return 1.0
        completed = sum(a.value for a, _ in pairs if a)
        randomised = sum(b.value for _, b in pairs if b)
        return completed / randomised if randomised else 1.0


# ---------------------------------------------------------------------------------------
# Pages


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Tagged:
    """What claims, restatements, findings, cards and caveats share: a place and options."""

    at: Location
    docname: str
    lines: Mapping[str, int] = field(hash=False, compare=False)

    def line_of(self, option: str) -> Location:
        """Where an option stands, or the directive where the option is missing."""
        return Location(self.at.path, self.lines.get(option, self.at.line))


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Restatement(Tagged):
    """A sentence that repeats claims in other words and may not be stronger than they are."""

    id: str
    claims: tuple[str, ...]
    content: Content
    text_line: int
    finding: tuple[str, str] | None = None
    own_caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caveat(Tagged):
    """A caveat, defined once; its trigger stands in the vocabulary."""

    id: str
    title: str
    summary: str
    aliases: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the caveat in HTML and in objects.inv."""
        return f"caveat-{self.id}"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


class SentenceKind(StrEnum):
    """Where a sentence stands in its page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    RUBRIC = "rubric"
    CAPTION = "caption"
    CELL = "cell"
    ITEM = "item"
    DEFINITION = "definition"
    ADMONITION_TITLE = "admonition title"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Sentence:
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
    terms: list[str] = field(default_factory=list)
    """The terms that a glossary on the page explains."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def at(self) -> Location:
        """The first line of the page."""
        return Location(self.path, 1)


NOTICES = frozenset({"retracted", "corrected", "concern"})
"""States of a source on which its publisher gave notice."""


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What the data on retractions said of a source: its state, the notice, and the day they were asked.

    ``notice`` is a DOI or ``not-seen``; ``note`` says in our words what it means for the handbook.
    """

    key: str
    status: str
    at: Location
    lines: Mapping[str, int] = field(hash=False, compare=False)
    notice: str | None = None
    checked: str | None = None
    note: str | None = None

    @property
    def has_notice(self) -> bool:
        """Whether the source was retracted, corrected or called into doubt."""
        return self.status in NOTICES

    @property
    def notice_words(self) -> str:
        """Where the notice stands, in words."""
        return f"notice {self.notice}" if self.notice not in {None, Unknown.NOT_SEEN} else "notice not seen"

    def line_of(self, name: str) -> Location:
        """Where a field stands."""
        return Location(self.at.path, self.lines.get(name, self.at.line))


SHORT_NAME = 36
"""Longest name, in characters, of a source without an author."""


@dataclass(frozen=True, slots=True)
class BibliographyEntry:
    """An entry of references.bib. ``names`` are the last names of its authors, in order."""

    key: str
    kind: str
    names: tuple[str, ...]
    title: str
    year: str | None
    fields: Mapping[str, str]
    at: Location
    lines: Mapping[str, int]

    @property
    def short(self) -> str:
        """The name readers see: first author and year, or the start of the title where no author was seen."""
        name = self.names[0] if self.names else shorten(self.title.strip("[]"), SHORT_NAME, placeholder=" …")
        return f"{name} {self.year}" if self.year else f"{name} (year not seen)"

    def line_of(self, name: str) -> Location:
        """Where a field of the entry stands."""
        return Location(self.at.path, self.lines.get(name, self.at.line))


@dataclass(frozen=True)
class Handbook:
    """Everything that was read, frozen: what rules judge and exports print."""

    vocabulary: Vocabulary
    pages: tuple[Page, ...]
    statements: tuple[Statement, ...] = ()
    bibliography: tuple[BibliographyEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What was already found while reading statements, the bibliography and the records."""
    source_checks: tuple[SourceCheck, ...] = ()
    today: date | None = None
    """The day that dates are judged against; without one they are not judged."""

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, by id; a repeated id stands twice."""
        return tuple(sorted((c for p in self.pages for c in p.claims), key=_by_id))

    @cached_property
    def restatements(self) -> tuple[Restatement, ...]:
        """All restatements, by page and order."""
        return tuple(sorted((r for p in self.pages for r in p.restatements), key=_by_place))

    @cached_property
    def caveats(self) -> tuple[Caveat, ...]:
        """All caveats, by id."""
        return tuple(sorted((c for p in self.pages for c in p.caveats), key=_by_id))

    @cached_property
    def cards(self) -> tuple[EvidenceCard, ...]:
        """All cards, in the order of their pages and places."""
        return tuple(sorted((c for p in self.pages for c in p.cards), key=_by_place))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, card by card."""
        return tuple(finding for card in self.cards for finding in card.findings)

    @cached_property
    def studies(self) -> tuple[Study, ...]:
        """All studies, by id."""
        return tuple(sorted((s for p in self.pages for s in p.studies), key=lambda s: s.id))

    @cached_property
    def claim_by_id(self) -> Mapping[str, Claim]:
        """Claims by id and by alias."""
        return _lookup(self.claims)

    @cached_property
    def caveat_by_id(self) -> Mapping[str, Caveat]:
        """Caveats by id and by alias."""
        return _lookup(self.caveats)

    @cached_property
    def card_by_id(self) -> Mapping[str, EvidenceCard]:
        """Cards by id and by alias."""
        return _lookup(self.cards)

    @cached_property
    def study_by_id(self) -> Mapping[str, Study]:
        """Studies by id."""
        return {study.id: study for study in reversed(self.studies)}

    @cached_property
    def entry_by_key(self) -> Mapping[str, BibliographyEntry]:
        """Bibliography entries by key."""
        return {entry.key: entry for entry in reversed(self.bibliography)}

    @cached_property
    def source_check_by_key(self) -> Mapping[str, SourceCheck]:
        """What the data on retractions said, by the key of the source."""
        return {check.key: check for check in self.source_checks}

    @cached_property
    def page_by_path(self) -> Mapping[str, Page]:
        """Pages and study files by the path that problems name."""
        return {page.path: page for page in self.pages}

    def studies_of(self, claim: Claim) -> tuple[Study, ...]:
        """The known studies a claim rests on, in its order."""
        return tuple(self.study_by_id[s] for s in claim.studies if s in self.study_by_id)

    def claims_of(self, finding: Finding) -> tuple[Claim, ...]:
        """A finding's own claims and those that a restatement inside it names, in order."""
        key = (finding.card, finding.stream)
        own = sorted((c for c in self.claims if c.finding == key), key=_by_place)
        named = (
            self.claim_by_id[claim]
            for restatement in self.restatements
            if restatement.finding == key
            for claim in restatement.claims
            if claim in self.claim_by_id
        )
        return tuple(dict.fromkeys((*own, *named)))

    def finding_of(self, claim: Claim) -> Finding | None:
        """The finding around a claim."""
        if claim.finding is None or claim.finding[0] not in self.card_by_id:
            return None
        return self.card_by_id[claim.finding[0]].finding(claim.finding[1])


def _by_id(item: Claim | Caveat) -> tuple[str, Location]:
    return item.id, item.at


def _by_place(item: Tagged) -> Location:
    return item.at


_Named = TypeVar("_Named", Claim, Caveat, EvidenceCard)


def _lookup(items: tuple[_Named, ...]) -> dict[str, _Named]:
    """Items by id and alias; the first in order wins, ids before aliases."""
    named = {alias: item for item in reversed(items) for alias in item.aliases}
    return named | {item.id: item for item in reversed(items)}
