"""Sphinx extension that makes one accessible PDF of all pages, with Typst.

It knows pages, not subjects: what is particular to a handbook comes as ordinary nodes, as classes
whose look the handbook's own template gives, and as settings. See ``builder.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder, its settings, and the link to the book for pages of HTML."""
    from typst_book.builder import setup_builder
    from typst_book.download import setup_download

    setup_builder(app)
    setup_download(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
