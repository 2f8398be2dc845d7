"""The Nu HTML checker and EPUBCheck: programs in Java that are used where they are found.

Each is looked for under the variable that names it, then on the path. ``.ci/validators`` fetches both.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit
from zipfile import is_zipfile

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

IGNORED = re.compile(
    "violates Content Security Policy"  # it takes files for foreign, data for scripts; Chromium judges it
    "|Article lacks heading"  # the title stands in the section that Sphinx puts around it
    "|as a top-level heading only"  # and is the only one of its page, which has a check of its own
)
"""Warnings of the Nu checker that say nothing of these pages."""


class Fault(NamedTuple):
    """What a validator complains of: the file, the line and the words."""

    file: str
    line: int
    words: str


def html_faults(where: Path) -> list[Fault]:
    """Errors and warnings of the Nu checker on a page or on all pages of a folder."""
    command = _command("vnu", "EVIDENCE_VNU")
    options = ("--format", "json", "--exit-zero-always", "--skip-non-html")
    found = json.loads(_complaints([*command, *options, str(where)]))["messages"]
    return [
        Fault(
            Path(unquote(urlsplit(message["url"]).path)).name, message.get("lastLine", 0), message["message"]
        )
        for message in found
        if (message["type"], message.get("subType")) != ("info", None)
        and not IGNORED.search(message["message"])
    ]


def epub_faults(book: Path, report: Path) -> list[Fault]:
    """Errors and warnings of EPUBCheck on a book; ``report`` is a file it may write."""
    command = _command("epubcheck", "EVIDENCE_EPUBCHECK")
    _complaints([*command, str(book), "--json", str(report)])
    found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["messages"]
    return [
        Fault(place["path"], place["line"], f"{message['severity']} {message['ID']}: {message['message']}")
        for message in found
        if message["severity"] in {"FATAL", "ERROR", "WARNING"}
        for place in message["locations"][:1]
    ]


def _command(name: str, variable: str) -> Sequence[str]:
    """How a validator is called; where it or Java is missing, the check is skipped."""
    found = os.environ.get(variable) or shutil.which(name)
    if not found:
        pytest.skip(f"{name} was not found: run .ci/validators, or name its file in {variable}")
    if not is_zipfile(found):
        return (found,)
    if not shutil.which("java"):
        pytest.skip(f"{name} needs Java, which was not found")
    return ("java", "-jar", found)


def _complaints(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8").stderr
