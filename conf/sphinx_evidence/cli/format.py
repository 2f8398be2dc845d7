"""``evidence format``: bring study files into one form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN, FAULTY

if TYPE_CHECKING:
    import argparse

HELP = "bring study files into one form"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE.yaml")


def run(options: argparse.Namespace) -> int:
    """Write each file anew that has another form; a file that cannot be read is told and left."""
    from evidence.files.studies.formatter import formatted
    from evidence.text.files import write_atomically
    from evidence.text.yaml_tree import YamlError

    code = CLEAN
    for path in options.files:
        try:
            raw = path.read_bytes()
            form = formatted(raw.decode("utf-8-sig"))
            if form.encode() != raw:
                write_atomically(path, form)
                print(f"formatted {path}")
        except YamlError as fault:
            print(f"{path}:{fault.line}: {fault.message} {fault.hint}".rstrip(), file=sys.stderr)
            code = FAULTY
        except UnicodeDecodeError:
            print(f"{path}: the file is not UTF-8", file=sys.stderr)
            code = FAULTY
    return code
