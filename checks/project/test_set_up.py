"""The first run on a fresh machine: one clear line for each thing that can go wrong, and a lock for all.

No check here uses the network. The set-up runs as make runs it, in a folder of its own, with stand-ins
for ``venv`` and ``pip`` that a ``PYTHONPATH`` puts before the real ones.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from checks.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

VENV = """
import pathlib, sys
python = pathlib.Path(sys.argv[-1], "bin", "python")
python.parent.mkdir(parents=True, exist_ok=True)
python.exists() or python.symlink_to(sys.executable)
"""
PIP = """
import pathlib, sys
with open("pip-calls", "a") as calls:
    print(*sys.argv[1:], file=calls)
if pathlib.Path("pip-fails").exists():
    sys.exit(pathlib.Path("pip-fails").read_text())
"""


@dataclass(frozen=True)
class Checkout:
    """A copy of the files that the set-up reads."""

    folder: Path

    def set_up(self, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
        """Run the set-up as the Makefile does."""
        stand_ins = {"PYTHONPATH": str(self.folder / "stand-ins"), "PYTHONUNBUFFERED": "1"}
        return subprocess.run(
            [python, "conf/set_up.py"],
            cwd=self.folder,
            env={**os.environ, **stand_ins},
            capture_output=True,
            text=True,
            check=False,
        )

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run make there, apart from a make that may be running these checks."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        return subprocess.run(
            ["make", *arguments], cwd=self.folder, env=ours, capture_output=True, text=True, check=False
        )

    def fail_pip(self, message: str) -> None:
        """Let pip print this and fail."""
        (self.folder / "pip-fails").write_text(message, encoding="utf-8")

    def repair_pip(self) -> None:
        """Let pip succeed again."""
        (self.folder / "pip-fails").unlink()

    def pip_calls(self) -> list[str]:
        """What pip was asked for since the last call of this."""
        calls = self.folder / "pip-calls"
        lines = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
        calls.unlink(missing_ok=True)
        return lines

    @property
    def ready(self) -> bool:
        """Whether make would go on without a set-up."""
        return (self.folder / ".venv" / ".ready").is_file()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "a folder with spaces"
    (folder / "conf").mkdir(parents=True)
    shutil.copy(ROOT / "conf" / "set_up.py", folder / "conf")
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    for name, code in (("venv", VENV), ("pip", PIP)):
        package = folder / "stand-ins" / name
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(code, encoding="utf-8")
    return Checkout(folder)


def test_a_fresh_checkout_becomes_ready_and_shows_progress(checkout: Checkout) -> None:
    run = checkout.set_up()
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == [
        "Setting up .venv (once, about a minute) ...",
        "  installing the command evidence",
        "  .venv is ready",
    ]
    packages, project = checkout.pip_calls()
    assert "--require-hashes" in packages
    assert "--no-index" in project, "installing the project must not need the network"
    assert checkout.ready


def test_an_unchanged_lock_keeps_the_packages(checkout: Checkout) -> None:
    checkout.set_up()
    checkout.pip_calls()
    checkout.set_up()
    assert len(checkout.pip_calls()) == 1
    with (checkout.folder / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("\n")
    checkout.set_up()
    assert len(checkout.pip_calls()) == 2


def test_a_moved_checkout_is_set_up_anew(checkout: Checkout, tmp_path: Path) -> None:
    checkout.set_up()
    moved = Checkout(checkout.folder.rename(tmp_path / "moved"))
    moved.pip_calls()
    assert "conf/set_up.py" in moved.make("--dry-run", "html").stdout
    moved.set_up()
    assert len(moved.pip_calls()) == 2
    assert "conf/set_up.py" not in moved.make("--dry-run", "html").stdout


def test_the_environment_of_another_folder_is_left_alone(checkout: Checkout, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "bin").mkdir(parents=True)
    (other / ".ready").write_text(str(other), encoding="utf-8")
    (checkout.folder / ".venv").symlink_to(other)
    assert checkout.set_up().returncode == 0
    assert checkout.ready
    assert {path.name for path in other.rglob("*")} == {".ready", "bin"}
    assert (other / ".ready").read_text(encoding="utf-8") == str(other)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("WARNING: Retrying (Retry(total=1)) after connection broken", "could not be downloaded"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that requirements.lock names"),
        ("ERROR: No matching distribution found for lxml==1", "does not exist for this Python"),
        ("The environment was not made because ensurepip is not available", "install python3-venv"),
        ("Traceback\nERROR: something new", "ERROR: something new"),
        ("no word of explanation", "A step of the set-up failed."),
    ],
)
def test_a_failure_is_told_in_one_line_and_can_be_retried(
    checkout: Checkout, printed: str, told: str
) -> None:
    checkout.fail_pip(printed)
    run = checkout.set_up()
    assert run.returncode == 1
    assert told in run.stderr
    assert run.stderr.count("\n") == 1
    assert not checkout.ready
    assert printed in (checkout.folder / "build" / "setup.log").read_text(encoding="utf-8")
    checkout.repair_pip()
    assert checkout.set_up().returncode == 0
    assert checkout.ready


def test_a_later_failure_takes_the_stamp_away(checkout: Checkout) -> None:
    checkout.set_up()
    checkout.fail_pip("ERROR: half way")
    checkout.set_up()
    assert not checkout.ready


def test_an_environment_that_cannot_be_written_is_told_in_one_line(checkout: Checkout) -> None:
    (checkout.folder / "build").write_text("a file where a folder should be", encoding="utf-8")
    run = checkout.set_up()
    assert run.returncode == 1
    assert run.stderr.startswith("The set-up could not go on: ")
    assert run.stderr.count("\n") == 1


def test_too_old_a_python_is_told_in_one_line(checkout: Checkout) -> None:
    """The stand-in is this Python, calling itself 3.8."""
    old = checkout.folder / "python3.8"
    program = (
        "import runpy, sys; sys.version_info = (3, 8, 18); runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    old.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{program}" "$@"\n', encoding="utf-8")
    old.chmod(0o755)
    run = checkout.make(f"PYTHON={old}", "html")
    told = [line for line in run.stderr.splitlines() if not line.startswith("make: ")]
    assert run.returncode != 0
    assert len(told) == 1
    assert told[0].startswith("Python 3.11 or newer is needed and this is 3.8: ")
    assert not checkout.ready


def test_a_missing_python_is_told_in_one_line(checkout: Checkout) -> None:
    run = checkout.make("PYTHON=python-that-is-not-there", "html")
    told = [line for line in run.stderr.splitlines() if not line.startswith("make: ")]
    assert run.returncode != 0
    assert len(told) == 1
    assert "python-that-is-not-there was not found" in told[0]


def test_the_lock_holds_names_versions_and_hashes_only() -> None:
    name = r"[a-z0-9-]+==[\w.]+( ; [^\\]+)? \\"
    digest = r"    --hash=sha256:[0-9a-f]{64}( \\)?"
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(f"{name}|{digest}", line)
        assert "://" not in line


def test_the_lock_holds_every_package_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(
            name
            for extra, names in project["optional-dependencies"].items()
            if extra != "bench"  # what "make bench" compares with comes when it runs
            for name in names
        ),
    ]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))
    assert {re.split(r"[<>=!~;\[ ]", name)[0].lower() for name in asked} <= locked


def test_help_lists_every_target(checkout: Checkout) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (help .*)$", makefile, re.MULTILINE)
    shown = re.findall(r"^make (\S+) +\S", checkout.make().stdout, re.MULTILINE)
    assert sorted(shown) == sorted(phony.split())


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_commands_named_in_a_page_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.MULTILINE))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named <= targets
