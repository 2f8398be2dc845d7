"""The kinds of words of the field: what vocabulary.toml says of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping  # noqa: TC003  (pydantic reads annotations)
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict


def hyphened(name: str) -> str:
    """A name of Python as the file writes it."""
    return name.replace("_", "-")


def mentions(text: str, words: Iterable[str]) -> bool:
    """Whether a text holds one of some words or phrases, whole or in the plural.

    A star at the end marks a stem: ``nephrectom*`` finds "nephrectomised", while ``rat`` finds
    "rat" and "rats" but not "rate".
    """
    return any(_needle(word).search(text) for word in words)


@cache
def _needle(word: str) -> re.Pattern[str]:
    end = "" if word.endswith("*") else r"s?(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(word.removesuffix('*'))}{end}", re.IGNORECASE)


class Word(BaseModel):
    """A word of the field: the id that authors write and the label that readers see."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, alias_generator=hyphened)

    id: str
    label: str


def in_sentence(label: str) -> str:
    """A label within a sentence: its first letter small, unless it begins a name or an acronym."""
    first, _, _ = label.partition(" ")
    named = first[1:] != first[1:].lower() or first[1:2].isdigit() or first in _NAMES
    return label if named else label[:1].lower() + label[1:]


_NAMES = {"Mendelian"}


class IndexedWord(Word):
    """A word that the headings of PubMed suggest: its publication types and subject headings.

    A record with one of ``indexed_as`` and none of ``not_indexed_as`` is guessed to be of this kind.
    """

    indexed_as: tuple[str, ...] = ()
    not_indexed_as: tuple[str, ...] = ()


class Stream(Word):
    """A kind of evidence: trials, observational, laboratory, or context.

    ``kind`` is what the rules of wording know it as, whatever its id. ``css`` is the class that
    gives hue and line, ``symbol`` the id of its picture.
    ``certainty_means`` says what a printed certainty answers in this stream and
    ``second_line`` is printed beside it. ``in_cards`` streams each have a tab.
    """

    description: str
    kind: Literal["trials", "observational", "laboratory", "context"]
    fields: tuple[str, ...] = ()
    """The fields that a study file of this stream must have, beside those that all have."""
    css: str
    symbol: str
    in_cards: bool
    certainty_means: str
    second_line: str = ""
    second_line_outcomes: tuple[str, ...] = ()
    """Kinds of outcome that call for the second line; empty means always."""
    people: bool
    """Whether its studies observe people."""


class StudyType(IndexedWord):
    """A study type: its stream, what it is, and the highest certainty its claims may carry.

    ``stream`` is absent where it follows from what a review reviews. ``ceiling`` is for the
    subjects studied, ``ceiling_single_arm`` where no group was compared. ``outcomes``, where
    given, are the only ones it can carry. ``start`` is the level before anything is rated down.
    """

    stream: str | None = None
    definition: str
    reporting: str
    risk_of_bias: tuple[str, ...]
    """The tools that fit the design, any of which may be used."""
    strongest_wording: str
    start: str | None = None
    ceiling: str | None = None
    ceiling_single_arm: str | None = None
    ceiling_people: str | None = None
    outcomes: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    """Where given, the only directions its claims may have (case reports: harm)."""
    quotes: bool = False
    """Guidance and reference figures: the certainty is that of the quotation."""
    effects: bool = True
    """Whether it can support a claim about an effect at all."""
    fields: tuple[str, ...] = ()
    """The fields that a study file of this type must have, beside those of its stream."""
    planned: bool = False
    """A study under way: it has no results yet."""
    design_rates_down: bool = False
    """Non-randomised and observational types: ``design`` is among the reasons."""


class BiasTool(Word):
    """A tool to judge the risk of bias, with its domains and its judgements from the best to the worst.

    With a tool that has no domains here, a study can only be ``not-assessed``.
    """

    domains: tuple[str, ...] = ()
    judgements: tuple[str, ...] = ()


class Certainty(Word):
    """A level of certainty after GRADE. ``rank`` counts from 1 (very low) to 4 (high)."""

    rank: int
    meaning: str
    symbol: str


