"""The translator: one page of docutils nodes into content of Typst."""

from __future__ import annotations

from .blocks import BlockWriter
from .design import DesignWriter
from .inline import InlineWriter
from .lists import ListWriter
from .tables import TableWriter


class TypstTranslator(DesignWriter, BlockWriter, InlineWriter, ListWriter, TableWriter):
    """Visitors of every kind of node; one without a visitor is a warning."""
