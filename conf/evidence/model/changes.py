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
        "A reason for rating down was removed",
        "Readers are no longer told of this weakness of the evidence.",
    ),
    Kind.NOTICE_CHANGED: (
        "What is known of a retraction or correction changed",
        "Everything that cites a retracted or corrected source needs to be read again.",
    ),
    Kind.FIGURE_CHANGED: (
        "A figure changed",
        "A number that readers see, or that a claim depends on, has changed. Compare it with the source.",
    ),
    Kind.DIRECTION_CHANGED: (
        "The direction changed",
        "The result now points in another direction.",
    ),
    Kind.STUDY_TYPE_CHANGED: (
        "The study design changed",
        "The study design decides how much a result can say about people.",
    ),
    Kind.SIGNAL_MOVED: (
        "What the studies say together changed",
        "This is what readers of a card and of the table on the home page see first.",
    ),
    Kind.VERDICT_MOVED: (
        "A verdict changed",
        "The verdict heads the card, and many readers stop there.",
    ),
    Kind.CERTAINTY_LOWERED: (
        "Certainty was lowered",
        "Readers are told to rely on this less than before.",
    ),
    Kind.CLAIM_REMOVED: (
        "A claim was removed",
        "What it said is no longer in the handbook.",
    ),
    Kind.STUDY_REMOVED: (
        "A study was removed",
        "No claim can cite it any more, for or against.",
    ),
    Kind.CARD_REMOVED: (
        "A question or part of it was removed",
        "Readers no longer find an answer to it.",
    ),
    Kind.SOURCE_REMOVED: (
        "A source was removed",
        "The claim has less evidence than before, or other studies.",
    ),
    Kind.SOURCE_ADDED: (
        "A source was added",
        "Does the study say what the claim says?",
    ),
    Kind.OUTCOME_CHANGED: (
        "What was measured changed",
        "The claim now counts for another outcome.",
    ),
    Kind.REWORDED: (
        "Reworded",
        "The sentence says the same as strongly, by its words. Does it still mean the same?",
    ),
    Kind.CAVEAT_REWORDED: (
        "The text of a caveat changed",
        "Readers see it with every claim that has this caveat.",
    ),
    Kind.STUDY_CHANGED: (
        "The record of a study changed",
        "The claims that cite the study depend on this record.",
    ),
    Kind.CARD_CHANGED: (
        "A question changed",
        "The findings under it now answer another question.",
    ),
    Kind.MOVED: (
        "A claim moved to another finding",
        "It now counts for another verdict, or for none.",
    ),
    Kind.RESTATEMENT_REMOVED: (
        "A summary sentence was removed",
        "The claims it repeated appear in one place fewer.",
    ),
    Kind.DISPOSITION_CHANGED: (
        "The decision on a statement of the source article changed",
        "The handbook now judges what the source article said differently.",
    ),
    Kind.STATEMENT_CHANGED: (
        "The note on a statement of the source article changed",
        "The comparison with the source article has changed.",
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
        "A study that disagrees is now cited",
        "Readers can see that a study reported the opposite.",
    ),
    Kind.REASON_ADDED: (
        "A reason for rating down was added",
        "Readers are told of this weakness of the evidence.",
    ),
    Kind.CAVEAT_ADDED: (
        "A caveat was added",
        "Readers see one more warning beside the claim.",
    ),
    Kind.CLAIM_ADDED: (
        "A claim was added",
        "Check its study design, sources, certainty and caveats.",
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
        "It must not say more than the claims it repeats.",
    ),
    Kind.NEW_CAVEAT: (
        "A caveat was written",
        "Claims can use it from now on.",
    ),
}
_ORDER = {kind: place for place, kind in enumerate(Kind)}


class Subject(NamedTuple):
    """What a change is about. ``kind``: claim, finding, restatement, study, caveat, card or statement."""

    kind: str
    id: str
    at: Location


SUBJECTS = {
    "claim": "Claim",
    "finding": "Finding",
    "restatement": "Summary sentence",
    "study": "Study",
    "caveat": "Caveat",
    "card": "Question",
    "statement": "Statement of the source article",
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
