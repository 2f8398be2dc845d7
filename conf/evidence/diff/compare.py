"""Comparing two states of the evidence: records in, changes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.diff.card_changes import card_changes, restatement_changes
from evidence.diff.claim_changes import claim_changes
from evidence.diff.sides import Sides
from evidence.diff.study_changes import study_changes
from evidence.diff.text_changes import caveat_text_changes, statement_changes
from evidence.model.changes import Change, by_weight

if TYPE_CHECKING:
    from evidence.export.records import EvidenceFile
    from evidence.vocabulary.vocabulary import Vocabulary

_PARTS = (
    claim_changes,
    card_changes,
    restatement_changes,
    study_changes,
    caveat_text_changes,
    statement_changes,
)


def compare(old: EvidenceFile, new: EvidenceFile, vocabulary: Vocabulary) -> list[Change]:
    """What changed from one state of the evidence to another, what matters most first.

    Places (pages and lines) and the names of those who checked a file are no evidence: where only
    these differ, nothing changed.
    """
    sides = Sides(old, new, vocabulary)
    return by_weight([change for part in _PARTS for change in part(sides)])
