"""Blocks: sections, paragraphs, quotations, literal text, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import admonitionlabels

from typst_book.places import place_of
from typst_book.text import content, label, quoted
from typst_book.writer import Writer

if TYPE_CHECKING:
    from sphinx import addnodes

_DEEPEST = 6
"""PDF knows no deeper heading."""


class BlockWriter(Writer):
    """Visitors of blocks."""

    level = 0
    """How many sections of this page stand around."""

    # -- sections

    def visit_document(self, node: nodes.document) -> None:
        """A page."""

    depart_document = Writer.leave

    def visit_start_of_file(self, node: addnodes.start_of_file) -> None:
        """A page within a page."""

    depart_start_of_file = Writer.leave

    def visit_section(self, node: nodes.section) -> None:
        """A heading and what stands under it."""
        self.level += 1
        self.open()

    def depart_section(self, node: nodes.section) -> None:
        """Give the section the look of its classes."""
        self.level -= 1
        self.block(self.styled(self.close(), node["classes"]))

    visit_title = Writer.open_node

    def depart_title(self, node: nodes.title) -> None:
        """A heading of the book, or the title of a box."""
        inside = self.close()
        section = node.parent
        if not isinstance(section, nodes.section):
            self.block(f"#lead[{self.anchors(node)}{inside}];")
            return
        own = place_of(self.docname)
        ids = [place_of(self.docname, name) for name in (*section["ids"], *node["ids"])]
        if self.level == 1:
            ids.insert(0, own)
        places = [place for place in ids if self.builder.places.claim(place)]
        first = label(places[0]) if places else ""
        self.builder.places.aliases.update(dict.fromkeys(places[1:], *places[:1]))
        level = min(self.leaf.depth + self.level, _DEEPEST)
        self.block(f"#heading(level: {level})[{inside}]{first}")

    visit_subtitle = visit_rubric = Writer.open_node

    def depart_rubric(self, node: nodes.Element) -> None:
        """A heading that stands in no list of contents."""
        self.block(self.styled(f"#lead[{self.anchors(node)}{self.close()}];", node["classes"]))

    depart_subtitle = depart_rubric

    # -- paragraphs

    visit_paragraph = Writer.open_node

    def depart_paragraph(self, node: nodes.Element) -> None:
        """A paragraph, in the look of its classes."""
        inside = self.close()
        if inside:
            self.block(self.styled(self.anchors(node) + inside, node["classes"]))

    visit_compact_paragraph = visit_paragraph
    depart_compact_paragraph = depart_paragraph

    visit_attribution = visit_centered = Writer.open_node

    def depart_attribution(self, node: nodes.attribution) -> None:
        """Who said what is quoted."""
        self.block(f"#attribution[{self.close()}];")

    def depart_centered(self, node: addnodes.centered) -> None:
        """A line in the middle."""
        self.block(f"#align(center)[{self.close()}];")

    visit_block_quote = Writer.open_node

    def depart_block_quote(self, node: nodes.block_quote) -> None:
        """A quotation."""
        self.block(f"#quote(block: true)[{self.anchors(node)}{self.close()}];")

    visit_line_block = Writer.open_node

    def depart_line_block(self, node: nodes.line_block) -> None:
        """Lines that stay as they are; a block within a block is indented."""
        inside = self.close()
        nested = isinstance(node.parent, nodes.line_block)
        written = f"#pad(left: 1em)[{inside}];" if nested else f"{self.anchors(node)}{inside}"
        self.block(written)

    visit_line = Writer.open_node

    def depart_line(self, node: nodes.line) -> None:
        """One line."""
        inside = self.close()
        self.body.append(inside if node.parent.children[-1] is node else f"{inside}#linebreak();")

    def visit_transition(self, node: nodes.transition) -> None:
        """A pause; the one that MyST puts before footnotes is not needed where they stand at the foot."""
        if "footnotes" not in node["classes"]:
            self.block("#pause;")
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.Element) -> None:
        """Literal text, line for line."""
        language = quoted(node.get("language") or "text")
        written = f"#raw({quoted(node.astext())}, block: true, lang: {language});"
        self.block(self.styled(self.anchors(node) + written, node["classes"]))
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    visit_caption = Writer.open_node

    def depart_caption(self, node: nodes.caption) -> None:
        """What a piece of literal text is; figures and tables write theirs themselves."""
        self.block(f"#named[{self.anchors(node)}{self.close()}];")

    # -- boxes

    visit_container = visit_compound = visit_topic = visit_sidebar = Writer.open_node

    def depart_container(self, node: nodes.Element) -> None:
        """A group of blocks."""
        self.close_styled(node)

    depart_compound = depart_container

    def depart_topic(self, node: nodes.Element) -> None:
        """A box."""
        self.close_styled(node, "box")

    depart_sidebar = depart_topic

    def visit_Admonition(self, node: nodes.Element) -> None:
        """A note; one of a named kind is titled with its kind."""
        self.open()
        kind = type(node).__name__
        if kind != "admonition":
            self.block(f"#lead[{content(str(admonitionlabels.get(kind, kind.title())))}];")

    def depart_Admonition(self, node: nodes.Element) -> None:
        """Close the note, with what its kind calls for."""
        kind = next(iter(node["classes"]), "") or type(node).__name__
        inside = self.anchors(node) + self.close()
        self.block(f"#admonition({quoted(kind)})[{inside}];")

    visit_versionmodified = Writer.open_node

    def depart_versionmodified(self, node: addnodes.versionmodified) -> None:
        """What changed in which version."""
        self.close_styled(node)

    # -- what is not printed

    visit_comment = visit_index = visit_raw = visit_substitution_definition = Writer.pass_by
    visit_system_message = visit_tabular_col_spec = visit_toctree = visit_meta = Writer.pass_by
    visit_only = visit_legend = visit_acks = visit_highlightlang = Writer.enter
    depart_only = depart_legend = depart_acks = depart_highlightlang = Writer.leave
