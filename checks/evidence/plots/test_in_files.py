"""Plots for other builders: files, their words, and parts of tall ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from checks.evidence.plots.plot_page import ALL
from evidence.plots.comparable_effects import Estimate, Group
from evidence.plots.forest_plot import Forest, Panel
from evidence.plots.svg import PART, in_files
from evidence.text.safe_svg import svg_fault
from evidence.views.elements import Picture, Table

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook


def test_epub_has_the_pictures_as_files(drawn: MiniHandbook) -> None:
    files = sorted((drawn.out("epub") / "_images").glob("*.svg"))
    assert len(files) == len(ALL)
    for path in files:
        raw = path.read_bytes()
        assert svg_fault(raw) is None
        drawing = etree.fromstring(raw)
        assert drawing.findtext("{*}title")
        assert drawing.findtext("{*}desc")
        assert "currentColor" not in raw.decode()
        assert "href" not in raw.decode()
    page = html.parse(str(drawn.out("epub") / "pictures.xhtml")).getroot()
    assert all(image.get("alt") for image in page.xpath("//figure//img"))


def test_text_has_the_picture_in_words(drawn: MiniHandbook) -> None:
    text = " ".join((drawn.out("text") / "pictures.txt").read_text(encoding="utf-8").split())
    assert (
        "[image: Forest plot: death from any cause. Death from any cause: hazard ratio, 2 estimates:" in text
    )
    assert "Each row is one result" in text
    assert "inverted by us" in text


def test_latex_keeps_caption_and_table(drawn: MiniHandbook) -> None:
    (path,) = drawn.out("latex").glob("*.tex")
    tex = path.read_text(encoding="utf-8")
    assert "Each row is one result" in tex
    assert "Data of this plot" in tex


def _estimate(number: int, value: float) -> Estimate:
    return Estimate(
        study=f"s{number}", name=f"Study {number}", stream="observational", css="is-obs", symbol="s-obs",
        kind="Cohort", what="", value=value, low=value / 2, high=value * 2, shown="a figure", printed="",
        turned=False, direction="Inverse association",
    )  # fmt: skip


ROWS = 40
DEATHS = Group("mortality", "HR", "", True, tuple(_estimate(n, 0.2 + n / 20) for n in range(ROWS)))
TALL = Forest((Panel("Deaths", DEATHS),), (), "magnesium")


@pytest.mark.parametrize("narrow", [False, True])
def test_a_tall_picture_stands_in_several_files(narrow: bool) -> None:
    picture = Picture("forest-plot", "A title", "", "All in words.", TALL, Table("", "", (), ()))
    files = in_files(picture, {}, narrow=narrow)
    drawn = [etree.fromstring(svg.encode()) for svg, _ in files]
    assert len(drawn) > 1
    assert all(float(svg.get("height", "0")) <= PART for svg in drawn)
    names = re.findall(r">(Study \d+)</text>", "".join(svg for svg, _ in files))
    assert names == [f"Study {number}" for number in range(ROWS)]
    assert [words for _, words in files][:2] == [
        f"A title, part 1 of {len(files)}. All in words.",
        f"A title, part 2 of {len(files)}. It is told together with part 1.",
    ]


def test_parts_of_a_forest_plot_have_one_scale() -> None:
    picture = Picture("forest-plot", "", "", "", TALL, Table("", "", (), ()))
    scales = {tuple(re.findall(r">([\d.]+)</text>", svg)) for svg, _ in in_files(picture, {})}
    assert len(scales) == 1


def test_a_picture_that_fits_stands_in_one_file() -> None:
    group = DEATHS._replace(estimates=DEATHS.estimates[:2])
    drawing = Forest((Panel("Deaths", group),), (), "magnesium")
    ((svg, words),) = in_files(Picture("", "A title", "", "Words.", drawing, Table("", "", (), ())), {})
    assert words == "A title. Words."
    assert "part 1" not in svg
