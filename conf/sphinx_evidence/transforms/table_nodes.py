"""Tables as docutils nodes, for views and for the tables that a directive writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Blocks = list[nodes.Node]
"""The paragraphs of a cell."""


def table_node(css: str, head: Sequence[Blocks], rows: Iterable[Sequence[Blocks]]) -> nodes.table:
    """A table with a heading for each column and each row; ``css`` names its kind."""
    group = nodes.tgroup(cols=len(head))
    for index in range(len(head)):
        column = nodes.colspec(colwidth=100 // len(head))
        if index == 0:
            column["stub"] = 1
        group += column
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *(_row(cells) for cells in rows))
    return nodes.table("", group, classes=["evidence-list", css])


def _row(cells: Sequence[Blocks]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *blocks) for blocks in cells))
