"""The sidebar: pages in the order of their tables of contents, long folders by their index alone.

Sphinx resolves the whole tree again for every page, which makes a build quadratic. Here the
tree is read from the environment and written as plain lists; the theme does the rest.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

from .once import once_a_build

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

LONGEST_LIST = 30
"""A page with more pages below it than this lists none of them in the sidebar."""

LONGEST_TREE = 200
"""Where all lists together are longer, each page shows only those that lead to it."""


def set_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the theme a tree of contents for its sidebar. Must run before the theme's own handler."""
    if "toctree" in context:
        context["toctree"] = lambda **options: sidebar(app, pagename)


def sidebar(app: Sphinx, pagename: str) -> str:
    """The lists of the sidebar as HTML, with the current page and those above it marked."""
    env = app.env
    current = _pages_above(env, pagename)
    parts = []
    for toctree in _toctrees(env, env.config.root_doc):
        if toctree.get("caption"):
            caption = escape(toctree["caption"])
            parts.append(f'<p class="caption"><span class="caption-text">{caption}</span></p>')
        entries = [entry for title, entry in toctree["entries"] if entry in env.titles]
        parts.append(_list(app, pagename, entries, current, 1))
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


@once_a_build
def _parents(env: BuildEnvironment) -> dict[str, str]:
    """The page above each page."""
    return {child: parent for parent, children in env.toctree_includes.items() for child in children}


@once_a_build
def _is_short(env: BuildEnvironment) -> bool:
    """Whether every page can list all that the sidebar may show."""
    lengths = map(len, env.toctree_includes.values())
    return sum(length for length in lengths if length <= LONGEST_LIST) <= LONGEST_TREE


def _list(app: Sphinx, pagename: str, docnames: list[str], current: set[str], level: int) -> str:
    items = []
    for docname in docnames:
        title = escape(app.env.titles[docname].astext())
        here = " current" if docname in current else ""
        page = " current-page" if docname == pagename else ""
        address = "#" if docname == pagename else escape(app.builder.get_relative_uri(pagename, docname))
        aria = ' aria-current="page"' if docname == pagename else ""
        listed = app.env.toctree_includes.get(docname, [])
        shown = len(listed) <= LONGEST_LIST and (docname in current or _is_short(app.env))
        below = [name for name in listed if name in app.env.titles] if shown else []
        inner = _list(app, pagename, below, current, level + 1) if below else ""
        items.append(
            f'<li class="toctree-l{level}{here}{page}">'
            f'<a class="reference internal{here}" href="{address}"{aria}>{title}</a>{inner}</li>'
        )
    css = ' class="current"' if current.intersection(docnames) else ""
    return f"<ul{css}>{''.join(items)}</ul>"
