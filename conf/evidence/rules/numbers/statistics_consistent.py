"""The figures of a study file fit one another, or the file names the misprint.

An interval holds its estimate, lies on the scale of its measure and fits p: both on one side of
no difference, and p within a factor of two (with t below 60 people). Percentages fit their counts
to half a unit of the last digit, groups fit totals, what we worked out follows from the counts, or from
what its ``from:`` names (a share, part, sum, difference or change, as in "241.3 of 400 mg"). A p
of two groups is given by Fisher's test, chi-square or chi-square with continuity correction; if
only some of them give it, the file names which. Analyses by more than counts are left out, and so
are exact and likelihood intervals, which are not symmetric: they have no scale.

Bad (study):

    id: example-2020
    type: cohort
    extraction: abstract
    publication: journal
    population: [general]
    population_text: invented
    n_total: 900
    exposure: {what: serum}
    duration: P5Y
    results:
      - id: deaths
        outcome: mortality
        contrast: adjusted
        effect: {measure: HR, value: 0.84, low: 0.93, high: 0.99}
        direction: benefit
        seen: stated
        source: abstract
    rob: {tool: none, judgement: not-assessed}
    checked: {by: unchecked, date: not-applicable}

Good (study):

    id: example-2020
    type: cohort
    extraction: abstract
    publication: journal
    population: [general]
    population_text: invented
    n_total: 900
    exposure: {what: serum}
    duration: P5Y
    results:
      - id: deaths
        outcome: mortality
        contrast: adjusted
        effect: {measure: HR, value: 0.84, low: 0.71, high: 0.99, p: "= 0.04", scale: log}
        direction: benefit
        seen: stated
        source: abstract
    rob: {tool: none, judgement: not-assessed}
    checked: {by: unchecked, date: not-applicable}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model import Handbook, Study
from evidence.rules.numbers._shared import comparisons_of
from evidence.rules.registry import Remark, Remarks, rule

if TYPE_CHECKING:
    from evidence.analysis.consistency import Comparison


@rule("studies", position=3)
def check(study: Study, handbook: Handbook) -> Remarks:
    for compared in comparisons_of(study, handbook):
        if compared.fault and not any(compared.acknowledged_by(misprint) for misprint in study.misprints):
            result = f"{compared.result}: " if compared.result else ""
            yield Remark(
                study.line_of(*compared.steps),
                f"{result}{compared.fault}",
                _hint(compared),
                compared.severity,
            )


def _hint(compared: Comparison) -> str:
    if compared.ours:
        return "Work it out again: this figure is our own"
    result = compared.result or "a result that it concerns"
    kind = f"kind: {' or '.join(compared.kinds)}" if compared.kinds else f"printed: p {compared.figure}"
    return (
        f"Compare with the source; if that prints it, add it to misprints: with result: {result} and {kind}"
    )
