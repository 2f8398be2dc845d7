"""A study is named by a claim, a statement, a role or a printed figure.

A study that is known and cannot be cited says so: ``use: none`` with ``use_reason:``.

Bad (study):

    id: example-2020
    type: narrative-review
    extraction: abstract
    publication: journal
    population: [not-applicable]
    figures:
      - id: share
        outcome: elemental-share
        item: an invented salt
        value: 60
        unit: "%"
        confidence: low
        seen: stated
        source: abstract
    checked: {by: unchecked, date: not-applicable}

Good (study):

    id: example-2020
    type: narrative-review
    extraction: title
    publication: journal
    population: [not-applicable]
    use: none
    use_reason: only the title was seen
    checked: {by: unchecked, date: not-applicable}
"""

from __future__ import annotations

from evidence.caching import cached_on_handbook
from evidence.model import Handbook, Severity, Study
from evidence.rules.registry import Remark, Remarks, rule


@rule("studies", severity=Severity.WARNING)
def check(study: Study, handbook: Handbook) -> Remarks:
    if study.use != "none" and study.id not in _named_studies(handbook):
        yield Remark(
            study.at,
            f"nothing cites the study {study.id}",
            "Name it in a claim, or write use: none with use_reason: in its file",
        )


@cached_on_handbook
def _named_studies(handbook: Handbook) -> frozenset[str]:
    """The ids of the studies that something in the handbook names."""
    named = {study for claim in handbook.claims for study in (*claim.studies, *claim.contrary, *claim.cite)}
    named.update(key for statement in handbook.statements for key in statement.cite)
    for page in handbook.pages:
        for reference in page.references:
            if reference.kind in {"study", "result"}:
                named.add(reference.target.split(".")[0])
    return frozenset(named)
