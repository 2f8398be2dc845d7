"""Files of a published site: sitemap, robots.txt, the page for wrong addresses, the picture for previews.

They hold full addresses, or links that work from any folder. Without the address of the site
(``html_baseurl``) there are none of them, and none is needed: the pages lie on a disk.
"""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import join
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from evidence.plots.evidence_summary import PREVIEW, SHARE_PICTURE, draw_evidence
from sphinx_evidence.build.state import build_state
from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

NOT_FOUND = "404"
_RELATIVE = re.compile(r'\b(href|src|action|data-content_root)="(?![a-z]+:|[/#])(?:\./)?')
"""The attributes of a page that lead to a place in the site."""


def _published(app: Sphinx) -> bool:
    return app.builder.name == "html" and bool(app.config.html_baseurl)


def _not_found(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page that a server sends for an address that it does not know."""
    if _published(app):
        yield NOT_FOUND, {"title": "Page not found"}, "404.html"


def _without_address(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the page for wrong addresses no address of its own."""
    if pagename == NOT_FOUND:
        context["pageurl"] = None


def _write_site_files(app: Sphinx, error: Exception | None) -> None:
    if error is not None or not _published(app):
        return
    out, base = Path(app.outdir), app.config.html_baseurl
    (out / "sitemap.xml").write_text(_sitemap(app), encoding="utf-8")
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {join(base, 'sitemap.xml')}\n"
    (out / "robots.txt").write_text(robots, encoding="utf-8")
    root = urlsplit(join(base, "")).path or "/"
    page = out / f"{NOT_FOUND}.html"
    page.write_text(_from_anywhere(page.read_text(encoding="utf-8"), root), encoding="utf-8")
    draw_evidence(build_state(app.env).handbook, app.config.html_title, PREVIEW, out / SHARE_PICTURE)


def _sitemap(app: Sphinx) -> str:
    """The addresses of all pages, with the day on which a page says that it changed."""
    pages = evidence_domain(app.env).pages
    entries = []
    for docname in sorted(app.env.found_docs):
        address = escape(join(app.config.html_baseurl, app.builder.get_target_uri(docname)))
        changed = pages[docname].metadata.get("changed", "") if docname in pages else ""
        day = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
        entries.append(f"<url><loc>{address}</loc>{day}</url>\n")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{"".join(entries)}</urlset>\n'
    )


def _from_anywhere(html: str, root: str) -> str:
    """A page whose links work at any depth: they begin at the root of the site."""
    return _RELATIVE.sub(lambda found: f'{found[1]}="{root}', html)


def setup_site_files(app: Sphinx) -> None:
    """Register the files of a published site."""
    app.connect("html-collect-pages", _not_found)
    app.connect("html-page-context", _without_address)
    app.connect("build-finished", _write_site_files)
