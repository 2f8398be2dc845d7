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

from __future__ import annotations

from evidence.analysis.reviews import reviews
from evidence.model import Handbook, ReviewRecord, Severity
from evidence.rules.registry import Remark, Remarks, rule


@rule("review_records", severity=Severity.NOTE, elsewhere=True, position=9)
def check(record: ReviewRecord, handbook: Handbook) -> Remarks:
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
