"""A caveat that is defined is carried by at least one claim, finding or restatement.

Bad (page):

    # Example

    :::{caveat} nobody-needs-it
    :title: Nobody needs it
    :summary: No claim carries this caveat.

    Text.
    :::

Good (page):

    # Example

    :::{claim} a-link
    :study-type: cohort
    :studies: invented-cohort-2003
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: a-house-is-not-a-home

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::

    :::{caveat} a-house-is-not-a-home
    :title: A house is not a home
    :summary: The claim above carries this caveat.

    Text.
    :::
"""

from __future__ import annotations

from evidence.analysis.caveats import caveats_of, caveats_of_finding, caveats_of_restatement
from evidence.caching import cached_on_handbook
from evidence.model import Caveat, Handbook, Severity
from evidence.rules.registry import Remark, Remarks, rule


@rule("caveats", severity=Severity.WARNING)
def check(caveat: Caveat, handbook: Handbook) -> Remarks:
    if caveat.id not in _carried_caveats(handbook):
        yield Remark(
            caveat.at,
            f"no claim, finding or restatement carries the caveat {caveat.id}",
            "Name it where it holds, or delete it here and in the vocabulary",
        )


@cached_on_handbook
def _carried_caveats(handbook: Handbook) -> frozenset[str]:
    """Every caveat that is printed beside something, or may follow from a study that cannot be read."""
    carried: set[str] = set()
    if any(map(handbook.rests_on_unreadable, handbook.claims)):
        carried.update(handbook.vocabulary.ids("caveat"))
    carried.update(*(caveats_of(claim, handbook) for claim in handbook.claims))
    carried.update(*(caveats_of_finding(finding, handbook) for finding in handbook.findings))
    carried.update(*(caveats_of_restatement(restated, handbook) for restated in handbook.restatements))
    return frozenset(carried)
