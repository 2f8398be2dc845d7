"""The command ``evidence``: check, export and compare a handbook from the terminal.

Each command is a module with ``HELP`` (one line), ``add_arguments`` (what it takes) and ``run`` (does it
and returns the exit code). Starting it imports no Sphinx: a command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from evidence.problems import UserError
from sphinx_evidence.cli import (
    check,
    diff,
    export,
    links,
    new_claim,
    new_study,
    retractions,
    review,
    schema,
    strength,
    watch,
)
from sphinx_evidence.cli import format as format_files
from sphinx_evidence.cli.common import FAULTY, MISUSED

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "check": check,
    "diff": diff,
    "export": export,
    "review": review,
    "strength": strength,
    "new-study": new_study,
    "new-claim": new_claim,
    "format": format_files,
    "retractions": retractions,
    "links": links,
    "watch": watch,
    "schema": schema,
}
"""By name, in the order of the help."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = COMMANDS[options.command].run(options)
    except UserError as error:
        message = str(error)
    except BrokenPipeError:
        return FAULTY
    except OSError as error:  # a file that was named cannot be read or written
        message = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    else:
        return code
    print(f"evidence: {message}", file=sys.stderr)
    return MISUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evidence", description="Check and export an evidence handbook.")
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        subparser = commands.add_parser(name, help=command.HELP)
        subparser.description = getattr(command, "DESCRIPTION", None)
        command.add_arguments(subparser)
    return parser
