"""A claim names at least one study that may be cited; advice and definitions cite a source.

A study of which only the title was seen, or whose file says ``use: none``, may not be cited,
and a study does not stand both for and against.

Bad (page):

    # Example

    :::{claim} nobody-says-so
    :study-type: cohort
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality

    In people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::

Good (page):

    # Example

    :::{claim} a-cohort-says-so
    :study-type: cohort
    :studies: invented-cohort-2003
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: association-not-causation

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::
"""

from __future__ import annotations

from evidence.analysis.streams import study_types_of_claim
from evidence.model import Claim, Handbook
from evidence.rules.registry import Remark, Remarks, rule


@rule("claims", position=4)
def check(claim: Claim, handbook: Handbook) -> Remarks:
    study_types = study_types_of_claim(claim, handbook)
    may_cite = bool(study_types) and not any(study_type.effects for study_type in study_types)
    if not claim.studies and not (may_cite and claim.cite):
        expected = ":studies: or :cite: with a source" if may_cite else ":studies: with at least one study"
        yield Remark(claim.line_of("studies"), f"the claim {claim.id} names no source", f"Add {expected}")
    for option, names in (("studies", claim.studies), ("contrary", claim.contrary)):
        for name in names:
            yield from _not_citable(claim, option, name, handbook)
    for name in claim.contrary:
        if name in claim.studies and name in handbook.study_by_id:
            yield Remark(
                claim.line_of("contrary"),
                f"{name} stands both for and against the claim {claim.id}",
                "Keep it in :studies: with :direction: mixed, or in :contrary: alone",
            )


def _not_citable(claim: Claim, option: str, name: str, handbook: Handbook) -> Remarks:
    study = handbook.study_by_id.get(name)
    if study is None:
        return
    if study.use == "none":
        yield Remark(
            claim.line_of(option),
            f"{name} may not be cited: {study.use_reason or 'use: none'}",
            "Name another study, or complete its file and delete use: none",
        )
    elif any(word.id == study.extraction and not word.citable for word in handbook.vocabulary.extraction):
        yield Remark(
            claim.line_of(option),
            f"{name} may not be cited: extraction is {study.extraction}",
            "Read at least its abstract and record that in its file, or name another study",
        )
