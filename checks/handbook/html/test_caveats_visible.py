"""The rendered rule on the real pages: every caveat is seen without a click and without JavaScript."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from checks.handbook.html.caveats_in_html import hidden_caveats
from checks.paths import ROOT
from sphinx_evidence.build.read_handbook import read_handbook

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.model import Handbook


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return read_handbook(ROOT / "docs", ROOT / "conf").handbook


def test_every_caveat_is_visible(handbook: Handbook, built_html: Path) -> None:
    assert [str(problem) for problem in hidden_caveats(handbook, built_html)] == []


@pytest.mark.parametrize(
    ("what", "hidden"),
    [
        ("left out", r""),
        ("in a closed dropdown", r"<details><summary>More</summary>\g<0></details>"),
        ("hidden", r"<span hidden>\g<0></span>"),
    ],
)
def test_a_caveat_that_is_taken_away_is_missed(
    what: str, hidden: str, handbook: Handbook, built_html: Path, tmp_path: Path
) -> None:
    """One mechanism page, with one caveat title gone from beside one claim."""
    pages = shutil.copytree(built_html, tmp_path / "html", ignore=shutil.ignore_patterns("_static"))
    page = pages / "mechanisms" / "crystal-formation.html"
    built: Any = html.fromstring(page.read_bytes())
    but = built.xpath("//div[@class='claim'][@id]/p[@class='but']")[0]
    anchor, title = but.xpath("string(../@id)"), but.xpath("string(a[1])").strip()
    before, tag = page.read_text(encoding="utf-8").split(f'id="{anchor}"', 1)
    changed = re.sub(rf"<a [^>]*>\s*<span>{re.escape(title)}</span>\s*</a>", hidden, tag, count=1)
    assert changed != tag
    page.write_text(f'{before}id="{anchor}"{changed}', encoding="utf-8")
    found = hidden_caveats(handbook, pages)
    assert [(problem.path, title in problem.message) for problem in found] == [
        ("docs/mechanisms/crystal-formation.md", True)
    ], what
