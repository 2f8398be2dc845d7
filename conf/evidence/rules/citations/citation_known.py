"""Every study, claim, source and figure that is named exists.

A study has a file and, under the same id, an entry in the bibliography.

Bad (page):

    # Example

    :::{claim} a-misspelt-study
    :study-type: cohort
    :studies: invented-cohort-2030
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: association-not-causation

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::

Good (page):

    # Example

    :::{claim} a-known-study
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

from typing import TYPE_CHECKING

from evidence.analysis.printed_values import resolves
from evidence.analysis.streams import claims_of_restatement
from evidence.model import (
    Claim,
    Handbook,
    Location,
    Page,
    Reference,
    Restatement,
    ResultReference,
    Statement,
    Study,
)
from evidence.problems import did_you_mean
from evidence.rules.names import undefined
from evidence.rules.registry import Remark, Remarks, rule

if TYPE_CHECKING:
    from collections.abc import Iterable


@rule("claims", "restatements", "studies", "statements", "pages", of_page=("references",), position=1)
def check(item: Claim | Restatement | Study | Statement | Page, handbook: Handbook) -> Remarks:
    match item:
        case Page():
            for reference in item.references:
                yield from _reference(reference, handbook)
        case Study():
            if item.id not in handbook.entry_by_key:
                yield Remark(
                    item.line_of("id"),
                    f"the study {item.id} has no entry in the bibliography",
                    f"Add @article{{{item.id}, …}} to references.bib, or mend the id",
                )
        case Statement():
            yield from undefined("claim", item.claims, handbook.claim_by_id, item.line_of("claims"))
            yield from _sources(item.cite, item.line_of("cite"), handbook)
        case Claim():
            yield from _studies(item.studies, item.line_of("studies"), handbook)
            yield from _studies(item.contrary, item.line_of("contrary"), handbook)
            yield from _sources(item.cite, item.line_of("cite"), handbook)
        case Restatement():
            if len(claims_of_restatement(item, handbook)) < len(item.claims):
                yield from undefined("claim", item.claims, handbook.claim_by_id, item.at)


def _studies(names: tuple[str, ...], at: Location, handbook: Handbook) -> Remarks:
    for name in names:
        if name in handbook.entry_by_key and name not in handbook.study_by_id:
            hint = "It stands in the bibliography only: name it under :cite:, or write its study file."
            yield Remark(at, f"there is no study {name!r}", hint)
        else:
            yield from undefined("study", [name], handbook.study_by_id, at)


def _sources(keys: Iterable[str], at: Location, handbook: Handbook) -> Remarks:
    for key in keys:
        if key not in handbook.entry_by_key:
            hint = did_you_mean(key, sorted(handbook.entry_by_key))
            yield Remark(at, f"the bibliography has no {key!r}", hint)


def _reference(reference: Reference, handbook: Handbook) -> Remarks:
    """Roles; those of caveats are judged by ``caveat-unknown``."""
    if (
        reference.kind in {"study", "result"}
        and reference.target.split(".")[0] in handbook.unreadable_studies
    ):
        return
    lookups = {"claim": handbook.claim_by_id, "study": handbook.study_by_id, "card": handbook.card_by_id}
    if reference.kind in lookups:
        yield from undefined(reference.kind, [reference.target], lookups[reference.kind], reference.at)
    elif reference.kind == "result":
        yield from _figure(reference, handbook)
    elif reference.kind == "cite":
        yield from _sources([reference.target], reference.at, handbook)


def _figure(reference: Reference, handbook: Handbook) -> Remarks:
    """A printed figure: STUDY.RESULT, STUDY.RESULT.ARM or STUDY.FIGURE."""
    parts = reference.target.split(".")
    study_id, name, arm = (*parts, "", "")[:3]
    if len(parts) in {2, 3} and resolves(
        ResultReference(study_id, name, arm or None, reference.at), handbook
    ):
        return
    study = handbook.study_by_id.get(study_id)
    if study is None:
        message = f"there is no study {study_id!r} to print a figure of"
        hint = did_you_mean(study_id, sorted(handbook.study_by_id))
    elif (result := study.result(name)) is None:
        message = f"the study {study_id} has no result {name!r}"
        hint = did_you_mean(name, [r.id for r in study.results] + [figure.id for figure in study.figures])
    else:
        message = f"the result {study_id}.{name} has no arm {arm!r}"
        hint = did_you_mean(arm, result.arms) or "It has no arms: name the result alone"
    yield Remark(reference.at, message, hint)
