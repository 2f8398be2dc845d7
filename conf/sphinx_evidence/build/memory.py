"""How much memory a build takes: which trees Python looks through for garbage, and which are kept.

At 10,000 claims Python's own threshold makes garbage collection a fifth of a build, and the trees that Sphinx
keeps in memory until pages are written take 650 MB.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_OBJECTS_BETWEEN_COLLECTIONS = 20_000


def _forget_trees(app: Sphinx, doctree: nodes.document) -> None:
    """Drop the trees of pages that were read before this one: each is stored in a file, too."""
    app.env._write_doc_doctree_cache.clear()


def setup_memory(app: Sphinx) -> None:
    """Set how often garbage is collected, and keep no trees of pages."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)
    app.connect("doctree-read", _forget_trees)
