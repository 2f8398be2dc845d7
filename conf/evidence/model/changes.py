"""A change in the evidence: what kind it is, what it is about, and why it matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from evidence.model import Location


class Kind(StrEnum):
    """What changed. The order here is the order in which changes matter."""

    CAVEAT_DROPPED = "caveat-dropped"
    WORDING_STRENGTHENED = "wording-strengthened"
    CERTAINTY_RAISED = "certainty-raised"
    CONTRARY_DROPPED = "contrary-dropped"
    REASON_DROPPED = "reason-dropped"
    NOTICE_CHANGED = "notice-changed"
    FIGURE_CHANGED = "figure-changed"
    DIRECTION_CHANGED = "direction-changed"
    STUDY_TYPE_CHANGED = "study-type-changed"
    SIGNAL_MOVED = "signal-moved"
    VERDICT_MOVED = "verdict-moved"
    CERTAINTY_LOWERED = "certainty-lowered"
    CLAIM_REMOVED = "claim-removed"
    STUDY_REMOVED = "study-removed"
    CARD_REMOVED = "card-removed"
    SOURCE_REMOVED = "source-removed"
    SOURCE_ADDED = "source-added"
    OUTCOME_CHANGED = "outcome-changed"
    REWORDED = "reworded"
    CAVEAT_REWORDED = "caveat-reworded"
    STUDY_CHANGED = "study-changed"
    CARD_CHANGED = "card-changed"
    MOVED = "moved"
    RESTATEMENT_REMOVED = "restatement-removed"
    DISPOSITION_CHANGED = "disposition-changed"
    STATEMENT_CHANGED = "statement-changed"
    RENAMED = "renamed"
    WORDING_SOFTENED = "wording-softened"
    CONTRARY_ADDED = "contrary-added"
    REASON_ADDED = "reason-added"
    CAVEAT_ADDED = "caveat-added"
    CLAIM_ADDED = "claim-added"
    STUDY_ADDED = "study-added"
    CARD_ADDED = "card-added"
    RESTATEMENT_ADDED = "restatement-added"
    NEW_CAVEAT = "new-caveat"

    @property
    def heading(self) -> str:
        """What happened, as the heading over the changes of this kind."""
        return _MEANING[self][0]

    @property
    def why(self) -> str:
        """Why it matters, in plain words."""
        return _MEANING[self][1]


_MEANING = {
    Kind.CAVEAT_DROPPED: (
        "A caveat was dropped",
        "Readers no longer see this warning beside the statement.",
    ),
    Kind.WORDING_STRENGTHENED: (
        "The wording became stronger",
        "The sentence says more than it did. Do its studies carry that?",
    ),
    Kind.CERTAINTY_RAISED: (
        "Certainty was raised",
        "Readers are told that they may rely on this more than before.",
    ),
    Kind.CONTRARY_DROPPED: (
        "A study that disagreed is no longer named",
        "Readers can no longer see that a study found otherwise.",
    ),
    Kind.REASON_DROPPED: (
        "A reason for doubt was dropped",
        "Readers are no longer told of this weakness of the evidence.",
    ),
    Kind.NOTICE_CHANGED: (
        "What is known of a retraction or correction changed",
        "Everything that rests on a withdrawn or corrected source has to be read again.",
    ),
    Kind.FIGURE_CHANGED: (
        "A figure changed",
        "A number that readers see or a statement rests on is another one. Compare it with the source.",
    ),
    Kind.DIRECTION_CHANGED: (
        "The direction changed",
        "The result now points another way than before.",
    ),
    Kind.STUDY_TYPE_CHANGED: (
        "The kind of study changed",
        "The kind of study decides how much a result can say about people.",
    ),
    Kind.SIGNAL_MOVED: (
        "What the studies say together changed",
        "This is what readers of a card and of the table on the home page see first.",
    ),
    Kind.VERDICT_MOVED: (
        "A verdict changed",
        "The verdict heads the card; many read nothing else.",
    ),
    Kind.CERTAINTY_LOWERED: (
        "Certainty was lowered",
        "Readers are told to rely on this less than before.",
    ),
    Kind.CLAIM_REMOVED: (
        "A statement was removed",
        "What it said is no longer in the handbook.",
    ),
    Kind.STUDY_REMOVED: (
        "A study was removed",
        "Nothing in the handbook can rest on it, or be contradicted by it, any more.",
    ),
    Kind.CARD_REMOVED: (
        "A question or part of it was removed",
        "Readers no longer find an answer to it.",
    ),
    Kind.SOURCE_REMOVED: (
        "A source was taken away",
        "The statement rests on less than before, or on other studies.",
    ),
    Kind.SOURCE_ADDED: (
        "A source was added",
        "Does the study say what the statement says?",
    ),
    Kind.OUTCOME_CHANGED: (
        "What was measured changed",
        "The statement now counts for another outcome.",
    ),
    Kind.REWORDED: (
        "Reworded",
        "The sentence says the same as strongly, by its words. Does it still mean the same?",
    ),
    Kind.CAVEAT_REWORDED: (
        "The text of a caveat changed",
        "It stands beside every statement that carries the caveat.",
    ),
    Kind.STUDY_CHANGED: (
        "The record of a study changed",
        "What is known of the study is part of what its statements rest on.",
    ),
    Kind.CARD_CHANGED: (
        "A question changed",
        "The findings under it now answer another question.",
    ),
    Kind.MOVED: (
        "A statement moved to another finding",
        "It now counts for another verdict, or for none.",
    ),
    Kind.RESTATEMENT_REMOVED: (
        "A summary sentence was removed",
        "The statements it repeated are told in one place less.",
    ),
    Kind.DISPOSITION_CHANGED: (
        "The fate of a statement of the article changed",
        "The handbook now judges what the article said in another way.",
    ),
    Kind.STATEMENT_CHANGED: (
        "What is said of a statement of the article changed",
        "The account of what became of the article is another one.",
    ),
    Kind.RENAMED: (
        "Renamed",
        "Only the name changed; the old one still leads to it.",
    ),
    Kind.WORDING_SOFTENED: (
        "The wording became weaker",
        "The sentence says less than it did.",
    ),
    Kind.CONTRARY_ADDED: (
        "A study that disagrees is now named",
        "Readers can see that a study found otherwise.",
    ),
    Kind.REASON_ADDED: (
        "A reason for doubt was added",
        "Readers are told of this weakness of the evidence.",
    ),
    Kind.CAVEAT_ADDED: (
        "A caveat was added",
        "Readers see one warning more beside the statement.",
    ),
    Kind.CLAIM_ADDED: (
        "A statement was added",
        "Check its kind of study, its sources, its certainty and its caveats.",
    ),
    Kind.STUDY_ADDED: (
        "A study was added",
        "Compare its record with the source.",
    ),
    Kind.CARD_ADDED: (
        "A question or part of it was added",
        "The handbook answers something more.",
    ),
    Kind.RESTATEMENT_ADDED: (
        "A summary sentence was added",
        "It may not say more than the statements it repeats.",
    ),
    Kind.NEW_CAVEAT: (
        "A caveat was written",
        "Statements can carry it from now on.",
    ),
}
_ORDER = {kind: place for place, kind in enumerate(Kind)}


class Subject(NamedTuple):
    """What a change is about. ``kind``: claim, finding, restatement, study, caveat, card or statement."""

    kind: str
    id: str
    at: Location


SUBJECTS = {
    "claim": "Statement",
    "finding": "Finding",
    "restatement": "Summary sentence",
    "study": "Study",
    "caveat": "Caveat",
    "card": "Question",
    "statement": "Statement of the article",
}
"""The kinds of subject as readers know them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``what`` says it in a sentence; before and after are the texts to compare, if any.

    ``weakens``: a safeguard was weakened, so that readers are warned less or told more.
    """

    kind: Kind
    subject: Subject
    what: str
    weakens: bool = False
    before: str = ""
    after: str = ""


def by_weight(changes: list[Change]) -> list[Change]:
    """Changes in the order in which they matter: weakened safeguards first, additions last."""
    return sorted(
        dict.fromkeys(changes),
        key=lambda c: (not c.weakens, _ORDER[c.kind], c.subject.kind, c.subject.id, c.what),
    )
