"""``evidence links``: what became of the external links, after linkcheck has looked at them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.asking import add_asking, manners_of, today_of
from sphinx_evidence.cli.common import CLEAN, FAULTY, UsageError

if TYPE_CHECKING:
    import argparse

    from evidence.files.records.links import LinkRecord, LinkResult

BLOCKED = 3
"""Exit code where no link is dead, and some turn programs away that are not known to."""

HELP = "judge the external links that linkcheck looked at"
DESCRIPTION = (
    "Reads what make linkcheck wrote, asks the services of DOIs, PubMed and trial numbers about theirs, and "
    "remembers in docs/records/links.yaml the days on which a link failed; after three it is dead. Exit "
    "codes: 0, no link is dead; 1, one is; 3, some are blocked that are not known to be."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.description = DESCRIPTION
    add_asking(parser)
    parser.add_argument(
        "--linkcheck",
        type=Path,
        default=Path("build/linkcheck/output.json"),
        metavar="FILE",
        help="what Sphinx's linkcheck wrote (default: build/linkcheck/output.json)",
    )
    parser.add_argument("--format", choices=("text", "github", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Judge all external links; returns 0, 1 where one is dead, 3 where some are only blocked."""
    from evidence.files.records.links import LinkResult, LinkState, load_links, write_links
    from evidence.monitoring.identifiers import IDENTIFIERS, ask_services
    from evidence.monitoring.linkcheck import ignored_addresses, read_linkcheck
    from evidence.web.client import WebClient
    from evidence.web.services import Services

    docs: Path = options.docs
    today = today_of(options)
    parent = docs.name
    try:
        record = load_links(docs)
        results = list(read_linkcheck(options.linkcheck, parent))
    except ValueError as error:
        raise UsageError(str(error)) from None
    places = [
        place
        for place in ignored_addresses(options.linkcheck, parent)
        if any(kind.fullmatch(place[0]) for kind in IDENTIFIERS)
    ]
    with WebClient(manners_of(options)) as client:
        told = dict(ask_services((address for address, _, _ in places), client, Services.from_environment()))
    results += [
        LinkResult(address, path, line, *told[address]) for address, path, line in places if address in told
    ]
    record.remember(results, today)
    write_links(record, docs)
    bad = sorted(
        (r for r in results if r.state is not LinkState.WELL), key=lambda r: (r.state, r.path, r.line)
    )
    _print(bad, record, today, options.format, len(results))
    if any(record.is_dead(result) for result in bad):
        return FAULTY
    return (
        BLOCKED if any(r.state is LinkState.BLOCKED and not record.block_of(r, today) for r in bad) else CLEAN
    )


def _print(bad: list[LinkResult], record: LinkRecord, today: str, form: str, total: int) -> None:
    from evidence.monitoring.links import as_json, as_table, as_workflow_commands

    if form == "json":
        print(as_json(bad, record, today))
    elif form == "github":
        if bad:
            print(as_workflow_commands(bad, record, today))
    else:
        print(as_table(bad, record, today, total))
