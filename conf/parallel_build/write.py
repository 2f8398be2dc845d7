"""Several processes write the pages for browsers and reading devices, each those that it resolved.

In Sphinx one process resolves all pages, which takes as long as writing them, while their trees pile up
for the others. What the whole build needs of a page is handed back: its words for the search, and
which pictures it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import progress_message

from parallel_build.read import SharedReading
from parallel_build.work_queue import shared_out

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.search import IndexBuilder

_OF_PAGES = ("_titles", "_filenames", "_all_titles", "_index_entries")
"""What Sphinx's index holds, by page."""
_OF_WORDS = ("_mapping", "_title_mapping")
"""What it holds by word: sets of pages."""


class _Share(NamedTuple):
    """What one process found in the pages that it wrote: its part of the index, by name, and the pictures."""

    indexed: dict[str, dict[str, Any]]
    images: dict[str, str]


class SharedWriting(SharedReading, StandaloneHTMLBuilder):
    """A builder of HTML whose pages are resolved and written by as many processes as Sphinx may use."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the pages, the first of them here: it fills caches that all others need."""
        if not self.parallel_ok:
            super().write_documents(docnames)
            return
        first, *others = sorted(docnames)
        self._write_page(first)
        with progress_message("writing output"):
            shares = shared_out(others, self._app.parallel, self._write_share)
        for share in shares:
            self.images |= share.images
            if self.indexer is not None:
                _add(share.indexed, self.indexer)

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """The HTML of a node alone.

        Sphinx puts the node into a document of its own and leaves it there. Titles of pages live as
        long as the build, and with each lived its document, 12 kB.
        """
        return super().render_partial(None if node is None else node.deepcopy())

    def _write_share(self, docnames: Iterable[str]) -> _Share:
        share = _Share({} if self.indexer is None else _parts(self.indexer), self.images)
        for known in (*share.indexed.values(), share.images):
            known.clear()
        for docname in docnames:
            self._write_page(docname)
        return share

    def _write_page(self, docname: str) -> None:
        self.phase = BuildPhase.RESOLVING
        doctree = self.env.get_and_resolve_doctree(docname, self, tags=self.tags)
        self.phase = BuildPhase.WRITING
        self.write_doc_serialized(docname, doctree)
        self.write_doc(docname, doctree)


class SharedDirectories(SharedWriting, DirectoryHTMLBuilder):
    """The same with a folder for each page."""


def _parts(index: IndexBuilder) -> dict[str, dict[str, Any]]:
    return {name: getattr(index, name) for name in (*_OF_PAGES, *_OF_WORDS)}


def _add(share: dict[str, dict[str, Any]], index: IndexBuilder) -> None:
    """Add to an index what another process put into its own."""
    parts = _parts(index)
    for name in _OF_PAGES:
        parts[name].update(share[name])
    for name in _OF_WORDS:
        for word, docnames in share[name].items():
            parts[name].setdefault(word, set()).update(docnames)
