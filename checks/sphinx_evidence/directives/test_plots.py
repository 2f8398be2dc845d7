"""Directives of plots: what cannot be read is told at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.evidence.plots.plot_page import FOODS, Bad, assert_told_at_its_line

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook


BAD = {
    "no outcome": Bad("```{forest-plot}\n```", 0, "needs :outcome:"),
    "empty outcome": Bad("```{forest-plot}\n:outcome:\n```", 1, ":outcome: names nothing"),
    "unknown word": Bad(
        "```{forest-plot}\n:stream: trials\n:outcome: mortalty\n```", 2, "Did you mean 'mortality'?"
    ),
    "unknown option": Bad("```{study-timeline}\n:colour: red\n```", 1, "the option :colour: is unknown"),
    "argument": Bad("```{study-timeline} trials\n```", 0, "takes no words behind its name"),
    "map without outcome": Bad("```{evidence-map}\n:stream: trials\n```", 0, "needs :outcome:"),
    "map of an unknown outcome": Bad("```{evidence-map}\n:outcome: mortalty\n```", 1, "mortality"),
    "no figure": Bad(FOODS.replace("mini-table-2012.need-low", "need"), 2, "names no reference figure"),
    "unknown figure": Bad(FOODS.replace("need-low", "need-most"), 2, "need-most"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_at_its_line(mini: MiniHandbook, name: str) -> None:
    assert_told_at_its_line(mini, BAD[name])
