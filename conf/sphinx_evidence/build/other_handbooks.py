"""Other handbooks, known by their inventories, to which the settings let pages link."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sphinx.ext.intersphinx import InventoryAdapter

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_DIGEST = "evidence_inventories"
"""Environment attribute: what the inventories held when the pages were last read."""


def inventories_changed(app: Sphinx, env: BuildEnvironment) -> bool:
    """Whether another handbook offers something else than when the pages were last read.

    Which pages link to it is not known without reading them, so all are read again.
    """
    if "sphinx.ext.intersphinx" not in app.extensions:
        return False
    before: str | None = getattr(env, _DIGEST, None)
    now = hashlib.sha256(repr(InventoryAdapter(env).named_inventory).encode()).hexdigest()
    setattr(env, _DIGEST, now)
    return before != now


def address_from(docname: str, address: str) -> str:
    """An address that the settings give relative to the first page, as seen from another page."""
    return address if "://" in address else "../" * docname.count("/") + address
