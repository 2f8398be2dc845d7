"""The nodes of the handbook and how builders draw them.

Wrappers stand around ordinary docutils nodes, so that text, LaTeX, man pages and epub show
everything; only HTML gives them elements and classes of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.osutil import relative_uri

from sphinx_evidence.symbols import symbol_html

if TYPE_CHECKING:
    from sphinx.application import Sphinx


PAGE_BUILDERS = frozenset({"html", "dirhtml"})
"""Builders with a page of our own for each document."""


class evidence_claim(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A claim: its sentence and its tag."""


class evidence_restatement(nodes.General, nodes.Element):  # noqa: N801
    """A sentence that restates claims, and its tag."""


class evidence_finding(nodes.General, nodes.Element):  # noqa: N801
    """A finding of a card: label, head, claims."""


class evidence_tabs(nodes.General, nodes.Element):  # noqa: N801
    """A card's set of tabs after its name; ``name-id`` is the id of the paragraph that names it."""


class finding_head(nodes.General, nodes.Element):  # noqa: N801
    """The head of a finding: verdict and lead beside their tag."""


class evidence_view(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A place where a view is drawn.

    ``spec`` names the view and its arguments, ``docname`` the page: some builders put all in one.
    """


class extraction_sheet(nodes.General, nodes.Element):  # noqa: N801
    """A place where the extraction sheet of a study is drawn.

    ``path`` is the study file, ``docname`` its page: some builders put all in one.
    """


class evidence_tag(nodes.General, nodes.Element):  # noqa: N801
    """The list of lines beside a statement; ``name`` is what a screen reader calls it."""


class tag_item(nodes.General, nodes.TextElement):  # noqa: N801
    """A line of a tag."""


class tag_caveats(nodes.General, nodes.TextElement):  # noqa: N801
    """What should make a reader careful, under the sentence."""


class claim_actions(nodes.General, nodes.Element):  # noqa: N801
    """The link to a claim; ``anchor`` is where it stands. The script adds how to cite it."""


class citation_files(nodes.General, nodes.Element):  # noqa: N801
    """Links to the files with which a reference manager takes up a study; ``key`` names them."""


class symbol(nodes.Inline, nodes.Element):  # noqa: N801
    """A small picture out of the page's sprite, beside the word that says the same."""


class matrix_table(nodes.General, nodes.Element):  # noqa: N801
    """The evidence table in HTML; other builders get a plain table."""


Visitor = Callable[[Any, Any], None]
Pair = tuple[Visitor, Visitor]


def _nothing(self: Any, node: nodes.Element) -> None:
    """Draw only what is inside."""


def _latex_targets(self: Any, node: nodes.Element) -> None:
    """Make a node's ids places that links of the PDF can reach."""
    self.body += [self.hypertarget(name) for name in node["ids"]]


def _element(tag: str, css: str = "") -> Pair:
    """Visitors that open and close an HTML element with the node's ids and classes."""

    def visit(self: Any, node: nodes.Element) -> None:
        label = {"aria-label": node["name"]} if node.get("name") else {}
        self.body.append(self.starttag(node, tag, "\n", CLASS=css, **label))

    def depart(self: Any, node: nodes.Element) -> None:
        self.body.append(f"</{tag}>\n")

    return visit, depart


def _visit_tabs(self: Any, node: nodes.Element) -> None:
    named_by = {"aria-labelledby": node["name-id"]}
    self.body.append(self.starttag(node, "div", "\n", CLASS="evidence-tabs", role="group", **named_by))


def _depart_tabs(self: Any, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _visit_actions(self: Any, node: nodes.Element) -> None:
    anchor = self.attval(node["anchor"])
    self.body.append(
        f'<p class="actions"><a class="claim-link" href="#{anchor}" aria-label="Link to this statement">'
        "Link</a></p>\n"
    )
    raise nodes.SkipNode


def _visit_citation_files(self: Any, node: nodes.Element) -> None:
    """Links to the files beside the pages. A book has none; what they hold stands on the page."""
    if self.builder.embedded:
        raise nodes.SkipNode
    here = self.builder.get_target_uri(self.builder.current_docname)
    key, folder = node["key"], relative_uri(here, "studies/")
    links = (
        f'<a href="{escape(folder)}{key}.{ending}" download="{key}.{ending}">{form}</a>'
        for form, ending in (("BibTeX", "bib"), ("RIS", "ris"))
    )
    self.body.append(f"<p>For a reference manager: {' · '.join(links)}</p>\n")
    raise nodes.SkipNode


def _visit_symbol(self: Any, node: nodes.Element) -> None:
    self.body.append(symbol_html(node["symbol"], firm=node.get("firm", False)))
    raise nodes.SkipNode


def _visit_matrix(self: Any, node: nodes.Element) -> None:
    from sphinx_evidence.matrix_html import matrix_html

    self.body.append(matrix_html(node["matrix"], node["links"]))
    raise nodes.SkipNode


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes with visitors for each builder."""
    plain: Pair = (_nothing, _nothing)
    drawn: dict[type[nodes.Element], Pair] = {
        evidence_claim: _element("div", "claim"),
        evidence_restatement: _element("div", "claim restatement"),
        evidence_finding: _element("div", "finding"),
        evidence_tabs: (_visit_tabs, _depart_tabs),
        finding_head: _element("div", "finding-head"),
        evidence_tag: _element("ul", "tag"),
        tag_item: _element("li"),
        tag_caveats: _element("p", "but"),
        claim_actions: (_visit_actions, _nothing),
        citation_files: (_visit_citation_files, _nothing),
        symbol: (_visit_symbol, _nothing),
        matrix_table: (_visit_matrix, _nothing),
        evidence_view: plain,
    }
    for node, html in drawn.items():
        app.add_node(node, html=html, latex=(_latex_targets, _nothing), text=plain, man=plain, texinfo=plain)
