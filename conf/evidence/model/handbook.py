"""The handbook: everything that was read, frozen, with its lookups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from evidence.model.claims import (
    Caveat,
    Claim,
    EvidenceCard,
    Finding,
    Restatement,
    ResultReference,
    Statement,
    Tagged,
)
from evidence.model.sources import BibliographyEntry
from evidence.problems import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from evidence.model.claims import Content
    from evidence.model.pages import Page
    from evidence.model.records import ChangeEntry, Review, ReviewRecord
    from evidence.model.screening import AwaitedTrial, ScreenedRecord, Search
    from evidence.model.sources import SourceCheck
    from evidence.model.studies import Study
    from evidence.problems import Problem
    from evidence.vocabulary.vocabulary import Vocabulary


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
    searches: tuple[Search, ...] = ()
    screened: tuple[ScreenedRecord, ...] = ()
    awaited: tuple[AwaitedTrial, ...] = ()
    """What the registry said of the trials that the handbook waits for."""
    today: date | None = None
    """The day that dates are judged against; without one they are not judged."""
    review_records: tuple[ReviewRecord, ...] = ()
    """The record of reviews; none where the handbook keeps none."""
    history: tuple[ChangeEntry, ...] = ()
    """What changed in the evidence, the oldest entry first."""

    @cached_property
    def searched(self) -> str:
        """The day since which every stored search has been run; blank where one has not been, or none is."""
        return min((search.run or "" for search in self.searches), default="")

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
    def reviews(self) -> tuple[Review, ...]:
        """All reviews, in the order of their record."""
        return tuple(review for record in self.review_records for review in record.reviews)

    @cached_property
    def claim_by_id(self) -> Mapping[str, Claim]:
        """Claims by id and by alias."""
        return _lookup(self.claims)

    @cached_property
    def restatement_by_id(self) -> Mapping[str, Restatement]:
        """Restatements by id."""
        return {restatement.id: restatement for restatement in reversed(self.restatements)}

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

    @cached_property
    def unreadable_studies(self) -> frozenset[str]:
        """Keys of studies whose files are there but could not be read."""
        files = (PurePosixPath(page.path) for page in self.pages if not page.studies)
        return frozenset(file.stem for file in files if file.suffix == ".yaml")

    def rests_on_unreadable(self, item: object) -> bool:
        """Whether an object rests on a study that could not be read.

        Until that one fault is mended, whatever else is found about the object follows from it.
        """
        return bool(self.unreadable_studies) and not self.unreadable_studies.isdisjoint(self._named_by(item))

    def _named_by(self, item: object) -> Iterator[str]:
        """The keys of the sources that an object names, itself or through the claims that it is made of."""
        claims: Iterable[Claim] = ()
        match item:
            case Claim():
                yield from (*item.studies, *item.contrary, *item.cite, *_figures(item.content))
            case Restatement():
                yield from _figures(item.content)
                claims = self._known_claims(item.claims)
            case Statement():
                yield from item.cite
                claims = self._known_claims(item.claims)
            case Finding():
                claims = self.claims_of(item)
            case EvidenceCard():
                claims = [claim for finding in item.findings for claim in self.claims_of(finding)]
            case BibliographyEntry():
                yield item.key
        for claim in claims:
            yield from self._named_by(claim)

    def _known_claims(self, names: Iterable[str]) -> Iterator[Claim]:
        return (self.claim_by_id[name] for name in names if name in self.claim_by_id)

    def studies_of(self, claim: Claim) -> tuple[Study, ...]:
        """The known studies a claim rests on, in its order."""
        return tuple(self.study_by_id[s] for s in claim.studies if s in self.study_by_id)

    def claims_of(self, finding: Finding) -> tuple[Claim, ...]:
        """A finding's own claims and those that a restatement inside it names, in order."""
        return self._claims_by_finding.get((finding.card, finding.stream), ())

    @cached_property
    def _claims_by_finding(self) -> Mapping[tuple[str, str], tuple[Claim, ...]]:
        found: dict[tuple[str, str], dict[Claim, None]] = {}
        for claim in sorted(self.claims, key=_by_place):
            if claim.finding:
                found.setdefault(claim.finding, {})[claim] = None
        for restatement in self.restatements:
            if restatement.finding:
                named = (self.claim_by_id[claim] for claim in restatement.claims if claim in self.claim_by_id)
                found.setdefault(restatement.finding, {}).update(dict.fromkeys(named))
        return {finding: tuple(claims) for finding, claims in found.items()}

    def claim_at(self, claim_id: str, path: str, line: int) -> Claim | None:
        """The claim that stands at a place; where an id is repeated, a name alone does not tell it."""
        return self._claim_by_place.get((claim_id, Location(path, line)))

    @cached_property
    def _claim_by_place(self) -> Mapping[tuple[str, Location], Claim]:
        return {(claim.id, claim.at): claim for claim in reversed(self.claims)}

    def finding_of(self, statement: Claim | Restatement) -> Finding | None:
        """The finding around a claim or a restatement."""
        if statement.finding is None or statement.finding[0] not in self.card_by_id:
            return None
        return self.card_by_id[statement.finding[0]].finding(statement.finding[1])


def _figures(content: Content) -> Iterator[str]:
    """The studies whose figures a sentence prints."""
    return (part.study for part in content if isinstance(part, ResultReference))


def _by_id(item: Claim | Caveat) -> tuple[str, Location]:
    return item.id, item.at


def _by_place(item: Tagged) -> Location:
    return item.at


_Named = TypeVar("_Named", Claim, Caveat, EvidenceCard)


def _lookup(items: tuple[_Named, ...]) -> dict[str, _Named]:
    """Items by id and alias; the first in order wins, ids before aliases."""
    named = {alias: item for item in reversed(items) for alias in item.aliases}
    return named | {item.id: item for item in reversed(items)}
