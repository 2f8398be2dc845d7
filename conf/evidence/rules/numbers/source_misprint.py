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

from __future__ import annotations

from evidence.analysis.caveats import caveats_of, caveats_of_finding, caveats_of_restatement
from evidence.analysis.streams import misprints_printed
from evidence.model import Claim, Finding, Handbook, Study
from evidence.rules.numbers._shared import comparisons_of
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import Statement, content_of, sentence_location

CAVEAT = "source-misprint"
"""The caveat that tells readers of a misprint."""
NEVER_STALE = frozenset({"count"})
"""Kinds whose figures may stand in words only, so that a file without a fault may still have one."""


@rule("studies", "claims", "restatements", "findings", position=4)
def check(item: Study | Statement, handbook: Handbook) -> Remarks:
    if isinstance(item, Study):
        yield from _in_study(item, handbook)
    else:
        yield from _in_sentence(item, handbook)


def _in_study(study: Study, handbook: Handbook) -> Remarks:
    """Misprints that are hidden, or that are not there."""
    for number, misprint in enumerate(study.misprints):
        if not misprint.shown_to_readers:
            yield Remark(
                study.line_of("misprints", number, "shown_to_readers"),
                f"the misprint of {misprint.result} is hidden from readers",
                "Write shown_to_readers: true",
            )
        compared = [c for c in comparisons_of(study, handbook) if c.acknowledged_by(misprint)]
        if compared and misprint.kind not in NEVER_STALE and not any(c.fault for c in compared):
            yield Remark(
                study.line_of("misprints", number),
                f"the misprint of {misprint.result} is not there: the figures of the file fit one another",
                "Enter the figures as the source prints them, or delete the misprint",
            )


def _in_sentence(statement: Statement, handbook: Handbook) -> Remarks:
    """Figures that a misprint touches, printed without the caveat."""
    printed = misprints_printed(content_of(statement), handbook)
    if printed and CAVEAT not in _caveats_beside(statement, handbook):
        for reference in printed:
            yield Remark(
                sentence_location(statement),
                f"the source of {reference} contradicts itself there, and no caveat says so",
                f"Restate a claim that carries {CAVEAT}, or leave the figure out",
            )


def _caveats_beside(statement: Statement, handbook: Handbook) -> tuple[str, ...]:
    """The caveats that readers see with a statement."""
    if isinstance(statement, Claim):
        return caveats_of(statement, handbook)
    if isinstance(statement, Finding):
        return caveats_of_finding(statement, handbook)
    return caveats_of_restatement(statement, handbook)
