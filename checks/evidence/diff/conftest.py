"""The invented handbook as data, for comparisons."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

import pytest

from evidence.export.evidence_file import evidence_file, to_json

if TYPE_CHECKING:
    from pathlib import Path

    from checks.evidence.diff.states import Data
    from checks.fixtures.small_handbook import MiniHandbook


@pytest.fixture(scope="module")
def data(shared_mini: MiniHandbook) -> Data:
    """The invented handbook as data; checks copy it before they change it."""
    loaded: Data = json.loads("".join(to_json(evidence_file(shared_mini.read().handbook))))
    return loaded


@pytest.fixture
def files(data: Data, tmp_path: Path) -> tuple[Path, Path, Data]:
    """The evidence before and after as files, and the data of the second."""
    after = copy.deepcopy(data)
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps(data), encoding="utf-8")
    new.write_text(json.dumps(after), encoding="utf-8")
    return old, new, after
