"""Running a command and seeing what it took: processor time, time on the clock, peak memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from checks.bench.invented import Invented
from checks.bench.ours import write_ours
from checks.bench.settings import OURS, write_settings
from checks.bench.typed import Needs, Plain, write_typed
from evidence.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


class Taken(NamedTuple):
    """What a run took: seconds of processor time, seconds on the clock, peak memory in MB of one process."""

    processor: float
    clock: float
    memory: float


class BuildFailedError(UserError):
    """A command that is measured went wrong; the message is the end of what it said."""


def run(*command: str | Path, may_fail: bool = False) -> Taken:
    """Run a command to its end."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONHASHSEED": "0"}
    began = time.perf_counter()
    with subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    ) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode and not may_fail:
        raise BuildFailedError(f"{command}: {said.decode(errors='replace')[-2000:]}")
    unit = 1024 if sys.platform != "darwin" else 1024**2
    return Taken(usage.ru_utime + usage.ru_stime, time.perf_counter() - began, usage.ru_maxrss / unit)


def middle(runs: Sequence[Taken]) -> Taken:
    """The median of several runs, figure by figure."""
    return Taken(*(round(median(figures), 2) for figures in zip(*runs, strict=True)))


class Built:
    """A handbook in one form in a folder of its own, and how it is built."""

    def __init__(self, folder: Path, conf: Path, write: Callable[[Path], None]) -> None:
        self.folder, self.conf = folder, conf
        self.docs = folder / "docs"
        shutil.rmtree(folder, ignore_errors=True)
        write(self.docs)

    def build(self, *options: str) -> Taken:
        """Build what is not built yet."""
        trees, pages = self.folder / "build" / "doctrees", self.folder / "build" / "html"
        return run(
            sys.executable, "-m", "sphinx", "-q", "-c", self.conf, "-d", trees, *options, self.docs, pages
        )  # fmt: skip

    def cold(self, *options: str) -> Taken:
        """Build all of it anew."""
        shutil.rmtree(self.folder / "build", ignore_errors=True)
        return self.build(*options)

    def evidence(self, *arguments: str | Path) -> Taken:
        """Run a command of ours on it; problems are none of this."""
        return run(sys.executable, "-m", "sphinx_evidence.cli", *arguments, may_fail=True)

    def change(self, name: str) -> None:
        """Change a page or a study file a little."""
        path = self.docs / name
        mark = "\n% A remark that nobody sees.\n" if name.endswith(".md") else "# A remark.\n"
        path.write_text(path.read_text(encoding="utf-8") + mark, encoding="utf-8")

    def weight(self, name: str) -> int:
        """The size of a built file in bytes; 0 where there is none."""
        path = self.folder / "build" / "html" / name
        return path.stat().st_size if path.is_file() else 0


def forms(claims: int, folder: Path) -> dict[str, Built]:
    """The handbook in all its forms, by name."""
    invented = Invented(claims)
    plain = write_settings(folder / "conf-plain", needs=False, navigation=True)
    needs = write_settings(folder / "conf-needs", needs=True, navigation=True)
    bare = write_settings(folder / "conf-needs-as-it-comes", needs=True, navigation=False)
    return {
        "ours": Built(folder / "ours", OURS, lambda docs: write_ours(invented, docs)),
        "plain": Built(folder / "plain", plain, lambda docs: write_typed(invented, docs, Plain())),
        "needs": Built(folder / "needs", needs, lambda docs: write_typed(invented, docs, Needs())),
        "needs-bare": Built(folder / "needs-bare", bare, lambda docs: write_typed(invented, docs, Needs())),
    }
