"""Where the project's folders are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
CONF = ROOT / "conf"
"""The engine, and this handbook's settings and vocabulary."""
DOCS = ROOT / "docs"
FIXTURES = ROOT / "checks" / "fixtures"
THEME = CONF / "sphinx_evidence" / "theme"
SMALL_CONF = FIXTURES / "small" / "conf"
"""Settings and a vocabulary for tests of the engine, which know nothing of this handbook."""
SMALL_VOCABULARY = SMALL_CONF / "vocabulary.toml"
