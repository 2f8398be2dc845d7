"""The evidence map: studies by outcome and design, with directions, certainty and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.evidence.plots.plot_page import add_pictures, evidence_map, text_of

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook


def _cells(drawn: MiniHandbook) -> dict[tuple[str, str], str]:
    """The words of each cell, by outcome and study design."""
    head, *rows = (list(row) for row in evidence_map(drawn).iter("tr"))
    return {
        (text_of(row[0]), text_of(design)): text_of(cell)
        for row in rows
        for design, cell in zip(head[1:], row[1:], strict=True)
    }


def test_cells_count_studies_by_direction(drawn: MiniHandbook) -> None:
    cells = _cells(drawn)
    deaths = cells["Death from any cause", "Cohort"]
    assert deaths.startswith("2 studies 2 inverse association")
    assert deaths.endswith("Certainty: low")


def test_gaps_are_shown(drawn: MiniHandbook) -> None:
    cells = _cells(drawn)
    outcomes = {outcome for outcome, _ in cells}
    assert len(outcomes) == 3
    assert cells["Death from any cause", "Animal study"] == "No study"


def test_a_study_with_results_both_ways_is_mixed(mini: MiniHandbook) -> None:
    add_pictures(mini)
    mini.replace("studies/mini-second-2011.yaml", "    headline: true\n", "")
    mini.replace(
        "studies/mini-second-2011.yaml",
        "p: not-seen}\n    direction: benefit",
        "p: not-seen}\n    direction: harm",
    )
    mini.build()
    assert "1 inverse association 1 mixed" in _cells(mini)["Death from any cause", "Cohort"]


def test_filters_narrow_the_map(mini: MiniHandbook) -> None:
    add_pictures(
        mini,
        "# Pictures\n\n{study}`mini-second-2011` {study}`mini-table-2012`\n\n"
        "```{evidence-map}\n:outcome: mortality, cac\n:stream: trials\n```\n",
    )
    mini.build()
    assert {design for _, design in _cells(mini)} == {"Randomised trial"}
