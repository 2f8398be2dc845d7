"""The workflow that proposes a renewed lock: its own script, run on a repository beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.paths import ROOT
from checks.project.forge import Forge, script
from checks.project.test_forge import loaded

if TYPE_CHECKING:
    from pathlib import Path

RENEW = loaded(ROOT / ".github" / "workflows" / "renew.yml")
PROPOSE = "Open the pull request, or renew the one that is open"


def week(forge: Forge, name: str, lock: str) -> int:
    """A week's run on a fresh checkout; returns the exit code of the proposal."""
    forge.clone(name)
    report = {f"build/renewed/report-{python}.md": f"Python {python}\n" for python in ("3.11", "3.14")}
    forge.write({"build/renewed/requirements.lock": lock} | report)
    return forge.bash(script(RENEW, "propose", PROPOSE)).returncode


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path, {"requirements.lock": "a==1\n"})


def test_a_renewed_lock_is_proposed_once_and_then_renewed(forge: Forge) -> None:
    assert week(forge, "one", "a==2\n") == 0
    assert week(forge, "two", "a==3\n") == 0
    assert forge.asked == ["pr create", "pr edit"]
    assert forge.on_branch("renew", "requirements.lock") == "a==3\n"
    assert (forge.at / "build" / "report.md").read_text(encoding="utf-8") == "Python 3.11\nPython 3.14\n"


def test_a_lock_without_change_proposes_nothing(forge: Forge) -> None:
    assert week(forge, "one", "a==1\n") == 0
    assert forge.asked == []
    assert forge.branches == ["main"]


def test_it_is_tried_on_the_oldest_and_the_newest_python() -> None:
    """Those of the checks of a pull request."""
    every = loaded(ROOT / ".github" / "workflows" / "checks.yml")["jobs"]["engine"]["strategy"]["matrix"]
    tried = RENEW["jobs"]["try"]["strategy"]["matrix"]["python"]
    assert tried == [every["python"][0], every["python"][-1]]
