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

from __future__ import annotations

from evidence.model import AwaitedTrial, Handbook, ReviewRecord
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, Remarks, rule


@rule("review_records", "awaited", position=10)
def check(record: ReviewRecord | AwaitedTrial, handbook: Handbook) -> Remarks:
    if isinstance(record, AwaitedTrial):
        if record.study not in handbook.study_by_id:
            hint = did_you_mean(record.study, sorted(handbook.study_by_id))
            yield Remark(record.at, f"there is no study {record.study!r}", f"{hint} Or delete the trial")
        return
    for review in record.reviews:
        if review.claim not in handbook.claim_by_id:
            hint = did_you_mean(review.claim, sorted(handbook.claim_by_id)) or "Delete the review"
            yield Remark(review.at, f"there is no claim {review.claim!r}", hint)
