"""The settings of the handbooks that are measured: one theme, and one remedy for its navigation or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.bench.typed import FIELDS
from checks.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OURS = ROOT / "conf"

_PLAIN = """\
import sys

sys.path.insert(0, {engine!r})
project = "A large handbook"
extensions = {extensions!r}
myst_enable_extensions = ["colon_fence", "deflist", "smartquotes"]
html_theme = "furo"
html_copy_source = False
html_show_sourcelink = False
nitpicky = True
"""

_NEEDS = (
    f"FIELDS = {FIELDS!r}\n"
    """\
needs_types = [
    {"directive": name, "title": name.capitalize(), "prefix": "", "color": "#ffffff", "style": "node"}
    for name in ("claim", "study", "caveat")
]
needs_links = {
    name: {"incoming": "named by", "outgoing": name, "copy": False} for name in ("studies", "caveats")
}
needs_fields = {
    name: {"description": name, "schema": {"type": "string"}, "nullable": True} for name in FIELDS
}
needs_id_regex = "^[A-Z0-9_]+"
needs_build_json = False
"""
)

_NAVIGATION = """

def setup(app):
    from sphinx_evidence.site.navigation import setup_navigation

    setup_navigation(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
"""The only part of our engine that they may have: a sidebar that does not make the build quadratic."""


def write_settings(folder: Path, *, needs: bool, navigation: bool) -> Path:
    """Write conf.py for plain MyST or for sphinx-needs into a folder; returns the folder."""
    extensions = ["myst_parser", *(["sphinx_needs"] if needs else [])]
    text = _PLAIN.format(engine=str(OURS), extensions=extensions)
    folder.mkdir(parents=True, exist_ok=True)
    parts = (text, _NEEDS if needs else "", _NAVIGATION if navigation else "")
    (folder / "conf.py").write_text("".join(parts), encoding="utf-8")
    return folder
