"""The words of the field, read from vocabulary.toml: the only place where they are written.

Directive options, rules, CSS classes, JSON Schema and the page "How to read this handbook"
all come from here. Order in the file is the order in which words are shown.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from evidence.problems import UserError
from evidence.vocabulary.words import (
    BiasTool,
    CaveatTrigger,
    Certainty,
    Conversion,
    Direction,
    Disposition,
    Extraction,
    FlagWord,
    Form,
    IndexedWord,
    Outcome,
    Population,
    PopulationGroup,
    PopulationKind,
    Publication,
    ReasonWord,
    Signal,
    Stream,
    StudyType,
    Verdict,
    Word,
    hyphened,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


class Vocabulary(BaseModel):
    """All words. Lookups by id: ``vocabulary.find("outcome", "cac")``."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, alias_generator=hyphened)

    digest: str = ""
    """Hash of the file: a changed vocabulary re-reads what depends on it."""
    substance: str
    """What the handbook is about: the exposure of every study that names no other."""

    stream: tuple[Stream, ...]
    study_type: tuple[StudyType, ...]
    bias_tool: tuple[BiasTool, ...]
    certainty: tuple[Certainty, ...]
    reason: tuple[ReasonWord, ...]
    direction: tuple[Direction, ...]
    signal: tuple[Signal, ...]
    verdict: tuple[Verdict, ...]
    outcome: tuple[Outcome, ...]
    population: tuple[Population, ...]
    population_kind: tuple[PopulationKind, ...]
    population_group: tuple[PopulationGroup, ...]
    caveat: tuple[CaveatTrigger, ...]
    flag: tuple[FlagWord, ...]
    extraction: tuple[Extraction, ...]
    publication: tuple[Publication, ...]
    disposition: tuple[Disposition, ...]
    topic: tuple[Word, ...]
    exposure: tuple[Word, ...]
    form: tuple[Form, ...] = ()
    name: tuple[Word, ...] = ()
    """Names whose digits are no figures and whose capitals are no abbreviation."""
    conversion: tuple[Conversion, ...] = ()
    contrast: tuple[Word, ...]
    measure: tuple[Word, ...]
    seen: tuple[Word, ...]
    confidence: tuple[Word, ...]
    design: tuple[IndexedWord, ...]
    blinding: tuple[IndexedWord, ...]
    allocation: tuple[IndexedWord, ...]
    system: tuple[Word, ...]
    dose_level: tuple[Word, ...]
    source_status: tuple[Word, ...]
    misprint_kind: tuple[Word, ...]
    screening: tuple[Word, ...] = ()
    """Decisions on found records: not yet looked at, taken in, and each reason to leave one out."""
    unknown: tuple[Word, ...]

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Word]]:
        return {
            hyphened(kind): {word.id: word for word in getattr(self, kind)}
            for kind in type(self).model_fields
            if kind not in {"digest", "substance"}
        }

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind of word, in the order of the file. ``kind`` is the TOML table."""
        return tuple(self._by_id[kind])

    def knows(self, kind: str, word: str) -> bool:
        """Whether a word of this kind exists."""
        return word in self._by_id[kind]

    def indexed(self, kind: str) -> tuple[IndexedWord, ...]:
        """The words of a kind that headings of PubMed may suggest."""
        return tuple(word for word in self._by_id[kind].values() if isinstance(word, IndexedWord))

    def label(self, kind: str, word: str) -> str:
        """What readers see for a word or an unknown; the word itself where it is neither."""
        found = self._by_id[kind].get(word) or self._by_id["unknown"].get(word)
        return found.label if found and found.label else word

    @cached_property
    def streams(self) -> Mapping[str, Stream]:
        """Streams by id."""
        return {word.id: word for word in self.stream}

    @cached_property
    def study_types(self) -> Mapping[str, StudyType]:
        """Study types by id."""
        return {word.id: word for word in self.study_type}

    @cached_property
    def bias_tools(self) -> Mapping[str, BiasTool]:
        """Tools to judge the risk of bias by id."""
        return {word.id: word for word in self.bias_tool}

    @cached_property
    def certainties(self) -> Mapping[str, Certainty]:
        """Levels of certainty by id."""
        return {word.id: word for word in self.certainty}

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        """Outcomes by id."""
        return {word.id: word for word in self.outcome}

    @cached_property
    def populations(self) -> Mapping[str, Population]:
        """Populations by id."""
        return {word.id: word for word in self.population}

    @cached_property
    def directions(self) -> Mapping[str, Direction]:
        """Directions by id."""
        return {word.id: word for word in self.direction}

    @cached_property
    def signals(self) -> Mapping[str, Signal]:
        """Signals by id."""
        return {word.id: word for word in self.signal}

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Verdicts by id."""
        return {word.id: word for word in self.verdict}

    @cached_property
    def caveats(self) -> Mapping[str, CaveatTrigger]:
        """Triggers of caveats by the caveat's id."""
        return {word.id: word for word in self.caveat}

    @cached_property
    def card_streams(self) -> tuple[Stream, ...]:
        """The streams of an evidence card, those nearest to people first."""
        return tuple(stream for stream in self.stream if stream.in_cards)

    @cached_property
    def stopped_outcomes(self) -> frozenset[str]:
        """Outcomes whose events are people who did not complete the study."""
        return frozenset(word.id for word in self.outcome if word.stopped)

    def kinds(self, streams: Iterable[str]) -> frozenset[str]:
        """What the rules know some streams as."""
        return frozenset(self.streams[stream].kind for stream in streams if stream in self.streams)

    def lowest(self, levels: list[str]) -> str | None:
        """The lowest of some levels of certainty; None where there is none."""
        known = [self.certainties[level] for level in levels if level in self.certainties]
        return min(known, key=lambda level: level.rank).id if known else None

    def firm(self, level: str | None, stream: str | None) -> bool:
        """Whether a result is of moderate or high certainty for people: then its shape is filled."""
        found = self.streams.get(stream or "")
        return bool(level and found and found.people) and self.rank(level or "") >= self.rank("moderate")

    def rank(self, level: str | None) -> int:
        """The rank of a level of certainty, 0 where it is not one."""
        known = self.certainties.get(level or "")
        return known.rank if known else 0


class VocabularyError(UserError):
    """The vocabulary file cannot be used; the message says where and why."""


def load_vocabulary(path: Path) -> Vocabulary:
    """Read vocabulary.toml.

    Raises VocabularyError if the file is missing, is not TOML, or a word lacks a field.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise VocabularyError(f"{path}: {_absent(error)}") from None
    return read_vocabulary(raw, path)


def _absent(error: OSError) -> str:
    return "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror or str(error)


def read_vocabulary(raw: bytes, path: Path) -> Vocabulary:
    """The vocabulary out of the bytes of its file, which messages call ``path``. Raises VocabularyError."""
    try:
        data = tomllib.loads(raw.decode("utf-8"))
        data["digest"] = hashlib.sha256(raw).hexdigest()
        return Vocabulary.model_validate(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise VocabularyError(f"{path}: {where}: {first['msg']}") from None
