"""The invented handbook, for checks of what helps contributors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.extension.conftest import MiniHandbook, copy_mini

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mini(tmp_path: Path) -> MiniHandbook:
    """A fresh copy of the invented handbook."""
    return copy_mini(tmp_path)
