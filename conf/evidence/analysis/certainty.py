"""The highest certainty that studies can carry, whatever a claim that rests on them says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.streams import study_types_of_claim, types_of_study

if TYPE_CHECKING:
    from evidence.model import Claim, Handbook, Study
    from evidence.vocabulary.vocabulary import Vocabulary
    from evidence.vocabulary.words import StudyType


def ceiling_of_study(study: Study, kind: StudyType, vocabulary: Vocabulary) -> str | None:
    """The highest certainty that a claim of one study type may draw from a study.

    The lowest of: what the design carries, what the publication and the part of the source
    that was read carry, and moderate where the risk of bias was not assessed in every domain. A review
    carries what the types it reviewed carry. For guidance and reference figures the
    certainty is that of the quotation, so neither bias nor extraction lowers it.
    """
    extraction = next((w for w in vocabulary.extraction if w.id == study.extraction), None)
    publication = next((w for w in vocabulary.publication if w.id == study.publication), None)
    if kind.quotes:
        return kind.ceiling
    design = kind.ceiling
    if kind.stream is None:
        reviewed = [vocabulary.study_types.get(word) for word in study.reviews]
        ranked = [k.ceiling for k in reviewed if k and k.ceiling]
        design = max(ranked, key=vocabulary.rank, default=None)
    if study.design == "single-arm" and kind.ceiling_single_arm:
        design = kind.ceiling_single_arm
    caps = [
        design,
        extraction.ceiling if extraction else None,
        publication.ceiling if publication else None,
        None if study.rob and study.rob.complete else "moderate",
    ]
    return vocabulary.lowest([cap for cap in caps if cap]) if design else None


def ceiling_of_claim(claim: Claim, handbook: Handbook) -> str | None:
    """The highest certainty that a claim's best study and type can carry; None where none can."""
    vocabulary = handbook.vocabulary
    kinds = study_types_of_claim(claim, handbook)
    studies = handbook.studies_of(claim)
    levels = [kind.ceiling for kind in kinds if claim.cite and not kind.effects]
    levels += [
        ceiling_of_study(study, kind, vocabulary)
        for kind in kinds
        for study in studies
        if kind.id in types_of_study(study)
    ]
    return max((level for level in levels if level), key=vocabulary.rank, default=None)
