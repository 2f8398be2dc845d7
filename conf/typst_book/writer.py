"""What all parts of the translator share: text that is being collected, labels, styles.

A node opens a text when it is visited and closes it when it is left; what was collected between
becomes content of Typst. Extensions draw nodes of their own with the same two methods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

from docutils import nodes
from sphinx.util.docutils import SphinxTranslator
from sphinx.util.logging import getLogger

from typst_book.places import anchor, place_of
from typst_book.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from typst_book.order import Leaf
    from typst_book.places import Places

logger = getLogger(__name__)

_CONFINED = (
    nodes.list_item, nodes.definition, nodes.field_body, nodes.entry, nodes.block_quote, nodes.footnote,
    nodes.Admonition, nodes.topic, nodes.sidebar, nodes.container,
)  # fmt: skip
"""What holds its blocks within bounds of its own."""


class BookBuilder(Protocol):
    """What a translator asks of the builder."""

    env: BuildEnvironment
    places: Places
    """The labels of the page that is being written."""
    styles: frozenset[str]
    """The classes to which the template gives a look."""

    def picture(self, uri: str) -> str | None:
        """Copy a picture to where Typst may read it; its path there, or None where there is no file."""

    def letters_in_line(self, *, wide: bool) -> int:
        """How many letters of a table's line fit on the paper, upright or on its side."""


class Writer(SphinxTranslator):
    """Collects the Typst text of one page."""

    builder: BookBuilder  # type: ignore[assignment]  # the part of Sphinx's builder that is used here

    def __init__(self, document: nodes.document, builder: Any, leaf: Leaf) -> None:
        """A translator for one page at its place in the book."""
        super().__init__(document, builder)
        self.leaf = leaf
        self.docname = leaf.docname
        self.body: list[str] = []
        self._around: list[list[str]] = []
        self.turned: list[str] = []
        """Tables on their side, which follow at the end."""

    # -- collecting

    def open(self) -> None:
        """Begin to collect what stands inside a node."""
        self._around.append(self.body)
        self.body = []

    def close(self) -> str:
        """What was collected since the last ``open``."""
        inside = "".join(self.body).strip("\n")
        self.body = self._around.pop()
        return inside

    def open_node(self, node: nodes.Element) -> None:
        """Begin to collect what stands inside a node, as a visitor."""
        self.open()

    def close_styled(self, node: nodes.Element, name: str = "") -> None:
        """Write a block that the template gives the look of its classes, and of ``name``."""
        inside = self.anchors(node) + self.close()
        if inside:
            self.block(self.styled(inside, [*([name] if name else []), *node["classes"]]))

    def block(self, written: str) -> None:
        """Write something that stands apart from what is before and after it."""
        self.body.append(f"\n\n{written}\n\n")

    def contents_of(self, node: nodes.Element, children: Iterable[nodes.Node] | None = None) -> str:
        """What stands inside a node, collected at once."""
        self.open()
        for child in node.children if children is None else children:
            child.walkabout(self)
        return self.close()

    # -- labels and styles

    def anchors(self, node: nodes.Element) -> str:
        """Labels for the ids of a node."""
        return "".join(self.anchor(name) for name in node["ids"])

    def anchor(self, name: str) -> str:
        """A label for an id of this page, where it comes first."""
        place = place_of(self.docname, name)
        return anchor(place) if self.builder.places.claim(place) else ""

    def styled(self, written: str, names: Iterable[str]) -> str:
        """Content in the look of those names that the template knows."""
        for name in names:
            if name in self.builder.styles:
                written = f"#styled({quoted(name)})[{written}];"
        return written

    def widened(self, node: nodes.Element, written: str) -> str:
        """A table or figure over the side column too, unless something around it is indented or boxed."""
        around = node.parent
        while around is not None and not isinstance(around, (nodes.section, *_CONFINED)):
            around = around.parent
        free = not isinstance(around, _CONFINED) and not self.leaf.sheet
        return f"#wide[{written}];" if free else written

    # -- what is not understood

    def unknown_visit(self, node: nodes.Node) -> None:
        """Tell of a node that has no form here; what stands inside it is still written."""
        logger.warning(
            "the PDF has no form for '%s'; write it in another way.",
            type(node).__name__,
            location=cast("nodes.Element", node),
            type="typst_book",
            subtype="node",
        )

    def unknown_departure(self, node: nodes.Node) -> None:
        """Nothing more to say."""

    def pass_by(self, node: nodes.Element) -> None:
        """Leave a node out, and what is inside it."""
        raise nodes.SkipNode

    def enter(self, node: nodes.Element) -> None:
        """Write only what is inside."""

    def leave(self, node: nodes.Element) -> None:
        """Write nothing after it."""
