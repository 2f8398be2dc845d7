"""``evidence retractions``: what the data on retractions say of every source."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import (
    CLEAN,
    FAULTY,
    UsageError,
    add_service_arguments,
    client_settings,
    today_of,
    vocabulary_of,
)

if TYPE_CHECKING:
    import argparse

    from evidence.model import BibliographyEntry, SourceCheck
    from evidence.vocabulary.vocabulary import Vocabulary

HELP = "ask whether sources were retracted or corrected"
DESCRIPTION = (
    "Asks Crossref about each source of references.bib, and writes docs/records/retractions.yaml. A run that "
    "stops goes on where it was when it is started again on the same day. Exit codes: 0, nothing to look at; "
    "1, a notice without a note: of ours, or a source that could not be asked about."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_service_arguments(parser)
    parser.add_argument(
        "--retraction-watch", type=Path, metavar="FILE.csv", help="an export of Retraction Watch"
    )


def run(options: argparse.Namespace) -> int:
    """Ask about every source of the bibliography; returns the exit code."""
    from evidence.files.records.retractions import FILE, write_retractions
    from evidence.monitoring.retraction_checks import ask_about, ask_about_all, read_retraction_watch
    from evidence.web.client import WebClient
    from evidence.web.services import Services

    today, services = today_of(options), Services.from_environment()
    entries, checks, vocabulary = _sources(options)
    watch = read_retraction_watch(options.retraction_watch) if options.retraction_watch else {}
    waiting = [e for e in entries if watch or e.key not in checks or checks[e.key].checked != today]
    with WebClient(client_settings(options)) as client:
        done = ask_about_all(
            waiting,  # without those that a run which stopped has asked about today
            checks,
            ask=lambda entry: ask_about(entry, watch, client, services),
            keep=lambda: write_retractions(options.docs / FILE, checks),
            today=today,
        )
    unread = [check for _, check in sorted(checks.items()) if check.has_notice and not check.note]
    for check in unread:
        label = vocabulary.label("source-status", check.status)
        print(f"- **{check.key}**: {label} ({check.notice_words})")
    for key, reason in done.failed:
        print(f"{key}: not asked about: {reason}", file=sys.stderr)
    if unread:
        print(f"To say what a notice means for the claims, add note: to {options.docs / FILE}.")
    if done.gave_up:
        print("The service seems to be down; run the command again later, it goes on here.", file=sys.stderr)
    unknown = sum(check.status == "unknown" for check in checks.values())
    print(
        f"Sources asked about on {today}: {done.asked}; that could not be: {len(done.failed)}; "
        f"that the data do not have: {unknown}."
    )
    return FAULTY if done.failed or unread else CLEAN


def _sources(
    options: argparse.Namespace,
) -> tuple[list[BibliographyEntry], dict[str, SourceCheck], Vocabulary]:
    """The bibliography and what is known of its entries."""
    from evidence.files.bibliography import read_bibliography
    from evidence.files.records.retractions import FILE, read_retractions

    bibliography, record = options.docs / "references.bib", options.docs / FILE
    vocabulary = vocabulary_of(options)
    entries, problems = read_bibliography(bibliography.read_bytes(), str(bibliography))
    raw = record.read_bytes() if record.is_file() else b"{}"
    checks, record_problems = read_retractions(raw, str(record), vocabulary)
    if problems or record_problems:
        raise UsageError(str([*problems, *record_problems][0]))
    return entries, {check.key: check for check in checks}, vocabulary
