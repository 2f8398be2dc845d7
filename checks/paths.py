"""Where the project's folders are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
CONF = ROOT / "conf"
DOCS = ROOT / "docs"
FIXTURES = ROOT / "checks" / "fixtures"
THEME = CONF / "sphinx_evidence" / "theme"
