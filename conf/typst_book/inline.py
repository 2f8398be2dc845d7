"""Words within a line: weight, literal words, references, footnotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from typst_book.places import link, place_of, target_of
from typst_book.text import content, label, quoted
from typst_book.writer import Writer, logger

if TYPE_CHECKING:
    from sphinx import addnodes


class InlineWriter(Writer):
    """Visitors of inline nodes."""

    def visit_Text(self, node: nodes.Text) -> None:
        """Words."""
        self.body.append(content(node.astext()))

    def depart_Text(self, node: nodes.Text) -> None:
        """Nothing more."""

    def _close_as(self, node: nodes.Element, function: str) -> None:
        inside = self.close()
        if inside:
            self.body.append(self.anchors(node) + self.styled(f"#{function}[{inside}];", node["classes"]))

    def depart_emphasis(self, node: nodes.Element) -> None:
        """Italics."""
        self._close_as(node, "emph")

    def depart_strong(self, node: nodes.Element) -> None:
        """Weight."""
        self._close_as(node, "strong")

    def depart_superscript(self, node: nodes.superscript) -> None:
        """Raised."""
        self._close_as(node, "super")

    def depart_subscript(self, node: nodes.subscript) -> None:
        """Lowered."""
        self._close_as(node, "sub")

    visit_emphasis = visit_strong = visit_superscript = visit_subscript = Writer.open_node
    visit_title_reference = visit_literal_emphasis = visit_manpage = Writer.open_node
    visit_literal_strong = Writer.open_node
    depart_title_reference = depart_literal_emphasis = depart_manpage = depart_emphasis
    depart_literal_strong = depart_strong

    def visit_literal(self, node: nodes.literal) -> None:
        """Literal words."""
        self.body.append(self.anchors(node) + content(node.astext(), "raw"))
        raise nodes.SkipNode

    visit_inline = Writer.open_node
    visit_abbreviation = visit_generated = visit_inline

    def depart_inline(self, node: nodes.Element) -> None:
        """Words with a look of their own."""
        inside = self.close()
        self.body.append(self.anchors(node) + self.styled(inside, node["classes"]))

    depart_abbreviation = depart_generated = depart_inline

    # -- references

    visit_reference = Writer.open_node

    def depart_reference(self, node: nodes.Element) -> None:
        """A link; one that leads out of the book shows its address, so that print has it too."""
        inside = self.close()
        target = target_of(node, self.docname)
        if not inside:
            written = ""
        elif target is not None:
            self.builder.places.refer(target)
            written = link(target, inside)
        elif address := node.get("refuri", ""):
            shown = "" if _tells(node.astext(), address) else content(_plain_address(address))
            written = f"#outside({quoted(address)}, [{shown}])[{inside}];"
        else:
            written = inside
        self.body.append(self.anchors(node) + written)

    visit_number_reference = visit_reference
    depart_number_reference = depart_reference

    visit_target = Writer.enter

    def depart_target(self, node: nodes.target) -> None:
        """A place that others refer to."""
        self.body.append(self.anchors(node))

    # -- footnotes

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        """A footnote at the foot of its page; a second reference repeats its number."""
        note = self.footnotes.get(node["refid"])
        place = place_of(self.docname, f"note {node['refid']}")
        if note is None:
            logger.warning("this footnote has no text.", location=node, type="typst_book")
        elif node["refid"] in self._noted:
            self.body.append(f"#footnote({label(place)[1:]});")
        else:
            self._noted.add(node["refid"])
            body = [child for child in note.children if not isinstance(child, nodes.label)]
            self.body.append(f"#[#footnote[{self.contents_of(note, body)}]{label(place)}];")
        raise nodes.SkipNode

    @property
    def _noted(self) -> set[str]:
        """The footnotes that were written already."""
        kept: set[str] = vars(self).setdefault("_noted_ids", set())
        return kept

    @property
    def footnotes(self) -> dict[str, nodes.footnote]:
        """The footnotes of the page, by id."""
        kept: dict[str, nodes.footnote] | None = vars(self).get("_footnotes_by_id")
        if kept is None:
            kept = {name: note for note in self.document.findall(nodes.footnote) for name in note["ids"]}
            vars(self)["_footnotes_by_id"] = kept
        return kept

    visit_footnote = Writer.pass_by

    def visit_math(self, node: nodes.math) -> None:
        """Mathematics cannot be drawn."""
        self._no_mathematics(node)

    def visit_math_block(self, node: nodes.math_block) -> None:
        """Mathematics cannot be drawn."""
        self._no_mathematics(node)

    def _no_mathematics(self, node: nodes.math | nodes.math_block) -> None:
        logger.warning(
            "the PDF cannot draw mathematics; say it in words.",
            location=node, type="typst_book", subtype="math",
        )  # fmt: skip
        self.body.append(content(node.astext(), "raw"))
        raise nodes.SkipNode

    def visit_pending_xref(self, node: addnodes.pending_xref) -> None:
        """A reference that was found nowhere, which Sphinx has told: its words remain."""

    depart_pending_xref = Writer.leave


def _plain_address(address: str) -> str:
    return re.sub(r"^(https?://(www\.)?|mailto:)", "", address).rstrip("/")


def _tells(words: str, address: str) -> bool:
    """Whether the words of a link say where it leads: its address, or the number at its end."""
    plain = _plain_address(address)
    last = plain.rsplit("/", 1)[-1]
    return plain in words or (any(map(str.isdigit, last)) and last in words)
