"""The two sides of a comparison, with the names of their objects and which object became which."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from evidence.export.records import CardRecord, CaveatRecord, ClaimRecord
from evidence.model import Location
from evidence.model.changes import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidence.export.records import (
        EvidenceFile,
        FindingRecord,
        RestatementRecord,
        StatementRecord,
        StudyRecord,
    )
    from evidence.vocabulary.vocabulary import Vocabulary

_Named = ClaimRecord | CaveatRecord | CardRecord


class Sides:
    """The evidence before and after, and the vocabulary that gives words their labels and ranks."""

    def __init__(self, old: EvidenceFile, new: EvidenceFile, vocabulary: Vocabulary) -> None:
        """Pair the objects of both sides."""
        self.old, self.new, self.vocabulary = old, new, vocabulary

    @cached_property
    def claims(self) -> Mapping[str, str]:
        """The present id of each claim that there was and still is."""
        return _present(self.old.claims, self.new.claims)

    @cached_property
    def old_claims(self) -> Mapping[str, ClaimRecord]:
        """The claims that there were, by their ids."""
        return {claim.id: claim for claim in self.old.claims}

    @cached_property
    def new_claims(self) -> Mapping[str, ClaimRecord]:
        """The claims that there are, by their ids."""
        return {claim.id: claim for claim in self.new.claims}

    @cached_property
    def _claim_names(self) -> Mapping[str, str]:
        aliases = {alias: claim.id for claim in reversed(self.new.claims) for alias in claim.aliases}
        return {**aliases, **self.claims}

    def claim(self, key: str) -> str:
        """The present id of a claim that is named by any id it has had."""
        return self._claim_names.get(key, key)

    @cached_property
    def caveats(self) -> Mapping[str, str]:
        """The present id of each caveat that there was and still is."""
        return _present(self.old.caveats, self.new.caveats)

    @cached_property
    def cards(self) -> Mapping[str, str]:
        """The present id of each card that there was and still is."""
        return _present(self.old.cards, self.new.cards)

    @cached_property
    def studies(self) -> Mapping[str, str]:
        """The present id of each study that there was and still is, known again by DOI or PMID."""
        new_ids = {study.id for study in self.new.studies}
        old_ids = {study.id for study in self.old.studies}
        fresh = [study for study in self.new.studies if study.id not in old_ids]
        present = {}
        for study in self.old.studies:
            again = [s for s in fresh if _same_source(study, s)]
            if study.id in new_ids:
                present[study.id] = study.id
            elif again and again[0].id not in present.values():
                present[study.id] = again[0].id
        return present

    @cached_property
    def _study_names(self) -> Mapping[str, str]:
        return {study.id: study_name(study) for side in (self.old, self.new) for study in side.studies}

    def source(self, key: str) -> str:
        """A study or cited source by author and year, or its key where no study file has it."""
        name = self._study_names.get(key)
        return f"{name} ({key})" if name else key

    def caveat(self, key: str) -> str:
        """A caveat by its title, in quotes."""
        titles = {c.id: c.title for side in (self.old, self.new) for c in side.caveats}
        return f'"{titles[key]}"' if titles.get(key) else key

    def label(self, kind: str, word: str | None) -> str:
        """A word of the vocabulary as readers see it, in the middle of a sentence."""
        if not word:
            return "none"
        label = self.vocabulary.label(kind, word)
        return label[:1].lower() + label[1:] if label[1:2].islower() else label

    def labels(self, kind: str, words: Iterable[str]) -> str:
        """Several words of the vocabulary."""
        return ", ".join(self.label(kind, word) for word in words) or "none"

    def populations(self, studies: Iterable[str]) -> list[str]:
        """The populations of some studies as they are now."""
        wanted = set(studies)
        found: list[str] = []
        for study in self.new.studies:
            words = study.file.get("population") if study.id in wanted else None
            found += [word for word in words if isinstance(word, str)] if isinstance(words, list) else []
        return found


def _present(old: Sequence[_Named], new: Sequence[_Named]) -> dict[str, str]:
    """Old ids to present ones, through aliases."""
    ids = {item.id for item in new}
    aliases = {alias: item.id for item in reversed(new) for alias in item.aliases}
    before = {item.id for item in old}
    present: dict[str, str] = {}
    for item in old:
        if item.id in ids:
            present[item.id] = item.id
        elif item.id in aliases and aliases[item.id] not in before | set(present.values()):
            present[item.id] = aliases[item.id]
    return present


def _same_source(one: StudyRecord, other: StudyRecord) -> bool:
    return bool((one.doi and one.doi == other.doi) or (one.pmid and one.pmid == other.pmid))


def study_name(study: StudyRecord) -> str:
    """A study by its first author's last name and its year."""
    author = (study.authors or "").split(" and ")[0].split(",")[0].strip()
    return " ".join(filter(None, (author, study.year))) or (study.title or "")[:40].strip()


def subject(
    kind: str, record: ClaimRecord | CaveatRecord | CardRecord | RestatementRecord | StatementRecord
) -> Subject:
    """What a change of a record is about."""
    return Subject(kind, record.id, Location(record.path, record.line))


def study_subject(study: StudyRecord) -> Subject:
    """A study as what a change is about."""
    return Subject("study", study.id, Location(study.path, 1))


def finding_subject(card: CardRecord, finding: FindingRecord) -> Subject:
    """A finding as what a change is about."""
    return Subject("finding", f"{card.id}/{finding.stream}", Location(finding.path, finding.line))
