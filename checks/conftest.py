"""What holds for every check.

Where a browser or the validators are required, a check without them fails and is not skipped.
Checks of properties draw the same examples in each run, and take the time they need.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from checks.fixtures.small_handbook import MiniHandbook, copy_mini

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

settings.register_profile("handbook", deadline=None, database=None, derandomize=True)
settings.load_profile("handbook")


REQUIRED_BY = {"browser": "EVIDENCE_REQUIRE_BROWSER", "validator": "EVIDENCE_REQUIRE_VALIDATORS"}
"""The marker of checks that need a tool, and the variable that says that it must be there."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a check into a failure if what it needs is required."""
    report = yield
    for tool, variable in REQUIRED_BY.items():
        required = os.environ.get(variable) and item.get_closest_marker(tool)
        if required and report.skipped and not hasattr(report, "wasxfail"):
            report.outcome = "failed"
            report.longrepr = f"a {tool} is required, and this was skipped: {report.longrepr}"
    return report


@pytest.fixture
def mini(tmp_path: Path) -> MiniHandbook:
    """A fresh copy for one check."""
    return copy_mini(tmp_path)


@pytest.fixture(scope="module")
def shared_mini(tmp_path_factory: pytest.TempPathFactory) -> MiniHandbook:
    """A copy for all checks of a module, which do not change it."""
    return copy_mini(tmp_path_factory.mktemp("mini"))
