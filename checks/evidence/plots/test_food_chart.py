"""The food chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.evidence.plots.plot_page import figures, text_of

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook


def test_the_authors_words_follow_the_caption(drawn: MiniHandbook) -> None:
    assert text_of(figures(drawn, "food-chart").find("figcaption")).endswith("Words of the author.")
