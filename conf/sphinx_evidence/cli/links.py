"""``evidence links``: what became of the external links, after linkcheck has looked at them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN, FAULTY, add_service_arguments, client_settings, today_of

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
    add_service_arguments(parser)
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
    from evidence.monitoring.link_checks import ask_services, identifiers_in, read_linkcheck
    from evidence.web.client import WebClient
    from evidence.web.services import Services

    docs: Path = options.docs
    today = today_of(options)
    parent = docs.name
    record = load_links(docs)
    results = list(read_linkcheck(options.linkcheck, parent))
    identifiers = list(identifiers_in(options.linkcheck, parent))
    with WebClient(client_settings(options)) as client:
        answers = dict(
            ask_services((link.address for link in identifiers), client, Services.from_environment())
        )
    results += [LinkResult(*link, *answers[link.address]) for link in identifiers if link.address in answers]
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
    from evidence.monitoring.link_report import as_json, as_table, as_workflow_commands

    if form == "json":
        print(as_json(bad, record, today))
    elif form == "github":
        if bad:
            print(as_workflow_commands(bad, record, today))
    else:
        print(as_table(bad, record, today, total))
