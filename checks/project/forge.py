"""A repository with a remote one, both in folders, on which the scripts of a workflow are run."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FORGE = """\
#!/bin/sh
echo "$*" >> "$ASKED"
case "$*" in
  "pr list "*) cat "$OPEN" ;;
  "pr create "*) test ! -e "$DOWN" && echo 1 > "$OPEN" ;;
esac
"""
"""Stands for the program ``gh``: notes what it is asked, and how many pull requests are open."""


def script(workflow: Any, job: str, name: str) -> str:
    """The script of a step of a workflow."""
    (text,) = (step["run"] for step in workflow["jobs"][job]["steps"] if step.get("name") == name)
    return str(text)


class Forge:
    """A repository with a remote one, both in folders, and a program that stands for the forge's own."""

    def __init__(self, root: Path, files: dict[str, str]) -> None:
        """Make the remote repository with some files in it."""
        self.root = root
        (root / "bin").mkdir()
        (root / "bin" / "gh").write_text(FORGE, encoding="utf-8")
        (root / "bin" / "gh").chmod(0o755)
        (root / "open").write_text("0\n", encoding="utf-8")
        self.remote, self.at = root / "remote.git", root / "first"
        self.git(["init", "--quiet", "--bare", "--initial-branch=main", str(self.remote)], root)
        self.at.mkdir()
        self.git(["init", "--quiet", "--initial-branch=main"])
        self.write({".gitignore": "build/\n"} | files)
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

    def write(self, files: dict[str, str]) -> None:
        """Write files into the checkout, by their paths."""
        for name, text in files.items():
            path = self.at / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def commit(self, words: str) -> None:
        """Commit everything."""
        self.git(["add", "."])
        self.git(["commit", "--quiet", f"--message={words}"])

    def clone(self, name: str, *options: str) -> None:
        """Go on in a fresh checkout."""
        self.at = self.root / name
        self.git(["clone", "--quiet", *options, str(self.remote), str(self.at)], self.root)

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

    def bash(self, text: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a script in the checkout."""
        return subprocess.run(
            ["bash", "-e", "-c", text], cwd=self.at, env=self.settings() | variables,
            check=False, capture_output=True, text=True,
        )  # fmt: skip

    def on_branch(self, branch: str, path: str) -> str:
        """A file on a branch of the remote repository."""
        return self.git(["--git-dir", str(self.remote), "show", f"{branch}:{path}"])

    @property
    def branches(self) -> list[str]:
        """The branches of the remote repository."""
        return self.git(["--git-dir", str(self.remote), "branch", "--format=%(refname:short)"]).split()

    @property
    def asked(self) -> list[str]:
        """What the forge was asked to do with pull requests."""
        path = self.root / "asked"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [" ".join(line.split()[:2]) for line in lines if line.startswith("pr ") and "list" not in line]
