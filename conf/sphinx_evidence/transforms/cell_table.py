"""A docutils table with a heading for each column and each row, as every list here needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Blocks = list[nodes.Node]
"""The paragraphs of a cell."""


def cell_table(css: str, head: Sequence[Blocks], rows: Iterable[Sequence[Blocks]]) -> nodes.table:
    """The table; ``css`` names its kind, the first cell of each row is its heading."""
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
