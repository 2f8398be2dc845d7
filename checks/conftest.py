"""What holds for every check.

Where a browser is required, a check without one fails and is not skipped. Checks of properties draw
the same examples in each run, and take the time they need.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Generator

settings.register_profile("handbook", deadline=None, database=None, derandomize=True)
settings.load_profile("handbook")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a browser check into a failure if ``EVIDENCE_REQUIRE_BROWSER`` is set."""
    report = yield
    required = os.environ.get("EVIDENCE_REQUIRE_BROWSER") and item.get_closest_marker("browser")
    if required and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"a browser is required, and this was skipped: {report.longrepr}"
    return report
