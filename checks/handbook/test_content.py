"""The handbook itself: no error, no warning, and every rule had something to judge."""

from __future__ import annotations

import pytest

from checks.paths import ROOT
from evidence.rules import RULES
from sphinx_evidence.build.read_handbook import Reading, read_handbook


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_handbook(ROOT / "docs", ROOT / "conf")


def test_no_error_and_no_warning(reading: Reading) -> None:
    assert [str(problem) for problem in reading.problems if problem.severity != "note"] == []


@pytest.mark.parametrize("name", [rule.id for rule in RULES.values() if not rule.rendered])
def test_rule_saw_objects(reading: Reading, name: str) -> None:
    assert RULES[name].objects(reading.handbook)


@pytest.mark.parametrize(
    ("what", "least"), [("studies", 95), ("claims", 150), ("statements", 70), ("cards", 6), ("caveats", 16)]
)
def test_nothing_has_gone(reading: Reading, what: str, least: int) -> None:
    assert len(getattr(reading.handbook, what)) >= least
