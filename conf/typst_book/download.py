"""``{book-download}``: the links to the volumes of the book on a page of HTML.

A volume is linked where its PDF is beside the folder of pages when they are written; a page that shows
something else is written again.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from typst_book.builder import COMPLETE, shown_date

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FOLDER = "_downloads"
_SHOWN = "typst_book_shown"
"""Environment attribute: pages with a link to the book, and what each said when it was written."""


class book_download(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A place for the links to the volumes of the book."""


class BookDownload(SphinxDirective):
    """``{book-download}``: takes nothing."""

    has_content = False
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """The place where the link is written."""
        vars(self.env).setdefault(_SHOWN, {})[self.env.current_document.docname] = ""
        return [book_download()]


class LinkToBook(SphinxPostTransform):
    """Writes the link into pages of HTML; every other kind of book has no other beside it."""

    default_priority = 160

    def run(self, **kwargs: Any) -> None:
        """Fill or take away the places."""
        for place in list(self.document.findall(book_download)):
            place.replace_self(_paragraphs(self.env) if _has_pages(self.env._app) else [])


def _has_pages(app: Sphinx) -> bool:
    return app.builder.name in {"html", "dirhtml"}


def _volumes(app: Sphinx) -> dict[Path, str]:
    """The volumes that may be in the folder of PDFs, and the words of their links."""
    folder, name = Path(app.outdir).parent / "pdf", app.config.typst_book_name
    volumes = {folder / f"{name}.pdf": "The handbook as a PDF to read offline or to print"}
    if app.config.typst_book_data:
        volumes[folder / f"{name}{COMPLETE}.pdf"] = "The complete volume, with the record of every study"
    return volumes


def _links(app: Sphinx) -> list[tuple[Path, str, str]]:
    """Each volume that was made, the words of its link, and its size and date."""
    day = shown_date(app.config)
    date = f", {app.config.typst_book_date_name.lower()} {day}" if day else ""
    return [
        (volume, words, f" ({volume.stat().st_size / 1_000_000:.1f} MB{date}).")
        for volume, words in _volumes(app).items()
        if volume.is_file()
    ]


def _paragraphs(env: BuildEnvironment) -> list[nodes.paragraph]:
    root = env._app.builder.get_relative_uri(env.current_document.docname, env.config.root_doc)
    folder = root.rpartition("/")[0]
    paragraphs = []
    for volume, words, after in _links(env._app):
        address = "/".join(filter(None, (folder, _FOLDER, volume.name)))
        link = nodes.reference("", words, refuri=address, internal=True)
        paragraphs.append(nodes.paragraph("", "", link, nodes.Text(after), classes=["book-download"]))
    return paragraphs


def _changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages that say something else of the book than they did."""
    shown: dict[str, str] = vars(env).setdefault(_SHOWN, {})
    if not _has_pages(app):
        return []
    now = "".join(f"{volume.name}{after}" for volume, _, after in _links(app))
    changed = sorted(name for name, said in shown.items() if said != now)
    shown.update(dict.fromkeys(changed, now))
    return changed


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    vars(env).setdefault(_SHOWN, {}).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment) -> None:
    read = vars(other).get(_SHOWN, {})
    vars(env).setdefault(_SHOWN, {}).update({name: read[name] for name in docnames if name in read})


def _copy(app: Sphinx, error: Exception | None) -> None:
    """Put the volumes beside the pages, or take away one that is no longer there."""
    if error is not None or not _has_pages(app) or not vars(app.env).get(_SHOWN):
        return
    for volume in _volumes(app):
        copied = Path(app.outdir) / _FOLDER / volume.name
        if volume.is_file():
            copied.parent.mkdir(exist_ok=True)
            shutil.copyfile(volume, copied)
        else:
            copied.unlink(missing_ok=True)


def setup_download(app: Sphinx) -> None:
    """Register directive, transform and the events that keep the page up to date."""
    app.add_node(book_download)
    app.add_directive("book-download", BookDownload)
    app.add_post_transform(LinkToBook)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _changed)
    app.connect("build-finished", _copy)
