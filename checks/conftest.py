"""What holds for every check.

Where a browser or the validators are required, a check without them fails and is not skipped.
Checks of properties draw the same examples in each run, and take the time they need.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

from checks.fixtures.small_handbook import MiniHandbook, copy_mini

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import Browser

settings.register_profile("handbook", deadline=None, database=None, derandomize=True)
settings.load_profile("handbook")


REQUIRED_BY = {"browser": "EVIDENCE_REQUIRE_BROWSER", "validator": "EVIDENCE_REQUIRE_VALIDATORS"}
"""The marker of checks that need a tool, and the variable that says that it must be there."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET_BROWSER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one of Playwright, else that of the system."""
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        found = own if Path(own).is_file() else next(filter(None, map(shutil.which, BROWSERS)), None)
        if found is None:
            pytest.skip("Chromium was not found: install it, or run: playwright install chromium")
        chromium = playwright.chromium.launch(executable_path=found, args=QUIET_BROWSER)
        yield chromium
        chromium.close()
