"""Cells of an extraction sheet: words of a study file as readers see them, unknowns in italics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from evidence.analysis.printed_values import number
from evidence.model import Unknown
from sphinx_evidence.transforms.cell_table import cell_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.model import Quantity

Cell = str | nodes.Node | list[nodes.Node]


def table(css: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> nodes.table:
    """A table with a heading for each column and each row."""
    return cell_table(
        css,
        [[nodes.paragraph("", title)] for title in head],
        [[cell if isinstance(cell, list) else [paragraph(cell)] for cell in cells] for cells in rows],
    )


def paragraph(cell: Cell) -> nodes.Node:
    """A cell as a paragraph."""
    if isinstance(cell, str):
        return nodes.paragraph("", cell)
    if isinstance(cell, list):
        return nodes.paragraph("", "", *cell)
    return cell if isinstance(cell, nodes.paragraph) else nodes.paragraph("", "", cell)


def unseen(text: str) -> Cell:
    """The words for an unknown in italics, other words as they are."""
    if text in {word.words for word in Unknown}:
        return nodes.emphasis("", text, classes=["ns"])
    return text or nodes.emphasis("", Unknown.NOT_SEEN.words, classes=["ns"])


def shown_text(text: str) -> str:
    """A word for an unknown without its hyphen, other words as they are."""
    return text.replace("-", " ") if text in set(Unknown) else text


def shown(text: str | None) -> Cell:
    """A field of words; an unknown looks like one, a missing field like nothing."""
    return unseen(shown_text(text)) if text else ""


def quantity_words(quantity: Quantity | None) -> str:
    """A number, and whether we worked it out."""
    if quantity is None:
        return ""
    derived = f" (our calculation, from {quantity.source})" if quantity.derived else ""
    return f"{number(quantity)}{derived}"


def people(authors: str) -> str:
    """``Last, F and Last, F and others`` of BibTeX as a list, braces taken off."""
    named = authors.replace("{", "").replace("}", "").split(" and ")
    if named[-1] == "others":
        return f"{'; '.join(named[:-1])} and others"
    return "; ".join(named)


_REGISTRIES = (
    (re.compile(r"NCT\d{8}"), "https://clinicaltrials.gov/study/{}"),
    (re.compile(r"CRD\d+"), "https://www.crd.york.ac.uk/PROSPERO/view/{}"),
    (re.compile(r"ISRCTN\d+"), "https://www.isrctn.com/{}"),
)
"""Forms of registrations, and where each can be read."""


def registration(text: str | None) -> Cell:
    """A registration, linked to its registry where that is known."""
    for form, address in _REGISTRIES:
        if text and form.fullmatch(text):
            return nodes.reference("", text, refuri=address.format(text), internal=False)
    return shown(text)
