"""``evidence export``: write the handbook as data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN, FAULTY, add_conf, docs_folder, read

if TYPE_CHECKING:
    import argparse

HELP = "write evidence.json, claims.csv and studies.csv"


def add_arguments(export: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    export.add_argument(
        "docs", nargs="?", type=Path, default=Path("docs"), help="docs folder (default: docs)"
    )
    export.add_argument("folder", nargs="?", type=Path, help="where to (default: build/export beside docs)")
    add_conf(export)


def run(options: argparse.Namespace) -> int:
    """Write the files and print their names; nothing while there are errors."""
    from evidence.export.evidence_file import evidence_file, write_export

    docs = docs_folder([options.docs])
    folder = options.folder or docs.parent / "build" / "export"
    reading = read(docs, options.conf)
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    for problem in errors:
        print(problem, file=sys.stderr)
    if errors:
        print("evidence: nothing was exported; mend the errors first", file=sys.stderr)
        return FAULTY
    for path in write_export(evidence_file(reading.handbook), folder):
        print(path)
    return CLEAN
