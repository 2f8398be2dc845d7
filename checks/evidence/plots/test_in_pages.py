"""Plots in a page: named, told in words, in the colours of the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from checks.evidence.plots.plot_page import ALL, drawing_of, figures, page_of, text_of
from checks.paths import CONF, THEME
from checks.sphinx_evidence.build.test_incremental import Written

if TYPE_CHECKING:
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook


@pytest.mark.parametrize("kind", ALL)
def test_a_picture_is_named_and_told_in_words(drawn: MiniHandbook, kind: str) -> None:
    page = page_of(drawn)
    for css in ("wide", "narrow"):
        (picture,) = figures(drawn, kind).xpath(f'.//*[contains(@class, "picture-{css}")]')
        assert picture.get("role") == "img"
        for attribute in ("aria-labelledby", "aria-describedby"):
            (words,) = page.xpath(f'//*[@id="{picture.get(attribute)}"]')
            assert words.text
    assert figures(drawn, kind).xpath("./figcaption")
    assert page.xpath(f'//table[@id="{kind}-data"]//tbody/tr')


def test_no_id_stands_twice(drawn: MiniHandbook) -> None:
    ids = page_of(drawn).xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", ALL)
def test_colours_are_those_of_the_page(drawn: MiniHandbook, kind: str) -> None:
    drawing = drawing_of(drawn, kind).decode()
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb\(", drawing)
    assert " style=" not in drawing
    sheet = (THEME / "static" / "handbook.css").read_text(encoding="utf-8")
    used = set(re.findall(r"\b[fsc]-[a-z0-9-]+(?=[ \"])", " ".join(re.findall(r'class="[^"]*"', drawing))))
    assert used
    assert [name for name in used if f".{name} {{" not in sheet] == []


@pytest.mark.parametrize("kind", ALL)
def test_nothing_is_fetched_and_every_symbol_is_in_the_page(drawn: MiniHandbook, kind: str) -> None:
    ids = set(page_of(drawn).xpath("//@id"))
    targets = re.findall(r'href="([^"]*)"', drawing_of(drawn, kind).decode())
    assert [target for target in targets if target[:1] != "#" or target[1:] not in ids] == []
    assert "url(" not in drawing_of(drawn, kind).decode()


def test_type_is_never_small(drawn: MiniHandbook) -> None:
    sizes = [float(size) for size in page_of(drawn).xpath('//*[local-name()="text"]/@font-size')]
    assert sizes
    assert min(sizes) >= 12


def test_a_changed_study_changes_the_picture(fresh: MiniHandbook) -> None:
    fresh.build()
    before = {kind: drawing_of(fresh, kind) for kind in ALL}
    fresh.replace("studies/mini-second-2011.yaml", "high: 5.00", "high: 4.00")
    fresh.replace("studies/mini-table-2012.yaml", "value: 61", "value: 99")
    fresh.build()
    assert "0.40 (0.25 to 0.80)" in text_of(figures(fresh, "forest-plot"))
    assert "99 mg" in text_of(figures(fresh, "food-chart"))
    changed = {kind for kind in ALL if drawing_of(fresh, kind) != before[kind]}
    assert changed == {"forest-plot", "food-chart"}


def test_a_page_is_written_when_its_picture_changes(fresh: MiniHandbook) -> None:
    fresh.build()
    written = Written(fresh)
    fresh.replace("studies/mini-table-2012.yaml", "value: 61", "value: 62")
    fresh.build()
    assert "pictures" in written.pages()
    written = Written(fresh)
    fresh.build()
    assert written.pages() == set()


def test_the_same_data_give_the_same_bytes(fresh: MiniHandbook, tmp_path: Path) -> None:
    fresh.build()
    first = (fresh.out() / "pictures.html").read_bytes()
    command = [sys.executable, "-m", "sphinx", "-q", "-j", "2", "-c", str(fresh.conf)]
    for builder, name in (("html", "pictures.html"), ("epub", "_images")):
        made = []
        for seed in ("1", "2"):
            out = tmp_path / f"{builder}-{seed}"
            settings = {**os.environ, "PYTHONPATH": str(CONF), "PYTHONHASHSEED": seed}
            subprocess.run(
                [*command, "-b", builder, "-d", str(tmp_path / f"trees-{seed}"), str(fresh.docs), str(out)],
                check=True, env=settings, capture_output=True,
            )  # fmt: skip
            files = sorted((out / name).glob("*.svg")) if builder == "epub" else [out / name]
            made.append({path.name: path.read_bytes() for path in files})
        assert made[0] == made[1]
        assert made[0]
        assert builder == "epub" or made[0][name] == first
