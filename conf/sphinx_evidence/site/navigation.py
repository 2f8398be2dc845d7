"""The sidebar: pages in the order of their tables of contents, long folders by their index alone.

Sphinx resolves the whole tree again for every page, which makes a build quadratic, and Furo parses what
it gets, adds the switches of folders, and keeps both for as long as the build lasts. Here the tree
is read from the environment and written with its switches.
"""

from __future__ import annotations

from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from evidence.caching import cached_for_build
from sphinx_evidence.nodes import PAGE_BUILDERS
from sphinx_evidence.transforms.pages import own_sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LONGEST_LIST = 30
"""A page with more pages below it than this lists none of them in the sidebar."""

LONGEST_TREE = 200
"""Where all lists together are longer, each page shows only those that lead to it."""


def setup_navigation(app: Sphinx) -> None:
    """Draw the sidebar in the place of the theme, whose own handler runs at 500."""
    app.connect("html-page-context", _no_tree, priority=400)
    app.connect("html-page-context", _set_tree, priority=600)
    app.connect("html-page-context", _set_contents, priority=600)


def _no_tree(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if "toctree" in context:
        context["toctree"] = lambda **options: ""


def _set_tree(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if "furo_navigation_tree" in context:
        context["furo_navigation_tree"] = sidebar(app, pagename)


def sidebar(app: Sphinx, pagename: str) -> str:
    """The lists of the sidebar as HTML, with the current page and those above it marked."""
    env = app.env
    tree = _Tree(app, pagename)
    parts = []
    for toctree in _toctrees(env, env.config.root_doc):
        if toctree.get("caption"):
            caption = escape(toctree["caption"])
            parts.append(f'<p class="caption"><span class="caption-text">{caption}</span></p>')
        entries = [
            (title, env.config.root_doc if name == "self" else name) for title, name in toctree["entries"]
        ]
        tree.titles.update((name, title) for title, name in entries if title)
        parts.append(tree.pages([name for _, name in entries if name in env.titles]))
    return "".join(parts)


def _toctrees(env: BuildEnvironment, docname: str) -> list[addnodes.toctree]:
    toc = env.tocs.get(docname)
    return list(toc.findall(addnodes.toctree)) if toc is not None else []


def _pages_above(env: BuildEnvironment, pagename: str) -> set[str]:
    """The page and its ancestors in the tree of contents."""
    parents = _parents(env)
    found = set()
    name: str | None = pagename
    while name is not None and name not in found:
        found.add(name)
        name = parents.get(name)
    return found


@cached_for_build
def _parents(env: BuildEnvironment) -> dict[str, str]:
    """The page above each page."""
    return {child: parent for parent, children in env.toctree_includes.items() for child in children}


@cached_for_build
def _is_short(env: BuildEnvironment) -> bool:
    """Whether every page can list all that the sidebar may show."""
    lengths = map(len, env.toctree_includes.values())
    return sum(length for length in lengths if length <= LONGEST_LIST) <= LONGEST_TREE


class _Tree:
    """The lists for one page. Their folders have numbers, by which labels find their switches."""

    def __init__(self, app: Sphinx, pagename: str) -> None:
        self.app, self.env, self.pagename = app, app.env, pagename
        self.current = _pages_above(app.env, pagename)
        self.numbers: Iterator[int] = count(1)
        self.titles: dict[str, str] = {}
        """The titles that a table of contents gives to pages, where it gives another."""

    def pages(self, docnames: list[str], level: int = 1) -> str:
        """A list of pages, with those below them."""
        css = ' class="current"' if self.current.intersection(docnames) else ""
        return f"<ul{css}>{''.join(self._entry(docname, level) for docname in docnames)}</ul>"

    def _entry(self, docname: str, level: int) -> str:
        """A page. The last on the way to this one is marked as this one, which may stand in no list."""
        title = escape(self.titles.get(docname) or self.env.titles[docname].astext())
        # The home page is above every page; it is marked on itself alone.
        here = docname == self.pagename if docname == self.env.config.root_doc else docname in self.current
        below = self._below(docname)
        css = f"toctree-l{level}"
        inside = self._link(docname, title, here=here)
        if here:
            css += " current" if self.current.intersection(below) else " current current-page"
        if below:
            css += " has-children"
            inside += self._switch(title, opened=here) + self.pages(below, level + 1)
        return f'<li class="{css}">{inside}</li>'

    def _link(self, docname: str, title: str, *, here: bool) -> str:
        css = "reference internal" + " current" * here
        if docname == self.pagename:
            return f'<a class="{css}" href="#" aria-current="page">{title}</a>'
        address = escape(self.app.builder.get_relative_uri(self.pagename, docname))
        return f'<a class="{css}" href="{address}">{title}</a>'

    def _below(self, docname: str) -> list[str]:
        """The pages that are listed below a page; all are below the home page, which lists itself."""
        if docname == self.env.config.root_doc:
            return []
        listed = self.env.toctree_includes.get(docname, [])
        if len(listed) > LONGEST_LIST or not (docname in self.current or _is_short(self.env)):
            return []
        return [name for name in listed if name in self.env.titles]

    def _switch(self, title: str, *, opened: bool) -> str:
        """What opens and closes a folder, as the theme's styles want it."""
        name = f"toctree-checkbox-{next(self.numbers)}"
        return (
            f'<input type="checkbox" class="toctree-checkbox" id="{name}" name="{name}" role="switch"'
            f' aria-label="Toggle navigation of {title}"{" checked" * opened}>'
            f'<label for="{name}"><span class="icon">'
            '<svg><use href="#svg-arrow-right"></use></svg></span></label>'
        )


def _set_contents(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template the list of all sections. Must run after the theme has looked at Sphinx's list."""
    if doctree is None or app.builder.name not in PAGE_BUILDERS:
        return
    listed = {entry["anchorname"] for entry in app.env.tocs[pagename].findall(nodes.reference)}
    drawn = {f"#{section['ids'][0]}" for page in own_sections(doctree) for section in own_sections(page)}
    if not drawn <= listed:
        context["toc"] = _section_list(doctree, top=True)
        context["furo_hide_toc"] = False


def _section_list(around: nodes.Element, *, top: bool = False) -> str:
    """A list of links to the sections within a page or section, with theirs; that of the page is its top."""
    items = []
    for section in own_sections(around):
        heading = section.next_node(nodes.title)
        title = escape(heading.astext()) if heading is not None else ""
        address = "#" if top else f"#{escape(section['ids'][0])}"
        items.append(
            f'<li><a class="reference internal" href="{address}">{title}</a>{_section_list(section)}</li>\n'
        )
    return f"<ul>\n{''.join(items)}</ul>\n" if items else ""
