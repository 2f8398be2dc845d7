"""The forest plot: each effect once, the same way round, never one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.evidence.plots.plot_page import add_pictures, evidence_map, figures, page_of, text_of

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook


def test_each_effect_stands_in_drawing_table_and_words(drawn: MiniHandbook) -> None:
    figure = figures(drawn, "forest-plot")
    assert "0.86 (0.75 to 0.98)" in text_of(figure)
    (table,) = page_of(drawn).xpath('//table[@id="forest-plot-data"]')
    assert "HR 0.86 per 0.1 mmol/L (95% CI 0.75 to 0.98)" in text_of(table)
    (words,) = page_of(drawn).xpath('//*[@id="forest-plot-wide-words"]')
    assert "Imagined 2003" in words.text
    assert "0.86 (0.75 to 0.98)" in words.text


def test_less_against_more_is_turned_and_says_so(drawn: MiniHandbook) -> None:
    assert "0.40 (0.20 to 0.80) inverted by us" in text_of(figures(drawn, "forest-plot"))
    assert "we inverted its figures" in drawn.shown("pictures")
    assert "HR 2.50, lowest v highest third (95% CI 1.25 to 5.00)" in drawn.shown("pictures")


def test_a_lost_interval_is_a_cross(fresh: MiniHandbook) -> None:
    fresh.replace("studies/mini-second-2011.yaml", "low: 1.25", "low: not-seen")
    fresh.build()
    forest = figures(fresh, "forest-plot")
    assert "0.40 (interval not in what we read)" in text_of(forest)
    assert "Crosses: the interval was not in what we read." in text_of(forest)
    assert "5.00" not in text_of(forest)


def test_one_effect_alone_is_no_picture(fresh: MiniHandbook) -> None:
    fresh.replace("studies/mini-second-2011.yaml", "measure: HR", "measure: OR")
    fresh.build()
    assert not page_of(fresh).xpath('//figure[@id="forest-plot"]')
    assert "fewer than two effects share a measure and a unit" in fresh.shown("pictures")
    assert "not drawn: the only one with this measure and unit" in fresh.shown("pictures")


def test_effects_of_something_else_are_left_out(fresh: MiniHandbook) -> None:
    fresh.replace("studies/mini-second-2011.yaml", "{what: serum,", "{what: serum, substance: calcium,")
    fresh.build()
    assert not page_of(fresh).xpath('//figure[@id="forest-plot"]')


def test_captions_name_what_the_handbook_is_about(mini: MiniHandbook) -> None:
    mini.replace("../conf/vocabulary.toml", 'substance = "magnesium"', 'substance = "zinc"')
    add_pictures(mini)
    mini.build()
    assert "with more zinc" in text_of(figures(mini, "forest-plot"))
    assert "with more zinc" in text_of(evidence_map(mini))
    assert "magnesium" not in text_of(figures(mini, "forest-plot"))


def test_what_was_not_seen_is_said_and_not_drawn(drawn: MiniHandbook) -> None:
    forest = figures(drawn, "forest-plot")
    assert (
        "Direction only: the effect is not in what we read Other 2011 Cohort Inverse association"
        in text_of(forest)
    )
    (table,) = page_of(drawn).xpath('//table[@id="food-chart-data"]')
    assert "Invented water" not in text_of(figures(drawn, "food-chart"))
    assert "invented water not in what we read not drawn" in text_of(table)
