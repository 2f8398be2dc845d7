"""Where links of the book lead: one label for each place that something refers to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from typst_book.text import label, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from docutils import nodes

INSIDE = "%"
"""Before the address of a page of the book, so that it is told from one outside."""


def place_of(docname: str, anchor: str = "") -> str:
    """The label of an anchor of a page; of the page itself without one."""
    return f"{docname}#{anchor}"


def target_of(reference: nodes.Element, docname: str) -> str | None:
    """The label that a reference leads to, or None for one that leads out of the book."""
    if "refid" in reference:
        return place_of(docname, reference["refid"])
    address = reference.get("refuri", "")
    if not address.startswith(INSIDE):
        return None
    page, _, anchor = address[1:].partition("#")
    return place_of(page or docname, anchor)


class Places:
    """The labels of a page, and those that it refers to, of its own or of other pages."""

    def __init__(self) -> None:
        """A page of which nothing was written yet."""
        self.there: set[str] = set()
        self.wanted: set[str] = set()
        self.aliases: dict[str, str] = {}
        """Labels that mean the place of another one, such as the second id of a section."""

    def claim(self, place: str) -> bool:
        """Whether the label may be written here: it stands nowhere yet."""
        new = place not in self.there
        self.there.add(place)
        return new

    def refer(self, place: str) -> None:
        """Remember a reference."""
        self.wanted.add(place)


def anchor(place: str) -> str:
    """A place within the text that something may lead to."""
    return f"#[#metadata(none){label(place)}]"


def link(place: str, inside: str) -> str:
    """Words that lead to a place of the book."""
    return f"#inside({quoted(place)})[{inside}];"


_STRING = r'("(?:[^"\\]|\\.)*")'
_ANCHOR = re.compile(rf"#\[#metadata\(none\)#label\({_STRING}\)\]")
_LINK = re.compile(rf"#inside\({_STRING}\)\[")


def settled(text: str, there: Mapping[str, str], wanted: Collection[str]) -> str:
    """The text of all pages without places that nothing leads to and links that lead nowhere.

    ``there`` gives each place under all of its labels.

    Pages are written without knowing of each other. In words of the pages themselves quotation
    marks stand behind a backslash, so that none of them is taken for a link.
    """
    present = {quoted(name): f"#inside({quoted(place)})[" for name, place in there.items()}
    linked = {quoted(there[name]) for name in wanted if name in there}
    text = _ANCHOR.sub(lambda found: found[0] if found[1] in linked else "", text)
    return _LINK.sub(lambda found: present.get(found[1], "#nowhere["), text)
