"""The list of a page's sections beside it, where some were drawn after Sphinx had listed what it read."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_evidence.nodes import PAGE_BUILDERS
from sphinx_evidence.transforms.section_heads import own_sections

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def set_contents(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template the list of all sections. Must run after the theme has looked at Sphinx's list."""
    if doctree is None or app.builder.name not in PAGE_BUILDERS:
        return
    listed = {entry["anchorname"] for entry in app.env.tocs[pagename].findall(nodes.reference)}
    drawn = {f"#{section['ids'][0]}" for page in own_sections(doctree) for section in own_sections(page)}
    if not drawn <= listed:
        context["toc"] = _list(doctree, top=True)
        context["furo_hide_toc"] = False


def _list(around: nodes.Element, *, top: bool = False) -> str:
    """A list of links to the sections within a page or section, with theirs; that of the page is its top."""
    items = []
    for section in own_sections(around):
        heading = section.next_node(nodes.title)
        title = escape(heading.astext()) if heading is not None else ""
        address = "#" if top else f"#{escape(section['ids'][0])}"
        items.append(f'<li><a class="reference internal" href="{address}">{title}</a>{_list(section)}</li>\n')
    return f"<ul>\n{''.join(items)}</ul>\n" if items else ""
