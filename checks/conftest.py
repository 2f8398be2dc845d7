"""What holds for every check: where a browser is required, a check without one fails and is not skipped."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator


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
