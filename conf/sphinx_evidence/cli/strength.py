"""``evidence strength``: label sentences by how strongly they claim something."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN, MISUSED

if TYPE_CHECKING:
    import argparse

HELP = "label sentences by how strongly they claim something"
DESCRIPTION = (
    'Read {"id", "text"} lines, write {"id", "label"} lines: '
    "0 no claim, 1 a link, 2 a condition, 3 a direct statement."
)


def add_arguments(strength: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    strength.add_argument("file", nargs="?", type=Path, metavar="FILE.jsonl", help="default: standard input")


def run(options: argparse.Namespace) -> int:
    """Label each line; a line that cannot be read is named, the others are labelled."""
    from evidence.analysis.labels import Fault, labels

    name = str(options.file or "standard input")
    code = CLEAN
    with options.file.open("rb") if options.file else sys.stdin.buffer as lines:
        for label in labels(lines):
            if isinstance(label, Fault):
                print(f"{name}:{label.line}: {label.message}", file=sys.stderr)
                code = MISUSED
            else:
                print(json.dumps(label._asdict(), ensure_ascii=False))
    return code
