"""Rules of records: each is written as it must be and speaks of what exists; old reviews are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.reviews import never_reviewed as claims_never_reviewed
from evidence.analysis.reviews import reviews
from evidence.model import AwaitedTrial, Severity
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Handbook, ReviewRecord


@rule(group="pages", each=("review_records", "awaited"))
def record_form(record: ReviewRecord | AwaitedTrial, handbook: Handbook) -> Iterator[Remark]:
    """The files in ``records/`` are well formed, and speak of claims and studies that exist.

    ``evidence review``, ``evidence diff --record``, ``evidence watch`` and ``evidence links`` write them;
    that of retractions is judged by ``retracted``. A review of a claim that was removed goes with it; a
    claim that was renamed keeps its old id as an alias. What is decided on a record in
    ``records/screening.yaml`` is a word of the vocabulary. A host in ``records/links.yaml`` has a reason
    and a day on which its exception ends.

    Bad (reviews):

        a-claim-that-is-gone:
          by: An invented reviewer
          role: other
          date: 2026-11-20
          certainty: low
          text: 0123456789abcdef
          tags: 0123456789abcdef
          studies: {}

    Good (reviews):

        {}
    """
    if isinstance(record, AwaitedTrial):
        if record.study not in handbook.study_by_id:
            hint = did_you_mean(record.study, sorted(handbook.study_by_id))
            yield Remark(record.at, f"there is no study {record.study!r}", f"{hint} Or delete the trial")
        return
    for review in record.reviews:
        if review.claim not in handbook.claim_by_id:
            hint = did_you_mean(review.claim, sorted(handbook.claim_by_id)) or "Delete the review"
            yield Remark(review.at, f"there is no claim {review.claim!r}", hint)


@rule(group="claims", each="review_records", severity=Severity.NOTE, elsewhere=True)
def never_reviewed(record: ReviewRecord, handbook: Handbook) -> Iterator[Remark]:
    """Somebody besides its author reviews each claim, at best a clinician.

    One note counts the claims that nobody reviewed; ``evidence review --due`` lists them. A handbook
    without ``records/reviews.yaml`` keeps no reviews and is told nothing.

    Bad (reviews):

        {}

    Good (reviews):

        a-link:
          by: An invented reviewer
          role: other
          date: 2026-11-20
          certainty: low
          text: 0123456789abcdef
          tags: 0123456789abcdef
          studies: {}
    """
    missing = claims_never_reviewed(handbook)
    if missing:
        yield Remark(
            record.at,
            f"{len(missing)} of {len(handbook.claims)} claims were never reviewed",
            f"The first is {missing[0].id}; evidence review stamps what was read",
        )


@rule(group="claims", each="review_records", severity=Severity.NOTE, elsewhere=True)
def review_due(record: ReviewRecord, handbook: Handbook) -> Iterator[Remark]:
    """A claim is reviewed again when its words, tags, certainty or one of its studies changed.

    The record of reviews remembers the state that was reviewed. A claim that moved to another page, or
    whose lines were broken in another way, is as it was.

    Bad (reviews):

        a-link:
          by: An invented reviewer
          role: other
          date: 2026-11-20
          certainty: low
          text: 0123456789abcdef
          tags: 0123456789abcdef
          studies: {}

    Good (reviews):

        a-link:
          by: An invented reviewer
          role: other
          date: 2026-11-20
          certainty: low
          text: f59782d8fc5ed99a
          tags: f2015ef7f38f3f89
          studies: {}
    """
    for review in record.reviews:
        claim = handbook.claim_by_id.get(review.claim)
        state = reviews(handbook).get(claim.id) if claim else None
        if claim and state and state.review is review and not state.holds:
            yield Remark(
                claim.at,
                f"{claim.id} has changed since {review.by} reviewed it on {review.date}: "
                + "; ".join(state.reasons),
                "Read it again, then stamp it with evidence review",
            )
