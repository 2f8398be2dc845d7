"""Every page is valid HTML, judged by the Nu checker in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.handbook.html.validators import html_faults

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.validator

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title></head><body>{}</body></html>
"""


def test_every_page_is_valid(built_html: Path) -> None:
    assert html_faults(built_html) == []


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("<h1>A page</h1><p>Right.</p>", []),
        ("<h1>A page</h1><p><div>A block in a line.</div></p>", ["No “p” element in scope"]),
        ("<h1>A page</h1><img src='a.png'>", ["must have an “alt” attribute"]),
        ("<h1>A page</h1><h3>A step left out</h3>", ["skipping 1 heading level"]),
    ],
)
def test_a_fault_is_found(tmp_path: Path, part: str, words: list[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(part), encoding="utf-8")
    said = " ".join(fault.words for fault in html_faults(page))
    assert [word for word in words if word not in said] == []
    assert bool(said) == bool(words), said
