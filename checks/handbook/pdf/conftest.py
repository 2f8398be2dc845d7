"""The handbook as a PDF, built once, and what can be read from it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from checks.handbook.pdf.pages import sections_of, words_of
from checks.paths import ROOT
from sphinx_evidence.build.read_handbook import read_handbook

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.model import Handbook


class Book(NamedTuple):
    """The PDF, its words page by page without white space, and where in all of them sections begin."""

    path: Path
    pages: tuple[str, ...]
    sections: tuple[int, ...]

    @property
    def words(self) -> str:
        """All words of the book, in order."""
        return "".join(self.pages)


def build_book(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build the handbook as a PDF into a folder, with trees of pages of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-n", "-j", "auto", "-b", "typstpdf",
         "-c", str(ROOT / "conf"), "-d", str(folder / "doctrees"), *options,
         str(ROOT / "docs"), str(folder / "pdf")],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT / "conf")},
    )  # fmt: skip


@pytest.fixture(scope="session")
def book_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which both volumes of the handbook were built as PDFs."""
    folder = tmp_path_factory.mktemp("book")
    for options in ((), ("-D", "typst_book_complete=1")):
        run = build_book(folder, *options)
        assert (run.returncode, run.stderr) == (0, "")
    return folder


def _read(path: Path) -> Book:
    return Book(path, words_of(path), sections_of(path))


@pytest.fixture(scope="session")
def book(book_folder: Path) -> Book:
    """The readers' volume."""
    return _read(book_folder / "pdf" / "magnesium-and-calcification.pdf")


@pytest.fixture(scope="session")
def complete(book_folder: Path) -> Book:
    """The complete volume."""
    return _read(book_folder / "pdf" / "magnesium-and-calcification-complete.pdf")


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    return read_handbook(ROOT / "docs", ROOT / "conf").handbook
