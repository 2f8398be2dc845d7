"""What HTML pages need besides their content: dates, known roles, tables that a phone can restack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.logging import getLogger
from sphinx_design.tabs import sd_tab_label

from evidence.analysis.reviews import review_of_page
from evidence.text.dates import date_words
from sphinx_evidence.build.state import build_state
from sphinx_evidence.nodes import HTML_BUILDERS

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = getLogger(__name__)


def _surround(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """Give the page's template its dates and its footer.

    Epub has a theme of its own: it gets that theme's template, not ours of the same name.
    """
    if app.builder.name not in HTML_BUILDERS:
        return f"!{templatename}"
    changed = app.env.metadata.get(pagename, {}).get("changed", "") if doctree is not None else ""
    context["preview"] = app.config.evidence_preview
    context["evidence_changed"] = _day(changed, pagename)
    context["evidence_review"] = _review(pagename, app)
    searched = max(app.config.evidence_last_searched, build_state(app.env).handbook.searched)
    context["evidence_searched"] = _day(searched, None)
    context["evidence_footer"] = app.config.evidence_footer
    return None


def _review(pagename: str, app: Sphinx) -> dict[str, Any]:
    """How far clinicians reviewed the claims of a page: their number, how many, and since when all."""
    state = review_of_page(pagename, build_state(app.env).handbook)
    since = _day(state.days[0].isoformat(), pagename) if state.complete else None
    return {"claims": state.claims, "reviewed": len(state.days), "since": since}


def _day(iso: str, pagename: str | None) -> tuple[str, str] | None:
    """A day or month as the machine and as the reader has it, or None where there is none."""
    words = date_words(iso)
    if words != iso:
        return iso, words
    if iso:
        logger.warning("'%s' is no date; write it like 2026-11-23.", iso, location=pagename)
    return None


def _visit_entry(self: Any, node: nodes.entry) -> None:
    """Open a cell that says what it heads, or else which column it belongs to.

    A phone shows rows as cards and prints the column's title before each cell.
    """
    row: Any = node.parent
    group = row.parent.parent
    place = row.column  # the writer counts the columns of a row here
    head = group.next_node(nodes.thead)
    type(self).visit_entry(self, node)
    opening = self.body.pop()
    if isinstance(row.parent, nodes.thead):
        attribute = ' scope="col"'
    elif opening.startswith("<th"):
        attribute = ' scope="row"'
    else:
        titles = head[-1].children if head is not None else []
        title = titles[place].astext() if place < len(titles) else ""
        attribute = f' data-th="{self.attval(title)}"' if title else ""
    self.body.append(opening[:3] + attribute + opening[3:])


def _depart_entry(self: Any, node: nodes.entry) -> None:
    type(self).depart_entry(self, node)


def _visit_citation(self: Any, node: nodes.citation) -> None:
    """Open an entry of the references as an item of the list that docutils writes around them.

    docutils gives it the role ``doc-biblioentry``, which is deprecated, and no child of a list to validators.
    """
    type(self).visit_citation(self, node)
    self.body[-1] = self.body[-1].replace('role="doc-biblioentry"', 'role="listitem"')


def _depart_citation(self: Any, node: nodes.citation) -> None:
    type(self).depart_citation(self, node)


class SingleTableIds(SphinxPostTransform):
    """Takes the ids off the boxes that Furo puts around tables: they are the tables' own."""

    default_priority = 510  # Furo's boxes come at 500
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Leave each id once in the page."""
        for box in self.document.findall(nodes.container):
            if "table-wrapper" in box["classes"]:
                box["ids"] = []


class PlainTabLabels(SphinxPostTransform):
    """Takes off a tab's label the name of its panel, which HTML allows on the radio button alone."""

    default_priority = 210  # sphinx-design's tabs come at 200
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Leave each label with the button that it names."""
        for label in self.document.findall(sd_tab_label):
            label.attributes.pop("aria_controls", None)


def setup_html_pages(app: Sphinx) -> None:
    """Register the surroundings of a page."""
    app.add_config_value("evidence_last_searched", "", "html", str)
    app.add_node(nodes.entry, override=True, html=(_visit_entry, _depart_entry))
    app.add_node(nodes.citation, override=True, html=(_visit_citation, _depart_citation))
    app.add_post_transform(SingleTableIds)
    app.add_post_transform(PlainTabLabels)
    app.connect("html-page-context", _surround)
