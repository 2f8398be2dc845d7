"""Pages of the small book as pictures, against stored ones: coarse enough for another font, not for a fault.

A picture is kept as a map of ink: how dark each field of a page is, in 25 steps. After a wanted change
of the design, look at the pages, then renew the maps with ``python -m checks.typst_book.test_looks``.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import pytest

from checks.handbook.pdf.pages import pictures_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

MAPS = Path(__file__).with_name("looks")
FIELDS = 18
"""Fields across a page."""
STEPS = "abcdefghijklmnopqrstuvwxy"
DARKEST = 0.5
"""The share of ink that counts as full: pages of words have less."""
MEAN, MOST = 0.9, 9
"""Steps by which a page may differ on average, and in one field."""

Map = list[str]


def ink_map(picture: Image) -> Map:
    """A page as lines of letters, ``a`` for white paper."""
    height = round(FIELDS * picture.height / picture.width)
    small = picture.resize((FIELDS, height), 4)  # box: the mean of each field
    shades = [
        STEPS[min(round((255 - shade) / 255 / DARKEST * (len(STEPS) - 1)), len(STEPS) - 1)]
        for shade in small.tobytes()
    ]
    return ["".join(shades[start : start + FIELDS]) for start in range(0, len(shades), FIELDS)]


def differs(found: Map, stored: Map) -> bool:
    """Whether a page looks like another one. A line may have moved by a field."""
    if [len(line) for line in found] != [len(line) for line in stored]:
        return True
    steps = [abs(a - b) for a, b in zip(_blurred(found), _blurred(stored), strict=True)]
    return sum(steps) / len(steps) > MEAN or max(steps) > MOST


def _blurred(page: Map) -> list[float]:
    """The mean of each field and those around it."""
    values = [[STEPS.index(letter) for letter in line] for line in page]
    fields = [(row, column) for row in range(len(values)) for column in range(FIELDS)]
    return [
        fmean(
            values[y][x]
            for y in range(max(row - 1, 0), min(row + 2, len(values)))
            for x in range(max(column - 1, 0), min(column + 2, FIELDS))
        )
        for row, column in fields
    ]


def maps_of(pdf: Path) -> list[Map]:
    return [ink_map(picture) for picture in pictures_of(pdf, 20 * FIELDS)]


def stored_maps() -> list[Map]:
    return [path.read_text(encoding="ascii").splitlines() for path in sorted(MAPS.glob("page-*.txt"))]


def changed_pages(found: Sequence[Map], stored: Sequence[Map]) -> list[int]:
    """The numbers of pages that look otherwise; all of them where there are more or fewer."""
    if len(found) != len(stored):
        return list(range(1, len(found) + 1))
    pairs = enumerate(zip(found, stored, strict=True), start=1)
    return [number for number, pair in pairs if differs(*pair)]


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return _built(tmp_path, "")


def _built(folder: Path, added: str) -> Path:
    from checks.typst_book.test_book import copy_book

    book = copy_book(folder / "book")
    with (book.root / "template.typ").open("a", encoding="utf-8") as template:
        template.write(added)
    assert book.build() == (0, "")
    return book.pdf


def test_pages_look_as_they_did(pdf: Path) -> None:
    assert changed_pages(maps_of(pdf), stored_maps()) == []


OVERPRINT = """#let dressed(body) = {
  show heading.where(level: 2): it => { place(dy: -3cm, block(height: 0pt, text(1.6em, lorem(60)))); it }
  body
}
"""
BLANK = "#let dressed(body) = { show text: none; body }\n"


@pytest.mark.parametrize("fault", [OVERPRINT, BLANK], ids=["overprint", "blank"])
def test_a_seeded_fault_is_seen(fault: str, tmp_path: Path) -> None:
    assert changed_pages(maps_of(_built(tmp_path, fault)), stored_maps())


def test_another_font_is_no_fault(tmp_path: Path) -> None:
    slightly = '#let dressed(body) = { set text(size: 10.1pt, font: "New Computer Modern"); body }\n'
    assert changed_pages(maps_of(_built(tmp_path, slightly)), stored_maps()) == []


def renew() -> None:
    """Store the maps of the book as it looks now."""
    with tempfile.TemporaryDirectory() as folder:
        maps = maps_of(_built(Path(folder), ""))
    shutil.rmtree(MAPS, ignore_errors=True)
    MAPS.mkdir()
    for number, page in enumerate(maps, start=1):
        (MAPS / f"page-{number}.txt").write_text("\n".join(page) + "\n", encoding="ascii")


if __name__ == "__main__":
    renew()
