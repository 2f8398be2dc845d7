"""What a build holds in memory: no trees of pages besides those that are worked on.

Sphinx keeps the tree of every page that one process has read until it is written, a gigabyte for 10,000
claims, though each tree is stored beside the environment, too. And Python looks through all objects
for rubbish at each 700 new ones, of which trees have many: a fifth of a build. It does so a last time
when the program ends, which for 10,000 claims takes longer than checking a page.

Where several processes read changed pages, each would hand back what all other pages say together with
its own share, which nobody takes over.
"""

from __future__ import annotations

import atexit
import gc
import os
from typing import TYPE_CHECKING

from sphinx_evidence.domain import evidence

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_OBJECTS_BETWEEN_COLLECTIONS = 20_000


def _forget_trees(app: Sphinx, doctree: nodes.document) -> None:
    """Let go of the trees that were read before this one."""
    app.env._write_doc_doctree_cache.clear()


def setup_memory(app: Sphinx) -> None:
    """Set how often rubbish is collected, and that it is not at the end; watch what is read."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    app.connect("doctree-read", _forget_trees)
    reader = os.getpid()

    def begin_share(app: Sphinx, docname: str, content: list[str]) -> None:
        nonlocal reader
        if reader != os.getpid():
            reader = os.getpid()
            evidence(app.env).forget_all()

    app.connect("source-read", begin_share, priority=1)
