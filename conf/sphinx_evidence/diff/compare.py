"""Comparing two states of the evidence: records in, changes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .change import Change, by_weight
from .claims import claim_changes
from .findings import card_changes, restatement_changes
from .sides import Sides
from .studies import study_changes
from .texts import caveat_text_changes, statement_changes

if TYPE_CHECKING:
    from ..export_records import EvidenceFile
    from ..vocabulary import Vocabulary

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
