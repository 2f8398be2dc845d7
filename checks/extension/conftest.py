"""The invented handbook of ``mini/``, copied for each check, so that a check may change it."""

from __future__ import annotations

import contextlib
import io
import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from lxml import html
from sphinx.cmd.build import build_main

from sphinx_evidence import cli
from sphinx_evidence.build.read_handbook import read_handbook

if TYPE_CHECKING:
    from sphinx_evidence.build.read_handbook import Reading

MINI = Path(__file__).parent / "mini"
CONF = Path(__file__).parents[2] / "conf"


class Run(NamedTuple):
    """What a command gave: its exit code, what it printed, and what it complained of."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """The lines of the error stream."""
        return self.err.splitlines()


@dataclass(frozen=True)
class MiniHandbook:
    """A copy of the invented handbook, with a copy of the settings, under ``root``."""

    root: Path

    @property
    def docs(self) -> Path:
        """The pages."""
        return self.root / "docs"

    @property
    def conf(self) -> Path:
        """The settings and the vocabulary."""
        return self.root / "conf"

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file of docs/, as a page if it is text without front matter."""
        path = self.docs / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def page(self, text: str, name: str = "extra.md") -> Path:
        """Write a page that stands in no list of pages; its text begins on line 7."""
        head = "---\ndescription: >-\n  An extra page.\nchanged: 2026-01-01\n---\n\n"
        return self.write(name, head + text)

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace words that stand in a file of docs/ or, under ``../``, beside it."""
        path = self.docs / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def line(self, name: str, words: str) -> int:
        """The first line of a file that holds some words."""
        lines = (self.docs / name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if words in line)

    def read(self) -> Reading:
        """Read and judge it, without a cache."""
        return read_handbook(self.docs, self.conf)

    def out(self, builder: str = "html") -> Path:
        """Where a builder writes."""
        return self.root / "build" / builder

    def build(self, builder: str = "html", *options: str) -> Run:
        """Build it in this process, the trees of pages kept for the next build of any builder."""
        trees = self.root / "build" / "doctrees"
        return _captured(
            build_main,
            ["-b", builder, "-c", str(self.conf), "-d", str(trees), "--no-color", "-n", *options,
             str(self.docs), str(self.out(builder))],
        )  # fmt: skip

    def shown(self, page: str, builder: str = "html") -> str:
        """The words that a reader sees on a page of HTML, white space folded."""
        root = html.parse(str(self.out(builder) / f"{page}.html")).getroot()
        return " ".join(root.find("body").text_content().split())

    def check(self, *arguments: str | Path) -> Run:
        """Run ``evidence check`` on its docs folder, or on the paths among the arguments."""
        paths = [] if any(isinstance(argument, Path) for argument in arguments) else [self.docs]
        return self.evidence("check", *map(str, (*paths, *arguments)))

    def evidence(self, *arguments: str) -> Run:
        """Run the command ``evidence`` in this process."""
        return _captured(cli.main, list(arguments))


def _captured(command: object, arguments: list[str]) -> Run:
    """Run a command of this project in this process."""
    assert callable(command)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'myst_parser", PendingDeprecationWarning)
        try:
            code = command(arguments)
        except SystemExit as stop:
            code = stop.code
    return Run(code, out.getvalue(), err.getvalue())


def copy_mini(root: Path) -> MiniHandbook:
    """Copy the invented handbook and the settings."""
    shutil.copytree(MINI, root / "docs")
    shutil.copytree(CONF, root / "conf", ignore=shutil.ignore_patterns("sphinx_evidence", "__pycache__"))
    with (root / "conf" / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write('\nsuppress_warnings = ["toc.not_included"]  # extra pages stand in no list\n')
    return MiniHandbook(root)


@pytest.fixture
def mini(tmp_path: Path) -> MiniHandbook:
    """A fresh copy for one check."""
    return copy_mini(tmp_path)


@pytest.fixture(scope="module")
def shared_mini(tmp_path_factory: pytest.TempPathFactory) -> MiniHandbook:
    """A copy for all checks of a module, which do not change it."""
    return copy_mini(tmp_path_factory.mktemp("mini"))
