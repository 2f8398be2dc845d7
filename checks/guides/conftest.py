"""The invented handbook with the words of this one, which its guides speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.fixtures.small_handbook import MiniHandbook, copy_mini
from checks.paths import CONF

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mini(tmp_path: Path) -> MiniHandbook:
    """A fresh copy for one check."""
    return copy_mini(tmp_path, CONF / "vocabulary.toml")
