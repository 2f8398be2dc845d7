"""Lists: with points, with numbers, of terms, of fields, of sources."""

from __future__ import annotations

from docutils import nodes

from typst_book.text import content
from typst_book.writer import Writer

_NUMBERING = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}

RUN_IN = "run-in"
"""The class of a list of terms whose meanings are so short that all stand in one paragraph."""


class ListWriter(Writer):
    """Visitors of lists. Items are collected by the list around them."""

    visit_bullet_list = visit_enumerated_list = Writer.open_node
    visit_list_item = Writer.open_node

    def depart_list_item(self, node: nodes.list_item) -> None:
        """One item."""
        inside = self.styled(self.anchors(node) + self.close(), node["classes"])
        self.body.append(f"[{inside}], ")

    def depart_bullet_list(self, node: nodes.bullet_list) -> None:
        """A list with points."""
        self.block(self.styled(f"#list({self.close()});", node["classes"]))

    def depart_enumerated_list(self, node: nodes.enumerated_list) -> None:
        """A list with numbers."""
        sign = _NUMBERING.get(node.get("enumtype", ""), "1")
        form = f'"{node.get("prefix", "")}{sign}{node.get("suffix", ".")}"'
        written = f"#enum(start: {node.get('start', 1)}, numbering: {form}, {self.close()});"
        self.block(self.styled(written, node["classes"]))

    visit_definition_list = Writer.open_node

    def depart_definition_list(self, node: nodes.definition_list) -> None:
        """A list of terms; one of the class ``run-in`` is set as one paragraph."""
        function = RUN_IN if _runs_in(node) else "terms"
        self.block(self.styled(f"#{function}({self.close()});", node["classes"]))

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        """Terms, one after the other, and what they mean."""
        terms = [
            self._term(term) for term in node.children if isinstance(term, nodes.term | nodes.classifier)
        ]
        meaning = [child for child in node.children if isinstance(child, nodes.definition)]
        inside = "\n\n".join(self.contents_of(part) for part in meaning)
        item = f"[{'; '.join(terms)}], [{inside}]"
        self.body.append(f"({item}), " if _runs_in(node.parent) else f"terms.item({item}), ")
        raise nodes.SkipNode

    def _term(self, term: nodes.Element) -> str:
        return self.anchors(term) + self.contents_of(term)

    visit_glossary = visit_hlist = visit_hlistcol = Writer.enter
    depart_glossary = depart_hlist = depart_hlistcol = Writer.leave

    visit_field_list = Writer.open_node

    def depart_field_list(self, node: nodes.field_list) -> None:
        """A list of fields."""
        self.block(f"#terms({self.close()});")

    def visit_field(self, node: nodes.field) -> None:
        """A name and its value."""
        name, value = (self.contents_of(child) for child in node.children if isinstance(child, nodes.Element))
        self.body.append(f"terms.item([{name}], [{value}]), ")
        raise nodes.SkipNode

    # -- sources

    def visit_citation(self, node: nodes.citation) -> None:
        """An entry of the list of sources, after its label."""
        name = node.next_node(nodes.label)
        body = [child for child in node.children if child is not name]
        words = content(name.astext()) if name is not None else ""
        self.block(f"#source([{words}])[{self.anchors(node)}{self.contents_of(node, body)}];")
        raise nodes.SkipNode


def _runs_in(node: nodes.Element) -> bool:
    return RUN_IN in node["classes"]
