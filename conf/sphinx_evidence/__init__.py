"""Sphinx extension for handbooks whose evidence is checked by machine.

Documents are read into the domain, assembled into an immutable handbook, judged by rules,
rendered by transforms and exported. The extension knows the words of the field from
vocabulary.toml alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    from sphinx_evidence.extension import setup_extension

    setup_extension(app)
    return {
        "version": __version__,
        "env_version": 9,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
