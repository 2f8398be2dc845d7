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

from __future__ import annotations

from evidence.analysis.reviews import never_reviewed
from evidence.model import Handbook, ReviewRecord, Severity
from evidence.rules.registry import Remark, Remarks, rule


@rule("review_records", severity=Severity.NOTE, elsewhere=True, position=8)
def check(record: ReviewRecord, handbook: Handbook) -> Remarks:
    claims = never_reviewed(handbook)
    if claims:
        yield Remark(
            record.at,
            f"{len(claims)} of {len(handbook.claims)} claims were never reviewed",
            f"The first is {claims[0].id}; evidence review stamps what was read",
        )
