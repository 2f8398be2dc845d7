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

from evidence.views.elements import Small, Symbol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx

    from evidence.views.elements import Legend, Line, Matrix, MatrixCell


PAGE_BUILDERS = frozenset({"html", "dirhtml"})
"""Builders with a page of our own for each document."""

HTML_BUILDERS = PAGE_BUILDERS | {"singlehtml"}
"""Builders whose pages have our templates, sprite and style. Epub is HTML without them."""


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


class explorer_form(nodes.General, nodes.Element):  # noqa: N801
    """The filters of the explorer, which ``explorer`` holds."""


class explorer_results(nodes.General, nodes.Element):  # noqa: N801
    """The statements or the studies of the explorer: ``entries`` of a ``kind``, and their ``renderer``."""


class explorer_more(nodes.General, nodes.Element):  # noqa: N801
    """The button that shows more of what matches, for the explorer's script."""


class evidence_tag(nodes.General, nodes.Element):  # noqa: N801
    """The list of lines beside a statement; ``name`` is what a screen reader calls it."""


class tag_item(nodes.General, nodes.TextElement):  # noqa: N801
    """A line of a tag."""


class tag_details(nodes.General, nodes.Element):  # noqa: N801
    """The lines of a tag that open on demand; ``summary`` is what a reader clicks."""


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


def _visit_details(self: Any, node: nodes.Element) -> None:
    self.body.append(f'<li class="details"><details><summary>{node["summary"]}</summary>\n<ul>\n')


def _depart_details(self: Any, _node: nodes.Element) -> None:
    self.body.append("</ul></details></li>\n")


def _visit_actions(self: Any, node: nodes.Element) -> None:
    anchor = self.attval(node["anchor"])
    self.body.append(
        f'<p class="actions"><a class="claim-link" href="#{anchor}" aria-label="Link to this claim">'
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
    self.body.append(matrix_html(node["matrix"], node["links"]))
    raise nodes.SkipNode


def symbol_html(name: str, *, firm: bool = False) -> str:
    """A picture out of the page's sprite; shapes are open unless what they say is firm."""
    css = "cert" if name.startswith("c-") else "sym firm" if firm else "sym"
    return f'<svg class="{css}" aria-hidden="true"><use href="#{escape(name)}"/></svg>'


def matrix_html(matrix: Matrix, links: Mapping[tuple[str, str], str]) -> str:
    """The evidence table, with row and column headings and one link for each cell.

    docutils' tables can carry neither scopes nor a link around a cell. ``links`` gives the address of each
    cell and of each card.
    """
    head = "".join(
        f'<th scope="col" class="{css}"><span class="stream">{symbol_html(symbol)} {escape(label)}</span>'
        f"<small>{escape(description)}</small></th>"
        for css, symbol, label, description in matrix.head
    )
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(links["card", card.target])}">{escape(card.text)}</a></th>'
        + "".join(_cell(cell, links) for cell in cells)
        + "</tr>\n"
        for card, cells in matrix.rows
    )
    columns = "<col>" * (len(matrix.head) + 1)
    return (
        '<div class="wide"><table class="matrix">'
        '<caption class="vh">Verdict, signal and certainty by question and study design</caption>'
        f"<colgroup>{columns}</colgroup>"
        f'<thead><tr><th scope="col">Question</th>{head}</tr></thead>\n'
        f"<tbody>{rows}</tbody></table>{_legend(matrix.legend)}</div>\n"
    )


def _legend(legend: Legend) -> str:
    """The meaning of the symbols, always open."""
    groups = "".join(
        f"<div><dt>{escape(name)}</dt><dd><ul>{_explained(entries)}</ul></dd></div>"
        for name, entries in legend.groups
    )
    return f'<dl class="legend">{groups}</dl><p class="legend-note">{escape(legend.note)}</p>'


def _explained(entries: tuple[tuple[Symbol, str], ...]) -> str:
    return "".join(f"<li>{symbol_html(symbol.id)} {escape(words)}</li>" for symbol, words in entries)


def _cell(cell: MatrixCell | None, links: Mapping[tuple[str, str], str]) -> str:
    if cell is None:
        return "<td>Not answered</td>"
    css = " ".join(["cell", *(["quiet"] if cell.quiet else []), *(["harm"] if cell.harm else [])])
    return (
        f'<td class="{cell.css}"><a class="{css}" href="{escape(links[cell.target])}">'
        f'<span class="cell-stream">{symbol_html(cell.symbol)}{escape(cell.stream_label)}</span>'
        f"{symbol_html(cell.signal_symbol.id, firm=cell.signal_symbol.firm)}"
        f'<b>{escape(cell.verdict)}<span class="vh"> (signal: {escape(cell.signal)})</span></b>'
        f"<small>{_line(cell.certainty)}</small></a></td>"
    )


def _line(line: Line) -> str:
    shown = []
    for part in line:
        if isinstance(part, Symbol):
            shown.append(symbol_html(part.id))
        elif isinstance(part, Small):
            shown.append(f"<br>{escape(part.text)}")
        else:
            shown.append(escape(str(part)))
    return "".join(shown)


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
        tag_details: (_visit_details, _depart_details),
        tag_caveats: _element("p", "but"),
        claim_actions: (_visit_actions, _nothing),
        citation_files: (_visit_citation_files, _nothing),
        symbol: (_visit_symbol, _nothing),
        matrix_table: (_visit_matrix, _nothing),
        evidence_view: plain,
    }
    for node, html in drawn.items():
        app.add_node(node, html=html, latex=(_latex_targets, _nothing), text=plain, man=plain, texinfo=plain)
