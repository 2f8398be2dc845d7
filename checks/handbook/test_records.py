"""The records of this handbook are well formed, and say of reviews and retractions no more than was done."""

from __future__ import annotations

from checks.paths import CONF, DOCS
from evidence.files.records.changes import read_history
from evidence.files.records.retractions import read_retractions
from evidence.files.records.reviews import read_reviews
from evidence.vocabulary.vocabulary import load_vocabulary

RECORDS = DOCS / "records"


def test_no_claim_was_reviewed_and_the_history_has_begun() -> None:
    record, problems = read_reviews((RECORDS / "reviews.yaml").read_bytes(), "reviews.yaml")
    assert (record.reviews, problems) == ((), [])
    entries, problems = read_history((RECORDS / "changes.yaml").read_bytes(), "changes.yaml")
    assert problems == []
    assert entries[0].counts["claims"] > 0


def test_the_record_of_retractions_can_be_read() -> None:
    raw = (RECORDS / "retractions.yaml").read_bytes()
    vocabulary = load_vocabulary(CONF / "vocabulary.toml")
    assert read_retractions(raw, "retractions.yaml", vocabulary)[1] == []
