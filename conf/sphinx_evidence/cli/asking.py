"""What the commands share that ask the network: the day, and good manners."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import known_day

if TYPE_CHECKING:
    import argparse

    from evidence.web.client import ClientSettings


def add_asking(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command that asks the network."""
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="docs folder (default: docs)")
    parser.add_argument("--conf", type=Path, help="folder of conf.py (default: conf beside the docs folder)")
    parser.add_argument("--date", default="", metavar="DAY", help="the day it is (default: today)")
    parser.add_argument(
        "--contact", default="", metavar="ADDRESS", help="your e-mail address, which the services ask for"
    )


def today_of(options: argparse.Namespace) -> str:
    """The day that was named, or today."""
    known_day(options.date, "--date")
    return options.date or datetime.now(UTC).date().isoformat()


def manners_of(options: argparse.Namespace) -> ClientSettings:
    """How the services are asked; answers are kept for a day under build/ beside the docs folder."""
    from evidence.web.client import ClientSettings

    return ClientSettings(
        contact=options.contact, cache=options.docs.resolve().parent / "build" / "web-cache"
    )
