"""Pages of a PDF as words and as pictures, by pypdfium2."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image

HEAD, FOOT = 48.0, 40.0
"""Points at the upper and lower edge that hold running head and foot."""
_HYPHEN = re.compile("[\x02\ufffe]")
"""What the library gives for a hyphen at the end of a line."""

_STRAIGHT = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    }
)


class Box(NamedTuple):
    """A line of words on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


def squeezed(words: str) -> str:
    """Words as they are compared: without the white space that lines and pages put in, quotes straight."""
    return re.sub(r"\s+", "", words).translate(_STRAIGHT)


def words_of(path: Path) -> tuple[str, ...]:
    """The words of each page between head and foot, without white space."""
    return tuple(_words(page) for page in _pages(path))


def sections_of(path: Path) -> tuple[int, ...]:
    """Where each heading of the outline begins in the words of all pages."""
    starts = [0]
    for words in words_of(path):
        starts.append(starts[-1] + len(words))
    headings = headings_of(path)
    with closing(pypdfium2.PdfDocument(path)) as document:
        return tuple(starts[page] + len(_words(document[page], top)) for _, page, top in headings)


def headings_of(path: Path) -> list[tuple[str, int, float]]:
    """Each heading of the outline with its page, from 0, and its height in points from the lower edge."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        headings = [(heading.get_title(), heading.get_dest()) for heading in document.get_toc()]
        return [(title, place.get_index(), place.get_view()[1][1]) for title, place in headings]


def _words(page: pypdfium2.PdfPage, bottom: float = FOOT) -> str:
    """The words of a page from its head down to a height in points from its lower edge."""
    width, height = page.get_size()
    text = page.get_textpage().get_text_bounded(0, bottom, width, height - HEAD)
    return squeezed(_HYPHEN.sub("-", text))


def boxes_of(path: Path) -> Iterator[tuple[float, float, list[Box]]]:
    """Width, height and the boxes of words of each page."""
    for page in _pages(path):
        text = page.get_textpage()
        yield *page.get_size(), [Box(*text.get_rect(index)) for index in range(text.count_rects())]


def pictures_of(path: Path, width: int) -> Iterator[Image]:
    """Each page as a picture in shades of grey, some pixels wide."""
    for page in _pages(path):
        yield page.render(scale=width / page.get_width()).to_pil().convert("L")


def _pages(path: Path) -> Iterator[pypdfium2.PdfPage]:
    with closing(pypdfium2.PdfDocument(path)) as document:
        for page in document:
            yield page
            page.close()
