"""The explorer on its page: all statements and studies, the form that filters them, and its files.

The statements and studies are part of the page, so that they are there without a script and from a disk.
The script hides those that do not match; it makes no HTML out of texts.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from evidence.caching import cached_for_build
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.nodes import (
    PAGE_BUILDERS,
    explorer_form,
    explorer_more,
    explorer_results,
    symbol_html,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_SPEC = ("explorer",)


def _visit_form(self: Any, node: explorer_form) -> None:
    context = {"explorer": node["explorer"], "symbol": symbol_html}
    self.body.append(self.builder.templates.render("explorer.html", context))
    raise nodes.SkipNode


def _visit_results(self: Any, node: explorer_results) -> None:
    """Write the entries one by one: the nodes of all at once would need a gigabyte for 10,000 claims."""
    self.body.append('<ul class="results wide">\n')
    for entry in node["entries"]:
        words = " ".join(f"{name}={word}" for name, word in (("kind", node["kind"]), *entry.words))
        self.body.append(f'<li data-words="{escape(words)}" data-more="{escape(entry.more)}">')
        node["renderer"].entry(entry).walkabout(self)
        self.body.append("</li>\n")
    self.body.append("</ul>\n")
    raise nodes.SkipNode


def _visit_more(self: Any, node: explorer_more) -> None:
    self.body.append('<p class="more" hidden><button type="button">Show more</button></p>\n')
    raise nodes.SkipNode


@cached_for_build
def _explorers(app: Sphinx) -> list[str]:
    """The pages that hold an explorer, looked for once all are read: each page asks."""
    return sorted(name for name, specs in evidence_domain(app.env).views.items() if _SPEC in specs)


def _add_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the style on the explorer's page and the search's alone, the script where the filters are."""
    if app.builder.name not in PAGE_BUILDERS:
        return
    explorers = _explorers(app)
    if pagename == "search":
        context["evidence_explorer"] = next(iter(explorers), None)
    if pagename == "search" or pagename in explorers:
        app.add_css_file("explorer.css")
    if pagename in explorers:
        app.add_js_file("explorer.js", defer="defer")


def setup_explorer(app: Sphinx) -> None:
    """Register the explorer."""
    app.add_node(explorer_form, html=(_visit_form, None))
    app.add_node(explorer_results, html=(_visit_results, None))
    app.add_node(explorer_more, html=(_visit_more, None))
    app.connect("html-page-context", _add_files)