class Direction(Word):
    """Where a result points, from the side of more of the exposure.

    ``words`` are those printed for each stream where less of the outcome is better; ``{substance}``
    in them is what was given or measured. Where more of the outcome, or a normal value, is better,
    the other two mappings go before them: what is good for bone density is more of it, so "less"
    would say the opposite.
    """

    description: str
    symbol: str
    words: Mapping[str, str]
    words_more_is_better: Mapping[str, str] = {}
    words_normal_is_better: Mapping[str, str] = {}

    def words_for(self, stream: str, better: str | None, substance: str) -> str:
        """The words printed in a stream for an outcome with this better direction."""
        special = {"more": self.words_more_is_better, "normal": self.words_normal_is_better}
        words = special.get(better or "", {}).get(stream) or self.words.get(stream, self.label)
        return words.replace("{substance}", substance)


class Signal(Word):
    """What the claims of a finding say together."""

    description: str
    symbol: str


class Verdict(Word):
    """A phrase of the closed list that heads a finding. ``label`` is the phrase."""

    streams: tuple[str, ...]
    signals: tuple[str, ...]
    minimum_certainty: str | None = None


class Outcome(Word):
    """What was measured. ``important`` is the smallest difference that matters.

    ``gloss`` explains the label in plain words.
    """

    gloss: str = ""
    kind: Literal["patient", "surrogate", "biochemical", "laboratory", "context"]
    unit: str = ""
    better: Literal["less", "more", "neither", "normal"] | None = None
    measures: str = ""
    important: str = ""
    stopped: bool = False
    """Whether its events are people who did not complete the study."""


class Population(Word):
    """Who or what was studied.

    ``needles``: the words that a sentence must hold to name it, one of each inner list, as
    :func:`mentions` reads them.
    """

    kind: Literal["people", "animals", "tissue", "cells", "none-alive"]
    group: str | None = None
    needles: tuple[tuple[str, ...], ...]

    def named_in(self, sentence: str) -> bool:
        """Whether a sentence names this population."""
        return all(mentions(sentence, words) for words in self.needles)


class PopulationKind(Word):
    """A kind of population and the general words that name it in a sentence about several."""

    needles: tuple[str, ...]


class Form(Word):
    """A salt or form of the exposure and the words that name it, in sentences and study files."""

    needles: tuple[str, ...]


class Conversion(Word):
    """Two units of one substance: one of ``unit`` is ``factor`` of ``other``.

    ``of`` are words for the substance, ``not_of`` for others with another factor: the nearest
    before a pair of figures says which it is.
    """

    unit: str
    other: str
    factor: float
    of: tuple[str, ...]
    not_of: tuple[str, ...] = ()


class Trigger(BaseModel):
    """Conditions that all hold when a caveat is due. An empty condition does not count.

    ``mentions_all``: the sentence holds one word of each list. ``forms_differ``: the claim's
    studies differ in ``exposure.form``. ``names_other_form``: the sentence names a form that
    none of its studies gave. ``misprint``: a misprint touches a result that is cited.
    ``people``: the studies observe people.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, alias_generator=hyphened)

    types: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    outcome_kinds: tuple[str, ...] = ()
    populations_any: tuple[str, ...] = ()
    population_groups_any: tuple[str, ...] = ()
    population_groups_none: tuple[str, ...] = ()
    names_no_population: bool = False
    exposures: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    """What was given or measured; narrows ``exposures`` to those of these substances."""
    dose_levels: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    headline_contrasts: tuple[str, ...] = ()
    extractions: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    mentions_all: tuple[tuple[str, ...], ...] = ()
    forms_differ: bool = False
    names_other_form: bool = False
    misprint: bool = False
    people: bool = False

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The names of the conditions that count."""
        return tuple(name for name in type(self).model_fields if getattr(self, name))


class CaveatTrigger(Word):
    """When a caveat is due: any of ``when``. Its words for readers stand in docs/caveats.md.

    ``derived`` caveats follow from study files and are added, never typed.
    """

    label: str = ""
    when: tuple[Trigger, ...]
    trigger: str
    """The conditions in words, for the page of caveats."""
    derived: bool = False


class ReasonWord(Word):
    """Why certainty is rated down. ``derived`` reasons are added, never typed."""

    description: str
    derived: bool = False


class Extraction(Word):
    """How much of a source was read. ``ceiling`` caps the certainty of what rests on it."""

    description: str
    ceiling: str | None = None
    citable: bool = True


class Publication(Word):
    """What kind of document the source is. ``ceiling`` caps the certainty."""

    ceiling: str | None = None


class FlagWord(Word):
    """A property of a study that calls for care. ``derived`` flags follow from its data."""

    description: str
    derived: bool = False


class PopulationGroup(Word):
    """A group of populations whose results may be set side by side."""


class Disposition(Word):
    """What became of a statement of the source article."""

    description: str
    needs_claims: bool
    needs_reason: bool
