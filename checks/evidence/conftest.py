"""A service on this machine that stands for those that the handbook asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.fixtures.local_service import LocalService, local_service

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalService]:
    """A service that stands for Crossref (below /crossref), PubMed (below /eutils) and the others."""
    with local_service() as service:
        for name in ("crossref", "eutils", "doi", "registry"):
            monkeypatch.setenv(f"EVIDENCE_{name.upper()}", f"{service.address}/{name}")
        yield service
