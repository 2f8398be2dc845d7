"""Rules of statistics: figures of a study file fit one another, and misprints are told as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.caveats import caveats_of, caveats_of_finding, caveats_of_restatement
from evidence.analysis.consistency import comparisons
from evidence.analysis.streams import misprints_printed
from evidence.caching import cached_for_each
from evidence.model import Claim, Finding, Study
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.analysis.consistency import Comparison
    from evidence.model import Handbook, Restatement

CAVEAT = "source-misprint"
"""The caveat that tells readers of a misprint."""

NEVER_STALE = frozenset({"count"})
"""Kinds whose figures may stand in words only, so that nothing found does not mean nothing there."""


@cached_for_each
def _comparisons(study: Study, handbook: Handbook) -> Sequence[Comparison]:
    return comparisons(study, handbook.vocabulary.stopped_outcomes)


@rule(group="numbers", each="studies", scope="named")
def statistics_consistent(study: Study, handbook: Handbook) -> Iterator[Remark]:
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
    for found in _comparisons(study, handbook):
        if found.fault and not any(found.acknowledged_by(misprint) for misprint in study.misprints):
            where = f"{found.result}: " if found.result else ""
            yield Remark(study.line_of(*found.steps), f"{where}{found.fault}", _mend(found), found.severity)


def _mend(found: Comparison) -> str:
    if found.ours:
        return "Work it out again: this figure is our own"
    result = found.result or "a result that it concerns"
    words = f"kind: {' or '.join(found.kinds)}" if found.kinds else f"printed: p {found.figure}"
    return (
        f"Compare with the source; if that prints it, add it to misprints: with result: {result} and {words}"
    )


@rule(group="numbers", each=("studies", "claims", "restatements", "findings"), scope="named")
def source_misprint(item: Study | Claim | Restatement | Finding, handbook: Handbook) -> Iterator[Remark]:
    """A misprint of a source is named in its file, still there, and shown beside all that uses the figure.

    The caveat follows by itself for claims on the outcome of the misprinted result, and for those
    that print it. A restatement or lead prints such a figure only if its claims carry the caveat.

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
            effect: {measure: HR, value: 0.84, low: 0.71, high: 0.99, p: "= 0.04"}
            direction: benefit
            seen: stated
            source: abstract
        rob: {tool: none, judgement: not-assessed}
        misprints:
          - result: deaths
            kind: estimate-outside
            printed: HR 0.84 (0.93 to 0.99)
            recomputed: the estimate lies outside of its interval
            by: comparison
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
            effect: {measure: HR, value: 0.84, low: 0.93, high: 0.99}
            direction: benefit
            seen: stated
            source: abstract
        rob: {tool: none, judgement: not-assessed}
        misprints:
          - result: deaths
            kind: estimate-outside
            printed: HR 0.84 (0.93 to 0.99)
            recomputed: the estimate lies outside of its interval
            by: comparison
        checked: {by: unchecked, date: not-applicable}
    """
    if isinstance(item, Study):
        yield from _in_study(item, handbook)
        return
    content, line = (
        (item.lead, item.lead_line) if isinstance(item, Finding) else (item.content, item.text_line)
    )
    printed = misprints_printed(content, handbook)
    if printed and CAVEAT not in _shown_beside(item, handbook):
        for reference in printed:
            yield Remark(
                item.at._replace(line=line),
                f"the source of {reference} contradicts itself there, and no caveat says so",
                f"Restate a claim that carries {CAVEAT}, or leave the figure out",
            )


def _shown_beside(item: Claim | Restatement | Finding, handbook: Handbook) -> tuple[str, ...]:
    """The caveats that readers see with a statement."""
    if isinstance(item, Claim):
        return caveats_of(item, handbook)
    if isinstance(item, Finding):
        return caveats_of_finding(item, handbook)
    return caveats_of_restatement(item, handbook)


def _in_study(study: Study, handbook: Handbook) -> Iterator[Remark]:
    """Misprints that are hidden, or that are not there."""
    for number, misprint in enumerate(study.misprints):
        what = f"the misprint of {misprint.result}"
        if not misprint.shown_to_readers:
            yield Remark(
                study.line_of("misprints", number, "shown_to_readers"),
                f"{what} is hidden from readers",
                "Write shown_to_readers: true",
            )
        spoken_of = [c for c in _comparisons(study, handbook) if c.acknowledged_by(misprint)]
        if spoken_of and misprint.kind not in NEVER_STALE and not any(c.fault for c in spoken_of):
            yield Remark(
                study.line_of("misprints", number),
                f"{what} is not there: the figures of the file fit one another",
                "Enter the figures as the source prints them, or delete the misprint",
            )
