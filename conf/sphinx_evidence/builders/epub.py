"""The handbook as an epub: a by-product without scripts, in which every part of a card is open.

Sphinx writes the clock into the book, and the times of files. Here the day is that of the last change
of a page, so that the same handbook gives the same bytes.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sphinx.builders.epub3 import Epub3Builder

from evidence.plots.evidence_summary import draw_evidence
from parallel_build.write import SharedWriting
from sphinx_evidence.build.state import build_state
from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

STYLES = ("pygments.css", "epub.css", "book.css")
"""The style sheets of the book. Those of the site speak of its tabs and colours, and of paper."""

COVER = (12, 16)
"""Width and height of the cover, in hundreds of pixels."""

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of each file in the book: the first that its format can say."""


class BookBuilder(SharedWriting, Epub3Builder):
    """Writes one file that depends on nothing but the handbook."""

    name = "epub"

    def add_css_file(self, filename: str, **kwargs: Any) -> None:
        """Link the book's own style sheets alone, whatever extensions ask for."""
        if filename in STYLES:
            super().add_css_file(filename, **kwargs)

    def add_js_file(self, filename: str | None, **kwargs: Any) -> None:
        """Link no script."""

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Remove pages of an earlier build that are no more: all files of the folder are packed."""
        pages = {self.get_output_path(docname) for docname in self.env.found_docs}
        for path in sorted(self.outdir.rglob(f"*{self.out_suffix}")):
            if path not in pages:
                path.unlink()
        super().prepare_writing(docnames)

    def get_refnodes(self, doctree: nodes.Node, result: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The contents: pages without their sections, of which some come after the pages below theirs."""
        return [entry for entry in super().get_refnodes(doctree, result) if "#" not in entry["refuri"]]

    def content_metadata(self) -> dict[str, Any]:
        """What the book says of itself, with the day of its last change."""
        pages = evidence_domain(self.env).pages
        last = max((page.metadata.get("changed", "") for page in pages.values()), default="")
        about = pages[self.config.root_doc].metadata.get("description", "")
        return super().content_metadata() | {"date": f"{last}T00:00:00Z", "description": escape(about)}

    def toc_metadata(self, level: int, navpoints: list[Any]) -> dict[str, Any]:
        """The contents for older devices, under the identifier that the book has everywhere."""
        return super().toc_metadata(level, navpoints) | {"uid": escape(self.config.epub_identifier)}

    def build_content(self) -> None:
        """List the files of the book; of those for a site only the book's style sheets and small pictures."""
        static = self.outdir / "_static"
        draw_evidence(build_state(self.env).handbook, self.config.epub_title, COVER, static / "cover.png")
        pictures = {style.name for style in static.iterdir() if style.suffix == ".png"}
        for path in sorted(static.rglob("*")):
            if path.is_file() and path.name not in {*STYLES, *pictures}:
                path.unlink()
        super().build_content()

    def build_epub(self) -> None:
        """Pack the files in the order of the list, with one time for all."""
        names = ("mimetype", "META-INF/container.xml", "content.opf", "toc.ncx", *self.files)
        with ZipFile(self.outdir / f"{self.config.epub_basename}.epub", "w") as book:
            for name in names:
                entry = ZipInfo(name, LONG_AGO)
                entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                book.writestr(entry, (self.outdir / name).read_bytes())


def _language(app: Sphinx, config: Config) -> None:
    """Books write ``en-GB`` where Sphinx writes ``en_GB``."""
    config.epub_language = config.epub_language.replace("_", "-")


def setup_book(app: Sphinx) -> None:
    """Register the book in the place of Sphinx's own."""
    app.add_builder(BookBuilder, override=True)
    app.connect("config-inited", _language)
