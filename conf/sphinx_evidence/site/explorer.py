"""The explorer's files: a page to filter on, static pages that hold everything, data for the script.

``{explorer}`` stands on a page. Below that page are ``claims-1``, ``claims-2`` … and
``studies-1`` …, which need no script, and for the script ``data-1.js`` …, which can be read from
disk as well as from a server. They are written when that page was, and it is written when
anything that the explorer shows has changed.
"""

from __future__ import annotations

import gc
import hashlib
import json
import re
import shutil
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from docutils import nodes
from sphinx.util.osutil import relative_uri

from evidence.caching import cached_for_build
from evidence.text.files import write_atomically
from evidence.views import make_view
from sphinx_evidence.build.state import build_state
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.nodes import PAGE_BUILDERS
from sphinx_evidence.site.explorer_entries import ElementTable, Trees, as_html
from sphinx_evidence.site.explorer_form import KINDS, PAGE_SIZE, explorer_html, pager, ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.builders.html import StandaloneHTMLBuilder

    from evidence.views.elements import Entry, Explorer
    from sphinx_evidence.site.explorer_entries import Address

_SPEC = ("explorer",)
_OURS = re.compile(rf"(?:data|{'|'.join(KINDS)})-\d+(?=\.|$)")


class explorer_place(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """The explorer in its page."""


class _Sheet(NamedTuple):
    """A static page: some objects of one kind. ``number`` counts from 1."""

    kind: str
    number: int
    entries: tuple[Entry, ...]

    def name(self, docname: str) -> str:
        """Its name as Sphinx has it."""
        return _name(docname, self.kind, self.number)


def _name(docname: str, kind: str, number: int) -> str:
    return f"{docname}/{kind}-{number}"


def _by_kind(explorer: Explorer) -> dict[str, tuple[Entry, ...]]:
    return {"claims": explorer.claims, "studies": explorer.studies}


def _sheets(explorer: Explorer) -> list[_Sheet]:
    return [
        _Sheet(kind, number, entries[first - 1 : last])
        for kind, entries in _by_kind(explorer).items()
        for number, (first, last) in enumerate(ranges(len(entries)), start=1)
    ]


# -- the page with the filters


def explorer_nodes(explorer: Explorer, builder: Builder, docname: str) -> list[nodes.Node]:
    """The explorer in its page, or for other builders where it can be found."""
    if builder.name not in PAGE_BUILDERS:
        return [
            nodes.paragraph("", "The web pages of this handbook list every statement and every study here.")
        ]
    data = {
        "files": relative_uri(builder.get_target_uri(docname), f"{docname}/data-"),
        "count": str(len(chunks_of(explorer))),
        **{kind: str(len(entries)) for kind, entries in _by_kind(explorer).items()},
        "version": hashlib.sha256(repr(explorer).encode()).hexdigest()[:8],
    }

    def uri(kind: str, number: int) -> str:
        return builder.get_relative_uri(docname, _name(docname, kind, number))

    return [explorer_place(html=explorer_html(explorer, uri, data))]


def _visit_place(self: Any, node: explorer_place) -> None:
    self.body.append(node["html"])
    raise nodes.SkipNode


# -- the data of the script


def chunks_of(explorer: Explorer) -> list[list[tuple[str, Entry]]]:
    """All objects with their kinds, in parts of a file each."""
    rows = [(kind, entry) for kind, entries in _by_kind(explorer).items() for entry in entries]
    return [rows[start : start + PAGE_SIZE] for start in range(0, len(rows), PAGE_SIZE)]


def chunk_text(number: int, rows: list[tuple[str, Entry]], address: Address) -> str:
    """A file of data: distinct elements, distinct pairs of filter and word, and the objects made of them."""
    shelf, trees = ElementTable(), Trees(address)
    words: dict[str, int] = {}
    entries = []
    for kind, entry in rows:
        pairs = (("kind", kind), *entry.words)
        numbers = [words.setdefault(f"{name}={word}", len(words)) for name, word in pairs]
        entries.append([shelf.put(trees.of(entry)), numbers, entry.more])
    data = {"elements": shelf.elements, "words": list(words), "entries": entries}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"handbookExplorer({number},{text});\n"


# -- static pages


def _context(app: Sphinx, docname: str, sheet: _Sheet, sheets: list[_Sheet]) -> dict[str, Any]:
    """What a static page is made of."""
    same = [other for other in sheets if other.kind == sheet.kind]
    total = sum(len(other.entries) for other in same)
    here = sheet.name(docname)
    title = _title(sheet, total)

    def uri(number: int) -> str:
        return app.builder.get_relative_uri(here, _name(docname, sheet.kind, number))

    trees = Trees(_addresses(app, here))
    labels = {stream.css: stream.label for stream in app.config.evidence_vocabulary.stream}
    groups = []
    for css, entries in groupby(sheet.entries, key=lambda entry: entry.tag.css):
        rows = "".join(f"{as_html(trees.of(entry))}\n" for entry in entries)
        heading = as_html(labels.get(css, css))
        groups.append(f'<section><h2>{heading}</h2><ul class="results wide">\n{rows}</ul></section>\n')
    links = as_html(pager(sheet.kind, total, uri, sheet.number))
    back = app.builder.get_relative_uri(here, docname)
    own_title = as_html(app.env.titles[docname].astext())
    top = f'<p>To filter them, see <a href="{back}">{own_title}</a>.</p>'
    around = {
        side: {"link": uri(other.number), "title": as_html(_title(other, total))}
        for side, other in (("prev", _at(same, sheet.number - 1)), ("next", _at(same, sheet.number + 1)))
        if other
    }
    return {
        "title": title,
        "body": f"<section><h1>{as_html(title)}</h1>\n{top}\n{links}\n{''.join(groups)}</section>",
        "meta": {"description": f"{title}, each with its kind of study, sources, certainty and caveats."},
        **around,
    }


def _title(sheet: _Sheet, total: int) -> str:
    first, last = ranges(total)[sheet.number - 1]
    return f"{KINDS[sheet.kind][1].capitalize()} {first} to {last} of {total}"


def _at(sheets: list[_Sheet], number: int) -> _Sheet | None:
    return sheets[number - 1] if 1 <= number <= len(sheets) else None


# -- writing


def _collect_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Hand over the static pages and write the data, where the page of the explorer is newer."""
    if app.builder.name not in PAGE_BUILDERS:
        return
    builder = cast("StandaloneHTMLBuilder", app.builder)
    handbook = build_state(app.env).handbook
    counts = {"claims": len(handbook.claims), "studies": len(handbook.studies)}
    for docname in _explorers(app):
        page = builder.get_output_path(docname)
        if not page.is_file():
            continue  # other pages were asked for
        folder = Path(app.outdir) / docname
        files = [
            folder / f"data-{number}.js" for number, _ in enumerate(ranges(sum(counts.values())), start=1)
        ]
        written = page.stat().st_mtime_ns
        names = [
            _name(docname, kind, number)
            for kind, count in counts.items()
            for number, _ in enumerate(ranges(count), start=1)
        ]
        made = [*files, *(Path(builder.get_output_path(name)) for name in names)]
        if all(path.is_file() and path.stat().st_mtime_ns >= written for path in made):
            continue
        explorer = cast("Explorer", make_view(_SPEC, handbook))
        sheets = _sheets(explorer)
        chunks = chunks_of(explorer)
        folder.mkdir(parents=True, exist_ok=True)
        _remove_old(folder)
        address = _addresses(app, docname)
        for number, (path, rows) in enumerate(zip(files, chunks, strict=True), start=1):
            write_atomically(path, chunk_text(number, rows, address))
        for sheet in sheets:
            yield sheet.name(docname), _context(app, docname, sheet, sheets), "page.html"
            gc.collect(1)  # what a page was made of refers to itself, and is most of a megabyte


def _remove_old(folder: Path) -> None:
    """Take away what an earlier build wrote: there may be fewer files now."""
    for path in folder.iterdir():
        if _OURS.match(path.name):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@cached_for_build
def _explorers(app: Sphinx) -> list[str]:
    """The pages that hold an explorer, looked for once all are read: each page asks."""
    return sorted(name for name, shown in evidence_domain(app.env).views.items() if _SPEC in shown)


def _addresses(app: Sphinx, here: str) -> Callable[[str, str], str | None]:
    """Addresses of objects, seen from a page."""
    places = build_state(app.env).locations

    @cache
    def address(kind: str, target: str) -> str | None:
        place = places.get((kind, target))
        return f"{app.builder.get_relative_uri(here, place[0])}#{place[1]}" if place else None

    return address


def _add_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the style on the explorer's pages and the search's alone, the script where the filters are."""
    if app.builder.name not in PAGE_BUILDERS:
        return
    if pagename == "search":
        app.add_css_file("explorer.css")
        context["evidence_explorer"] = next(iter(_explorers(app)), None)
    for docname in _explorers(app):
        if pagename == docname:
            app.add_js_file("explorer.js", defer="defer")
        if pagename == docname or pagename.startswith(f"{docname}/"):
            app.add_css_file("explorer.css")


def setup_explorer(app: Sphinx) -> None:
    """Register the explorer."""
    app.add_node(explorer_place, html=(_visit_place, None))
    app.connect("html-collect-pages", _collect_pages)
    app.connect("html-page-context", _add_files)
