"""Binding: what Typst has set becomes the finished book, with links that lead to pages.

Typst resolves links within a book by setting all of it a second time, for which it needs twice the
memory. So the text holds addresses of a kind of our own, Typst tells at the end where each place
came to stand, and here each address is replaced by the page. The file is packed on the way.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from collections.abc import Mapping

_ABOVE = 10.0
"""Points over a place that are shown with it, so that its first line is whole."""
SCHEME = "book:"
"""Before the label of a place, in the addresses that Typst is given."""


class Position(NamedTuple):
    """Where a place stands: the page, counted from 1, and points from its left and upper edge."""

    page: int
    x: float
    y: float


def bind(pdf: bytes, places: Mapping[str, Position]) -> bytes:
    """The book with links to its own pages. The same book gives the same bytes."""
    with pikepdf.open(BytesIO(pdf)) as book:
        pages = list(book.pages)
        labels = [page.label for page in pages]
        targets = {
            name: _Target(
                Array(
                    [
                        pages[at.page - 1].obj,
                        Name.XYZ,
                        at.x,
                        float(pages[at.page - 1].mediabox[3]) - at.y + _ABOVE,
                        0,
                    ]
                ),
                f"page {labels[at.page - 1]}",
            )
            for name, at in places.items()
        }
        for page in pages:
            for link in page.get("/Annots", ()):
                address = str(link.get("/A", Dictionary()).get("/URI", ""))
                if address.startswith(SCHEME):
                    target = targets[address.removeprefix(SCHEME)]
                    del link["/A"]
                    link["/Dest"] = target.destination
                    link["/Contents"] = String(target.words)
        bound = BytesIO()
        book.save(
            bound,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return bound.getvalue()


class _Target(NamedTuple):
    """What a link leads to, and the words that a screen reader says of it."""

    destination: Array
    words: str
