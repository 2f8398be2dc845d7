"""Tables: headings that repeat on each page, columns as wide as their words need."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from docutils import nodes

from typst_book.pictures import PictureWriter
from typst_book.places import anchor, place_of
from typst_book.text import longest_word, quoted
from typst_book.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALIGN = {"text-right": "right", "text-center": "center", "text-left": "left"}
_REPEATED = {False: "", True: "repeat: false, "}
"""A heading with a link stands on the first page only: repeated headings may not lead anywhere."""
LANDSCAPE = "landscape"
"""The class of a table that needs a page on its side."""


class TableWriter(PictureWriter):
    """Visitors of tables."""

    def visit_table(self, node: nodes.table) -> None:
        """A table with its caption above it."""
        group = node.next_node(nodes.tgroup)
        if group is None:
            raise nodes.SkipNode
        caption = next((child for child in node.children if isinstance(child, nodes.title)), None)
        classes = [name for name in node["classes"] if name != LANDSCAPE]
        wide = LANDSCAPE in node["classes"]
        columns = self._columns(node, group, wide=wide)
        head = "".join(self._rows(part) for part in group.children if isinstance(part, nodes.thead))
        body = "".join(self._rows(part) for part in group.children if isinstance(part, nodes.tbody))
        shares = "".join(f"{share}fr, " for share in columns)
        header = f"table.header({_REPEATED[_holds_link(group)]}{head}), " if head else ""
        words = self.contents_of(caption) if caption is not None else ""
        about = f", caption: [{self.number_of(node, 'table')}{words}]" if words else ""
        table = f"table(columns: ({shares}), {header}{body})"
        written = self.anchors(node) + self.styled(f"#figure(kind: table{about}, {table});", classes)
        if wide and not self.leaf.sheet:
            self._turn(written)
        else:
            self.block(self.widened(node, written))
        raise nodes.SkipNode

    def _turn(self, written: str) -> None:
        """Keep a table for the end of the chapter, and say where it is."""
        place = place_of(self.docname, f"landscape {len(self.turned) + 1}")
        self.builder.places.claim(place)
        self.builder.places.refer(place)
        self.turned.append(f"\n\n#landscape[{anchor(place)}{written}];\n\n")
        self.block(f"#landscape-note({quoted(place)});")

    def _rows(self, part: nodes.Element) -> str:
        return "".join(
            self._cell(entry)
            for row in part.children
            for entry in row.children
            if isinstance(entry, nodes.entry)
        )

    def _cell(self, entry: nodes.entry) -> str:
        options = [
            f"{name}: {entry[more] + 1}"
            for name, more in (("colspan", "morecols"), ("rowspan", "morerows"))
            if entry.get(more)
        ]
        options += [f"align: {_ALIGN[name]}" for name in entry["classes"] if name in _ALIGN]
        inside = self.anchors(entry) + self.contents_of(entry)
        return f"table.cell({', '.join(options)})[{inside}], " if options else f"[{inside}], "

    def _columns(self, table: nodes.table, group: nodes.tgroup, *, wide: bool) -> list[int]:
        """The share of each column in the width."""
        given = [int(column["colwidth"]) for column in group.children if isinstance(column, nodes.colspec)]
        if "colwidths-given" in table["classes"]:
            return given
        rows = [
            [entry.astext() for entry in row.children]
            for row in group.findall(nodes.row)
            if not any(entry.get("morecols") or entry.get("morerows") for entry in row.children)  # type: ignore[attr-defined]
        ]
        full = [row for row in rows if len(row) == len(given)]
        return column_shares(full, self.builder.letters_in_line(wide=wide)) if full else given

    visit_tgroup = visit_colspec = visit_thead = visit_tbody = visit_row = visit_entry = Writer.enter
    depart_tgroup = depart_colspec = depart_thead = depart_tbody = depart_row = depart_entry = Writer.leave


def _holds_link(group: nodes.tgroup) -> bool:
    head = group.next_node(nodes.thead)
    return head is not None and head.next_node(nodes.reference) is not None


_LEAST_GAIN = 0.5
"""Letters by which a column must still want to grow."""


def column_shares(rows: Sequence[Sequence[str]], letters: int) -> list[int]:
    """Shares of the width, in per mille: room for the longest word of each column, the rest by need.

    ``letters`` is how many letters a line of the table holds. A column needs no more than its
    longest cell; between the others the rest is shared by the root of what they have to say, so
    that rows stay low and short columns do not starve.
    """
    columns = list(zip(*rows, strict=True))
    least = [max(longest_word(cell) for cell in column) + 2.0 for column in columns]
    most = [max(len(cell) for cell in column) + 2.0 for column in columns]
    need = [
        sqrt(sum(len(cell) for cell in column) / len(column) * high)
        for column, high in zip(columns, most, strict=True)
    ]
    rest = max(letters - sum(least), 0.0)
    wanted = [max(high - low, 0.0) for high, low in zip(most, least, strict=True)]
    widths = list(least)
    open_columns = [index for index, extra in enumerate(wanted) if extra > 0]
    while rest > 1 and open_columns:
        total = sum(need[index] for index in open_columns)
        given = {
            index: min(rest * need[index] / total, least[index] + wanted[index] - widths[index])
            for index in open_columns
        }
        for index, extra in given.items():
            widths[index] += extra
        rest -= sum(given.values())
        open_columns = [
            index for index in open_columns if least[index] + wanted[index] - widths[index] > _LEAST_GAIN
        ]
    return [max(round(1000 * width / sum(widths)), 1) for width in widths]
