"""Where links of the book lead: one label for each place that something refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
    """The labels that are both there and referred to; each is written once."""

    def __init__(self, trees: Mapping[str, nodes.document], always: Iterable[str] = ()) -> None:
        """The places of resolved pages; the pages ``always`` get theirs though nothing leads there."""
        there = {place_of(docname) for docname in trees}
        there |= {place_of(docname, name) for docname, tree in trees.items() for name in _ids(tree)}
        self._linked = there & {
            target
            for docname, tree in trees.items()
            for reference in tree.findall(nodes.reference)
            if (target := target_of(reference, docname))
        }
        self._linked |= {place_of(docname) for docname in always}
        self._written: set[str] = set()

    def leads(self, target: str) -> bool:
        """Whether the book has such a place."""
        return target in self._linked

    def add(self, target: str) -> None:
        """A place that the book itself makes and refers to."""
        self._linked.add(target)
        self._written.add(target)

    def claim(self, target: str) -> bool:
        """Whether the label is wanted here: something leads to it, and it stands nowhere yet."""
        wanted = target in self._linked and target not in self._written
        if wanted:
            self._written.add(target)
        return wanted

    @property
    def all(self) -> list[str]:
        """The labels of all places that something leads to."""
        return sorted(self._linked)

    @property
    def missing(self) -> list[str]:
        """Labels that something leads to and that were written nowhere."""
        return sorted(self._linked - self._written)


def _ids(tree: nodes.document) -> Iterator[str]:
    for node in tree.findall(nodes.Element):
        yield from node["ids"]
