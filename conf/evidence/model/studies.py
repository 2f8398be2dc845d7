"""A study file: one study with its arms, results, figures, misprints and what was read of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, field_validator, model_validator

from evidence.model.values import Flag, Identifier, Quantity, Record, Text, Unknown, Words
from evidence.problems import Location

if TYPE_CHECKING:
    from evidence.vocabulary.vocabulary import Vocabulary

SMALL_STUDY = 100
"""Fewer participants or animals than this are a small study."""

FEW_COMPLETERS = 0.85
"""A smaller share of completers than this calls for care."""


class Exposure(Record):
    """What was given or measured. Directions always speak of *more* of ``substance``.

    Without one it is the handbook's own, which the vocabulary names.
    """

    what: Words
    substance: Text | None = None
    form: Words = (Unknown.NOT_SEEN,)
    dose: Quantity | None = None
    unit: Text | None = None
    route: Text | None = None

    def substance_in(self, vocabulary: Vocabulary) -> str:
        """What was given or measured, in a handbook with this vocabulary."""
        return self.substance or vocabulary.substance

    def is_main(self, vocabulary: Vocabulary) -> bool:
        """Whether it is what the handbook is about."""
        return self.substance_in(vocabulary) == vocabulary.substance


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


NO_INFORMATION = "no information"
"""What is written for a domain on which the part of the source that was read says nothing."""


class RiskOfBias(Record):
    """The tool used and its judgement: ``not-assessed``, or a word per domain."""

    tool: Text
    judgement: Text | dict[str, Text]
    reason: Text | None = None

    @property
    def domains(self) -> dict[str, Text]:
        """The judgement of each domain; none where the study was not assessed."""
        return self.judgement if isinstance(self.judgement, dict) else {}

    @property
    def complete(self) -> bool:
        """Whether every domain could be judged."""
        return bool(self.domains) and NO_INFORMATION not in self.domains.values()

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
    changed: Text | None = None
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
