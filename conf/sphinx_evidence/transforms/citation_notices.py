"""Citations within sentences: a source that was retracted stays visible, struck out, with its notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from evidence.views.phrases import notice_of
from sphinx_evidence.build.state import build_state

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class CitationNotices(SphinxPostTransform):
    """Says of each cited source what its publisher told later. Runs once citations are links (10)."""

    default_priority = 160

    def run(self, **kwargs: Any) -> None:
        """Mark the links that lead to such a source in the list of references."""
        state = build_state(self.env)
        keys = {
            place[1]: check.key
            for check in state.handbook.source_checks
            if check.has_notice and (place := state.locations.get(("cite", check.key)))
        }
        for link in list(self.document.findall(nodes.reference)) if keys else ():
            anchor = link.get("refid") or link.get("refuri", "").rpartition("#")[2]
            if anchor in keys and isinstance(link.parent, nodes.inline):
                words, struck = notice_of(keys[anchor], state.handbook)
                if struck:
                    inside = nodes.inline("", "", *link.children, classes=["retracted"])
                    link.children = []
                    link.append(inside)
                after = link.parent.index(link) + 1
                link.parent.insert(after, nodes.Text(f" ({words})"))


def setup_citation_notices(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(CitationNotices)
