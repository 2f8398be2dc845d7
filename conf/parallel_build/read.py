"""Several processes read the pages, each once and in turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.util.display import progress_message

from parallel_build.work_queue import shared_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment


class SharedReading(Builder):
    """A builder for which pages are read in turns.

    Sphinx has no public place for this. Were its method renamed, its own way would be taken again.
    """

    def _read_parallel(self, docnames: list[str], nproc: int) -> None:
        if len(docnames) <= 1:  # nothing to share
            self._read_serial(docnames)
            return
        for docname in docnames:
            self.events.emit("env-purge-doc", self.env, docname)
            self.env.clear_doc(docname)
        with progress_message("reading sources"):
            shares = shared_out(docnames, nproc, self._read_share)
        for names, environment in shares:
            self.env.merge_info_from(names, environment, self._app)

    def _read_share(self, docnames: Iterable[str]) -> tuple[list[str], BuildEnvironment]:
        """Read pages; their names, and the environment that knows them."""
        self.env._app = self._app
        names = []
        for docname in docnames:
            self.read_doc(docname, _cache=False)
            names.append(docname)
        return names, self.env
