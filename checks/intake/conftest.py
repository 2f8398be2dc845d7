"""The invented handbook and a local service, for checks of what takes new records in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.extension.conftest import MiniHandbook, copy_mini
from checks.local_service import LocalService, local_service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def mini(tmp_path: Path) -> MiniHandbook:
    """A fresh copy of the invented handbook."""
    return copy_mini(tmp_path)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalService]:
    """A service that stands for Crossref (below /crossref) and for PubMed (below /eutils)."""
    with local_service() as service:
        for name in ("crossref", "eutils", "doi", "registry"):
            monkeypatch.setenv(f"EVIDENCE_{name.upper()}", f"{service.address}/{name}")
        yield service
