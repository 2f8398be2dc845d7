"""The command ``evidence``: check, export and compare a handbook from the terminal.

Starting it imports no Sphinx; each command imports what it needs.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from evidence.problems import UserError
from sphinx_evidence.cli.commands import COMMANDS
from sphinx_evidence.cli.common import FAULTY, MISUSED

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = COMMANDS[options.command].run(options)
    except UserError as error:
        print(f"evidence: {error}", file=sys.stderr)
        return MISUSED
    except BrokenPipeError:
        return FAULTY
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evidence", description="Check and export an evidence handbook.")
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        command.add_arguments(commands.add_parser(name, help=command.HELP))
    return parser
