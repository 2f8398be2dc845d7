"""Other handbooks, known by their inventories, to which the settings let pages link."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sphinx.ext.intersphinx import InventoryAdapter

from sphinx_evidence.domain import evidence_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def inventories_changed(app: Sphinx, env: BuildEnvironment) -> bool:
    """Whether another handbook offers something else than when the pages were last read.

    Which pages link to it is not known without reading them, so all are read again.
    """
    if "sphinx.ext.intersphinx" not in app.extensions:
        return False
    data = evidence_domain(env).data
    before = data["inventories"]
    data["inventories"] = hashlib.sha256(repr(InventoryAdapter(env).named_inventory).encode()).hexdigest()
    return bool(before != data["inventories"])
