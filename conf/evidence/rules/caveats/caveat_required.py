"""A claim carries every caveat that its studies, outcomes and words call for.

It is typed on the claim or on the finding around it; caveats that follow from the study
files are added by themselves.

Bad (page):

    # Example

    :::{claim} a-link-without-its-caveat
    :study-type: cohort
    :studies: invented-cohort-2003
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::

Good (page):

    # Example

    :::{claim} a-link-with-its-caveat
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

from evidence.analysis.caveats import caveats_derived, caveats_required, caveats_typed
from evidence.model import Claim, Handbook
from evidence.rules.registry import Remark, Remarks, rule


@rule("claims")
def check(claim: Claim, handbook: Handbook) -> Remarks:
    triggers = handbook.vocabulary.caveats
    present = {*caveats_typed(claim, handbook), *caveats_derived(claim, handbook)}
    for caveat in caveats_required(claim, handbook):
        if caveat not in present:
            yield Remark(
                claim.line_of("caveats"),
                f"the claim {claim.id} needs the caveat {caveat}: {triggers[caveat].trigger}",
                f"Write :caveats: {', '.join([*claim.own_caveats, caveat])}",
            )
