"""What the PDF draws of the handbook's own nodes: calls of functions in its template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_evidence.build.state import build_state
from sphinx_evidence.nodes import (
    citation_files,
    evidence_claim,
    evidence_finding,
    evidence_restatement,
    evidence_view,
    finding_head,
    symbol,
)
from sphinx_evidence.transforms.pages import DrawViews

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class PaperStudies(SphinxPostTransform):
    """Studies for readers on paper.

    In the readers' volume the row of a study in the table of studies is what its citations lead to. In the
    complete volume a sheet begins with the name by which claims cite the study, and names those claims by
    their first words and their page. The records for reference managers are left out.
    """

    default_priority = DrawViews.default_priority + 1
    formats = ("typst",)

    def run(self, **kwargs: Any) -> None:
        """Change the sheets of a page."""
        for files in list(self.document.findall(citation_files)):
            files.parent.parent.remove(files.parent)
        for table in list(self.document.findall(nodes.table)):
            if "study-claims" in table["classes"]:
                table.replace_self(_with_pages(table))
            elif "studies" in table["classes"] and getattr(self.env._app.builder, "left_out", None):
                _make_rows_targets(table)
        entries = build_state(self.env).handbook.entry_by_key
        for section in self.document.findall(nodes.section):
            entry = entries.get(section["ids"][0].removeprefix("study-")) if section["ids"] else None
            title = section.next_node(nodes.title)
            if "study" in section["classes"] and entry is not None and title is not None:
                title.insert(0, nodes.Text(f"{entry.short}. "))


def _make_rows_targets(table: nodes.table) -> None:
    """Give each row the anchor of the page of its study, in place of the link to it."""
    for row in next(table.findall(nodes.tbody)).children:
        link = row.next_node(nodes.reference)
        name = cast("nodes.Element", row.children[0])
        if link is not None:
            name["ids"].append(link["refuri"].rpartition("#")[2])
            link.replace_self(link.children)


def _with_pages(table: nodes.table) -> nodes.definition_list:
    """The claims of a table of them, by how they cite the study."""
    named: dict[str, list[nodes.Node]] = {}
    for row in next(table.findall(nodes.tbody)).children:
        statement, how, *_ = cast("list[nodes.Element]", row.children)
        words = statement.astext().split()
        opening = " ".join(words[:_OPENING]) + (" …" if len(words) > _OPENING else "")
        link = statement.next_node(nodes.reference)
        found = nodes.reference("", opening, **link.attributes) if link is not None else nodes.Text(opening)
        named.setdefault(how.astext(), []).extend([nodes.Text("; "), found])
    listed = nodes.definition_list(classes=["run-in", "study-claims", "with-pages"])
    for how_words, (_, *links) in named.items():
        listed += nodes.definition_list_item(
            "",
            nodes.term("", how_words),
            nodes.definition("", nodes.paragraph("", "", *links)),
        )
    return listed


_OPENING = 12
"""Words by which a claim is named."""


def _quoted(names: list[str]) -> str:
    """An array of Typst of words without signs, such as classes."""
    return "(" + "".join(f'"{name}", ' for name in names) + ")"


def _visit_statement(self: Any, node: nodes.Element) -> None:
    """A sentence, the lines of its tag, and what should make careful, which stands apart."""
    tags = [
        child for child in node.children if isinstance(child, nodes.bullet_list) and "tag" in _classes(child)
    ]
    sentence = [child for child in node.children if child not in tags]
    careful: list[nodes.Node] = []
    for tag in tags:
        for item in [item for item in tag.children if "but" in _classes(item)]:
            tag.remove(item)
            careful += item.children
    classes = [name for tag in tags for name in _classes(tag)]
    parts = [
        self.contents_of(node, sentence),
        "".join(_run_in(self, tag) for tag in tags),
        self.contents_of(node, careful),
    ]
    parts[0] = self.anchors(node) + parts[0]
    self.block(f"#statement({_quoted(classes)})" + "".join(f"[{part}]" for part in parts) + ";")
    raise nodes.SkipNode


def _run_in(self: Any, tag: nodes.Element) -> str:
    """The lines of a tag one after the other, for a narrow column; the first, its design, by itself."""
    first, *others = [
        " ".join(self.contents_of(item, part.children) for part in item.children)
        for item in tag.children
        if isinstance(item, nodes.Element)
    ]
    return first + " \\\n" + " · ".join(others)


def _classes(node: nodes.Node) -> list[str]:
    return list(node.get("classes", ())) if isinstance(node, nodes.Element) else []


def _visit_finding(self: Any, node: nodes.Element) -> None:
    """A part of a card: its ids stand at its heading."""
    self.body.append(self.anchors(node))


def _visit_symbol(self: Any, node: nodes.Element) -> None:
    firm = "true" if node.get("firm", False) else "false"
    self.body.append(f'#symbol("{node["symbol"]}", firm: {firm});')
    raise nodes.SkipNode


def _nothing(self: Any, node: nodes.Element) -> None:
    """Draw only what is inside."""


def setup_typst_pages(app: Sphinx) -> None:
    """Register transform and visitors."""
    app.add_post_transform(PaperStudies)
    for node in (evidence_claim, evidence_restatement, finding_head):
        app.add_node(node, override=True, typst=(_visit_statement, _nothing))
    app.add_node(evidence_finding, override=True, typst=(_visit_finding, _nothing))
    app.add_node(symbol, override=True, typst=(_visit_symbol, _nothing))
    app.add_node(evidence_view, override=True, typst=(_nothing, _nothing))
