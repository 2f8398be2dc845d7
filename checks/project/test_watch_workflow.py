"""The workflow that proposes what the services said: its own scripts, run on a repository beside it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from checks.project.test_forge import PROJECT, loaded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WATCH = loaded(PROJECT / ".github" / "workflows" / "watch.yml")
RECORDS = ("links", "retractions", "screening", "searches", "trials")
GO_ON = "Go on from what was proposed and decided on before, if it is not merged yet"
PROPOSE = "Open the pull request, or renew the one that is open"
FORGE = """\
#!/bin/sh
echo "$*" >> "$ASKED"
case "$*" in
  "pr list "*) cat "$OPEN" ;;
  "pr create "*) test ! -e "$DOWN" && echo 1 > "$OPEN" ;;
esac
"""
"""Stands for the program ``gh``: notes what it is asked, and how many pull requests are open."""


def script(job: str, name: str) -> str:
    """The script of a step."""
    (found,) = (step["run"] for step in WATCH["jobs"][job]["steps"] if step.get("name") == name)
    return str(found)


class Forge:
    """A repository with a remote one, both in folders, and a program that stands for the forge's own."""

    def __init__(self, root: Path) -> None:
        """Make the remote repository with records in it."""
        self.root = root
        (root / "bin").mkdir()
        (root / "bin" / "gh").write_text(FORGE, encoding="utf-8")
        (root / "bin" / "gh").chmod(0o755)
        (root / "open").write_text("0\n", encoding="utf-8")
        self.remote, self.at = root / "remote.git", root / "first"
        self.git(["init", "--quiet", "--bare", "--initial-branch=main", str(self.remote)], root)
        self.at.mkdir()
        self.git(["init", "--quiet", "--initial-branch=main"])
        (self.at / ".gitignore").write_text("build/\n", encoding="utf-8")
        self.write(dict.fromkeys(RECORDS, "{}\n") | {"reviews": "{}\n"}, self.at / "docs" / "records")
        self.commit("First")
        self.git(["push", "--quiet", str(self.remote), "main"])

    def git(self, words: Sequence[str], folder: Path | None = None) -> str:
        """Run git; returns what it prints."""
        names = ("-c", "user.name=Invented", "-c", "user.email=invented@example.org")
        run = subprocess.run(
            ["git", *names, *words], cwd=folder or self.at, env=self.settings(), check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        return run.stdout

    def write(self, files: dict[str, str], folder: Path) -> None:
        """Write records into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")

    def commit(self, words: str) -> None:
        """Commit everything."""
        self.git(["add", "."])
        self.git(["commit", "--quiet", f"--message={words}"])

    def settings(self) -> dict[str, str]:
        """The environment of the scripts: no settings of this machine's user."""
        return {
            "PATH": f"{self.root / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.root),
            "GIT_CONFIG_NOSYSTEM": "1",
            "ASKED": str(self.root / "asked"),
            "OPEN": str(self.root / "open"),
            "DOWN": str(self.root / "down"),
        }

    def run(self, week: str, found: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """A week's run: a fresh checkout, going on, records as they were found, the proposal."""
        self.at = self.root / week
        self.git(["clone", "--quiet", str(self.remote), str(self.at)], self.root)
        sha = self.git(["rev-parse", "HEAD"]).strip()
        run = self._bash(script("propose", GO_ON), sha)
        if run.returncode:
            return run
        records = self.at / "docs" / "records"
        before = {name: (records / f"{name}.yaml").read_text(encoding="utf-8") for name in RECORDS}
        self.write(before | found, self.at / "build" / "found")
        (self.at / "build" / "found" / "report.md").write_text("A report.\n", encoding="utf-8")
        return self._bash(script("propose", PROPOSE), sha)

    def _bash(self, text: str, sha: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-e", "-c", text], cwd=self.at, env={**self.settings(), "GITHUB_SHA": sha},
            check=False, capture_output=True, text=True,
        )  # fmt: skip

    def proposed(self, name: str) -> str:
        """A record on the branch that is proposed."""
        return self.git(["--git-dir", str(self.remote), "show", f"watch:docs/records/{name}.yaml"])

    @property
    def asked(self) -> list[str]:
        """What the forge was asked to do with pull requests."""
        lines = (self.root / "asked").read_text(encoding="utf-8").splitlines()
        return [" ".join(line.split()[:2]) for line in lines if line.startswith("pr ") and "list" not in line]


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path)


def test_both_jobs_start_from_the_same() -> None:
    assert script("ask", GO_ON) == script("propose", GO_ON)


def test_asking_ends_in_time() -> None:
    """What may take long has less time than its job, so that what was found until then is kept."""
    job = WATCH["jobs"]["ask"]
    asking = [step for step in job["steps"] if "continue-on-error" in step]
    assert len(asking) == 3
    assert sum(int(step["timeout-minutes"]) for step in asking) < int(job["timeout-minutes"])


def test_one_pull_request_is_opened_and_renewed(forge: Forge) -> None:
    assert forge.run("one", {"screening": "a: 1\n"}).returncode == 0
    assert forge.run("two", {"retractions": "b: 1\n"}).returncode == 0
    assert forge.asked == ["pr create", "pr edit"]
    assert (forge.proposed("screening"), forge.proposed("retractions")) == ("a: 1\n", "b: 1\n")


def test_nothing_found_proposes_nothing(forge: Forge) -> None:
    assert forge.run("one", {}).returncode == 0
    assert not (forge.root / "asked").exists()
    assert "watch" not in forge.git(["--git-dir", str(forge.remote), "branch"])


def test_what_a_person_decided_on_the_branch_stays(forge: Forge) -> None:
    forge.run("one", {"screening": "a: new\n"})
    forge.git(
        ["clone", "--quiet", "--branch=watch", str(forge.remote), str(forge.root / "person")], forge.root
    )
    forge.at = forge.root / "person"
    forge.write({"screening": "a: included\n"}, forge.at / "docs" / "records")
    forge.commit("Decided")
    forge.git(["push", "--quiet", "origin", "watch"])
    assert forge.run("two", {"links": "c: 1\n"}).returncode == 0
    assert forge.proposed("screening") == "a: included\n"
    assert forge.proposed("links") == "c: 1\n"


def test_branch_and_main_that_disagree_stop_the_run(forge: Forge) -> None:
    forge.run("one", {"screening": "a: new\n"})
    forge.at = forge.root / "first"
    forge.write({"screening": "a: included\n"}, forge.at / "docs" / "records")
    forge.commit("Decided elsewhere")
    forge.git(["push", "--quiet", str(forge.remote), "main"])
    run = forge.run("two", {"links": "c: 1\n"})
    assert run.returncode != 0
    assert "CONFLICT" in run.stdout
    assert forge.proposed("screening") == "a: new\n"


def test_forge_that_is_down_is_asked_again(forge: Forge) -> None:
    """The branch was pushed and no pull request opened: the next run opens it."""
    (forge.root / "down").touch()
    assert forge.run("one", {"screening": "a: 1\n"}).returncode != 0
    (forge.root / "down").unlink()
    assert forge.run("two", {}).returncode == 0
    assert forge.asked == ["pr create", "pr create"]


def test_other_files_are_not_taken_over(forge: Forge) -> None:
    assert forge.run("one", {"screening": "a: 1\n", "reviews": "hostile\n"}).returncode == 0
    assert forge.proposed("reviews") == "{}\n"
