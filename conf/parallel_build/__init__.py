"""Sphinx extension: processes that read and write pages take them one by one, and write what they resolve.

Sphinx gives out pages in parcels. With each parcel goes a new process, which hands back all that was
read before it together with its own; and one process alone resolves the pages that others write. For a
large handbook two cores are hardly faster than one so. Here a process begins once, takes the next page
that no other has begun, and hands back its share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register builders of HTML in the place of Sphinx's own."""
    from parallel_build.write import SharedDirectories, SharedWriting

    app.add_builder(SharedWriting, override=True)
    app.add_builder(SharedDirectories, override=True)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
