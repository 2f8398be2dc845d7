"""The builder that only checks: it finds what a build of pages would find, and resolves no more than it must.

Pages that were read, or gave a warning before, are resolved. Of the others only the links are resolved
once more, because what they lead to may have changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.utils import new_document
from sphinx.addnodes import pending_xref
from sphinx.builders.dummy import DummyBuilder

from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

NAME = "evidence-check"


class CheckBuilder(DummyBuilder):
    """Reads what changed, resolves it for its warnings, and writes nothing."""

    name = NAME
    epilog = ""

    def init(self) -> None:
        """Begin with no page resolved."""
        self.resolved: set[str] = set()

    def get_outdated_docs(self) -> set[str]:
        """No page besides those that Sphinx adds: the ones that it has just read."""
        return set()

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Note that a page was resolved."""
        self.resolved.add(docname)

    def finish(self) -> None:
        """Resolve the links of all other pages, in one document."""
        document = new_document("")
        for docname, links in sorted(evidence_domain(self.env).links.items()):
            if docname not in self.resolved:
                document += [link.deepcopy() for link in links]
        self.env.apply_post_transforms(document, self.config.root_doc)


def _keep_links(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the links of a page that is read, apart from the page; a rule knows those to sources."""
    if app.builder.name == NAME:
        docname = app.env.current_document.docname
        links = [link.deepcopy() for link in doctree.findall(pending_xref) if link.get("refdomain") != "cite"]
        for link in links:
            link.setdefault("refdoc", docname)
            for node in link.findall():
                node.document = None  # type: ignore[assignment]  # no tree of its own
        if links:
            evidence_domain(app.env).links[docname] = links


def setup_check_builder(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(CheckBuilder)
    app.connect("doctree-read", _keep_links)
