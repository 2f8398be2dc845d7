"""The two sides of a comparison, with the names of their objects and which object became which."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from evidence.export.records import CardRecord, CaveatRecord, ClaimRecord, StudyRecord
from evidence.model import Location
from evidence.model.changes import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidence.export.records import EvidenceFile, FindingRecord, RestatementRecord, StatementRecord
    from evidence.vocabulary.vocabulary import Vocabulary

_Named = ClaimRecord | CaveatRecord | CardRecord
_Record = _Named | StudyRecord
_Kind = TypeVar("_Kind", bound=_Record)


class Paired(NamedTuple, Generic[_Kind]):
    """The objects of one kind that went, those that came, and both states of those that stayed."""

    removed: list[_Kind]
    added: list[_Kind]
    kept: list[tuple[_Kind, _Kind]]


def paired(old: Sequence[_Kind], new: Sequence[_Kind], present: Mapping[str, str]) -> Paired[_Kind]:
    """Both sides of one kind; ``present`` gives the present id of each object that stayed."""
    after = {record.id: record for record in new}
    kept = set(present.values())
    return Paired(
        [record for record in old if record.id not in present],
        [record for record in new if record.id not in kept],
        [(record, after[present[record.id]]) for record in old if record.id in present],
    )


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
        added = [study for study in self.new.studies if study.id not in old_ids]
        present = {}
        for study in self.old.studies:
            renamed = next((new.id for new in added if _same_source(study, new)), None)
            if study.id in new_ids:
                present[study.id] = study.id
            elif renamed and renamed not in present.values():
                present[study.id] = renamed
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
        ids = set(studies)
        lists = [study.file.get("population") for study in self.new.studies if study.id in ids]
        return [word for words in lists if isinstance(words, list) for word in words if isinstance(word, str)]


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


def subject(kind: str, record: _Record | RestatementRecord | StatementRecord) -> Subject:
    """What a change of a record is about; a study file has no one line."""
    return Subject(kind, record.id, Location(record.path, getattr(record, "line", 1)))


def finding_subject(card: CardRecord, finding: FindingRecord) -> Subject:
    """A finding as what a change is about."""
    return Subject("finding", f"{card.id}/{finding.stream}", Location(finding.path, finding.line))
