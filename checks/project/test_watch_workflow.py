"""The workflow that proposes what the services said: its own scripts, run on a repository beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.paths import ROOT
from checks.project.forge import Forge, script
from checks.project.test_forge import loaded

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

WATCH = loaded(ROOT / ".github" / "workflows" / "watch.yml")
RECORDS = ("links", "retractions", "screening", "searches", "trials")
GO_ON = "Go on from what was proposed and decided on before, if it is not merged yet"
PROPOSE = "Open the pull request, or renew the one that is open"


def records(texts: dict[str, str], folder: str = "docs/records") -> dict[str, str]:
    """Records by their paths."""
    return {f"{folder}/{name}.yaml": text for name, text in texts.items()}


def week(forge: Forge, name: str, found: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A week's run: a fresh checkout, going on, records as they were found, the proposal."""
    forge.clone(name)
    sha = forge.git(["rev-parse", "HEAD"]).strip()
    run = forge.bash(script(WATCH, "propose", GO_ON), GITHUB_SHA=sha)
    if run.returncode:
        return run
    folder = forge.at / "docs" / "records"
    before = {name: (folder / f"{name}.yaml").read_text(encoding="utf-8") for name in RECORDS}
    forge.write(records(before | found, "build/found") | {"build/found/report.md": "A report.\n"})
    return forge.bash(script(WATCH, "propose", PROPOSE), GITHUB_SHA=sha)


def proposed(forge: Forge, name: str) -> str:
    """A record on the branch that is proposed."""
    return forge.on_branch("watch", f"docs/records/{name}.yaml")


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path, records(dict.fromkeys((*RECORDS, "reviews"), "{}\n")))


def test_both_jobs_start_from_the_same() -> None:
    assert script(WATCH, "ask", GO_ON) == script(WATCH, "propose", GO_ON)


def test_asking_ends_in_time() -> None:
    """What may take long has less time than its job, so that what was found until then is kept."""
    job = WATCH["jobs"]["ask"]
    asking = [step for step in job["steps"] if "continue-on-error" in step]
    assert len(asking) == 3
    assert sum(int(step["timeout-minutes"]) for step in asking) < int(job["timeout-minutes"])


def test_one_pull_request_is_opened_and_renewed(forge: Forge) -> None:
    assert week(forge, "one", {"screening": "a: 1\n"}).returncode == 0
    assert week(forge, "two", {"retractions": "b: 1\n"}).returncode == 0
    assert forge.asked == ["pr create", "pr edit"]
    assert (proposed(forge, "screening"), proposed(forge, "retractions")) == ("a: 1\n", "b: 1\n")


def test_nothing_found_proposes_nothing(forge: Forge) -> None:
    assert week(forge, "one", {}).returncode == 0
    assert forge.asked == []
    assert forge.branches == ["main"]


def test_what_a_person_decided_on_the_branch_stays(forge: Forge) -> None:
    week(forge, "one", {"screening": "a: new\n"})
    forge.clone("person", "--branch=watch")
    forge.write(records({"screening": "a: included\n"}))
    forge.commit("Decided")
    forge.git(["push", "--quiet", "origin", "watch"])
    assert week(forge, "two", {"links": "c: 1\n"}).returncode == 0
    assert proposed(forge, "screening") == "a: included\n"
    assert proposed(forge, "links") == "c: 1\n"


def test_branch_and_main_that_disagree_stop_the_run(forge: Forge) -> None:
    week(forge, "one", {"screening": "a: new\n"})
    forge.at = forge.root / "first"
    forge.write(records({"screening": "a: included\n"}))
    forge.commit("Decided elsewhere")
    forge.git(["push", "--quiet", str(forge.remote), "main"])
    run = week(forge, "two", {"links": "c: 1\n"})
    assert run.returncode != 0
    assert "CONFLICT" in run.stdout
    assert proposed(forge, "screening") == "a: new\n"


def test_forge_that_is_down_is_asked_again(forge: Forge) -> None:
    """The branch was pushed and no pull request opened: the next run opens it."""
    (forge.root / "down").touch()
    assert week(forge, "one", {"screening": "a: 1\n"}).returncode != 0
    (forge.root / "down").unlink()
    assert week(forge, "two", {}).returncode == 0
    assert forge.asked == ["pr create", "pr create"]


def test_other_files_are_not_taken_over(forge: Forge) -> None:
    assert week(forge, "one", {"screening": "a: 1\n", "reviews": "hostile\n"}).returncode == 0
    assert proposed(forge, "reviews") == "{}\n"
