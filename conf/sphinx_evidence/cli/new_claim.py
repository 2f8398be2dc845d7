"""``evidence new-claim``: from studies to the beginning of a claim in a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN, UsageError, add_conf, docs_folder, read

if TYPE_CHECKING:
    import argparse

HELP = "begin a claim in a page from its studies"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "page", type=Path, metavar="PAGE", help="the page it goes into, such as docs/cards.md"
    )
    parser.add_argument("id", metavar="ID", help="an id that stays: lower case words joined by hyphens")
    parser.add_argument("--studies", required=True, metavar="ID,ID", help="the studies it rests on")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--under", default="", metavar="HEADING", help="at the end of this section (default: of the page)"
    )
    where.add_argument(
        "--finding", default="", metavar="CARD/STREAM", help="at the end of this finding of a card"
    )
    add_conf(parser)


def run(options: argparse.Namespace) -> int:
    """Write its frame and say what to do next. Raises IntakeError where nothing was written."""
    from evidence.intake.add_claim import Place, add_claim

    card, slash, stream = options.finding.partition("/")
    if options.finding and not (card and slash and stream):
        raise UsageError(
            f"--finding {options.finding}: expected the id of a card and a stream, such as my-card/trials"
        )
    reading = read(docs_folder([options.page]), options.conf)
    studies = [part.strip() for part in options.studies.split(",") if part.strip()]
    place = Place(options.page, options.under, (card, stream) if options.finding else None)
    line = add_claim(options.id, studies, place, reading.handbook)
    print(
        f"{options.page}:{line}: wrote the claim {options.id}. Write its sentence, then run: evidence check"
    )
    return CLEAN
