"""The translator: one page of docutils nodes into content of Typst."""

from __future__ import annotations

from typst_book.blocks import BlockWriter
from typst_book.design import DesignWriter
from typst_book.inline import InlineWriter
from typst_book.lists import ListWriter
from typst_book.tables import TableWriter


class TypstTranslator(DesignWriter, BlockWriter, InlineWriter, ListWriter, TableWriter):
    """Visitors of every kind of node; one without a visitor is a warning."""
