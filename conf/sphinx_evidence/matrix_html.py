"""The evidence table in HTML: real row and column headings, and one link for each cell.

Written as HTML because docutils' tables can carry neither scopes nor a link around a cell.
Every text is escaped here; nothing comes from a page unescaped.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from evidence.views.elements import Small, Symbol
from sphinx_evidence.symbols import symbol_html

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.views.elements import Legend, Line, Matrix, MatrixCell


def matrix_html(matrix: Matrix, links: Mapping[tuple[str, str], str]) -> str:
    """The table; ``links`` gives the address of each cell and of each card."""
    head = "".join(
        f'<th scope="col" class="{css}"><span class="stream">{symbol_html(symbol)} {escape(label)}</span>'
        f"<small>{escape(description)}</small></th>"
        for css, symbol, label, description in matrix.head
    )
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(links["card", card.target])}">{escape(card.text)}</a></th>'
        + "".join(_cell(cell, links) for cell in cells)
        + "</tr>\n"
        for card, cells in matrix.rows
    )
    columns = "<col>" * (len(matrix.head) + 1)
    return (
        '<div class="wide"><table class="matrix">'
        '<caption class="vh">Verdict, signal and certainty by question and kind of study</caption>'
        f"<colgroup>{columns}</colgroup>"
        f'<thead><tr><th scope="col">Question</th>{head}</tr></thead>\n'
        f"<tbody>{rows}</tbody></table>{_legend(matrix.legend)}</div>\n"
    )


def _legend(legend: Legend) -> str:
    """The meaning of the symbols, always open."""
    groups = "".join(
        f"<div><dt>{escape(name)}</dt><dd><ul>{_explained(entries)}</ul></dd></div>"
        for name, entries in legend.groups
    )
    return f'<dl class="legend">{groups}</dl><p class="legend-note">{escape(legend.note)}</p>'


def _explained(entries: tuple[tuple[Symbol, str], ...]) -> str:
    return "".join(f"<li>{symbol_html(symbol.id)} {escape(words)}</li>" for symbol, words in entries)


def _cell(cell: MatrixCell | None, links: Mapping[tuple[str, str], str]) -> str:
    if cell is None:
        return "<td>Not answered</td>"
    css = " ".join(["cell", *(["quiet"] if cell.quiet else []), *(["harm"] if cell.harm else [])])
    return (
        f'<td class="{cell.css}"><a class="{css}" href="{escape(links[cell.target])}">'
        f'<span class="cell-stream">{symbol_html(cell.symbol)}{escape(cell.stream_label)}</span>'
        f"{symbol_html(cell.signal_symbol.id, firm=cell.signal_symbol.firm)}"
        f'<b>{escape(cell.verdict)}<span class="vh"> (signal: {escape(cell.signal)})</span></b>'
        f"<small>{_line(cell.certainty)}</small></a></td>"
    )


def _line(line: Line) -> str:
    shown = []
    for part in line:
        if isinstance(part, Symbol):
            shown.append(symbol_html(part.id))
        elif isinstance(part, Small):
            shown.append(f"<br>{escape(part.text)}")
        else:
            shown.append(escape(str(part)))
    return "".join(shown)
