"""``evidence retractions``, ``links`` and ``watch``: the commands that ask the network."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from ..model import BibliographyEntry, SourceCheck
    from ..upkeep.link_lock import LinkLock
    from ..upkeep.link_states import LinkResult
    from ..vocabulary import Vocabulary
    from ..web_client import Manners

DONE, FOUND, MISUSED, BLOCKED = 0, 1, 2, 3
"""Exit codes: nothing to do; something needs a person; used wrongly; links are only blocked."""


class CannotAsk(Exception):  # noqa: N818  (a message for people)
    """A file or an option cannot be used; the message says why."""


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="docs folder (default: docs)")
    parser.add_argument("--conf", type=Path, help="folder of conf.py (default: conf beside the docs folder)")
    parser.add_argument("--date", default="", metavar="DAY", help="the day it is (default: today)")
    parser.add_argument(
        "--contact", default="", metavar="ADDRESS", help="your e-mail address, which the services ask for"
    )


def _today(options: argparse.Namespace) -> str:
    from ..retraction_file import day

    text = options.date or datetime.now(UTC).date().isoformat()
    if day(text) is None:
        raise CannotAsk(f"--date: {text!r} is no date; write it like 2026-11-23")
    return str(text)


def _manners(options: argparse.Namespace) -> Manners:
    from ..web_client import Manners

    return Manners(contact=options.contact, cache=options.docs.resolve().parent / "build" / "web-cache")


def add_retractions(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``retractions``."""
    _common(parser)
    parser.add_argument(
        "--retraction-watch", type=Path, metavar="FILE.csv", help="an export of Retraction Watch"
    )


def retractions(options: argparse.Namespace) -> int:
    """Ask about every source of the bibliography; returns the exit code."""
    from ..retraction_file import FILE
    from ..services import Services
    from ..upkeep.retraction_lock import write_lock
    from ..upkeep.retraction_run import ask_about_all
    from ..upkeep.retractions import ask_about, read_retraction_watch
    from ..web_client import WebClient

    today, services = _today(options), Services.from_environment()
    entries, checks, vocabulary = _sources(options)
    try:
        watch = read_retraction_watch(options.retraction_watch) if options.retraction_watch else {}
    except ValueError as error:
        raise CannotAsk(str(error)) from None
    waiting = [e for e in entries if watch or e.key not in checks or checks[e.key].checked != today]
    with WebClient(_manners(options)) as client:
        run = ask_about_all(
            waiting,  # without those that a run which stopped has asked about today
            checks,
            ask=lambda entry: ask_about(entry, watch, client, services),
            keep=lambda: write_lock(options.docs / FILE, checks),
            today=today,
        )
    for check in run.news:
        label = vocabulary.label("source-status", check.status)
        print(f"- **{check.key}**: {label} ({check.notice_words})")
    for key, reason in run.failed:
        print(f"{key}: not asked about: {reason}", file=sys.stderr)
    if run.gave_up:
        print("The service seems to be down; run the command again later, it goes on here.", file=sys.stderr)
    unknown = sum(check.status == "unknown" for check in checks.values())
    print(
        f"{run.asked} sources asked about on {today}; {len(run.failed)} could not be asked about; "
        f"{unknown} are not in the data."
    )
    return FOUND if run.failed or run.news else DONE


def _sources(
    options: argparse.Namespace,
) -> tuple[list[BibliographyEntry], dict[str, SourceCheck], Vocabulary]:
    """The bibliography and what is known of its entries."""
    from ..bibliography_file import read_bibliography
    from ..retraction_file import FILE, read_retractions
    from ..vocabulary import VocabularyError, load_vocabulary

    docs: Path = options.docs
    bibliography, lock = docs / "references.bib", docs / FILE
    try:
        vocabulary = load_vocabulary((options.conf or docs.resolve().parent / "conf") / "vocabulary.toml")
        entries, faults = read_bibliography(bibliography.read_bytes(), str(bibliography))
        known = lock.read_bytes() if lock.is_file() else b"{}"
    except VocabularyError as error:
        raise CannotAsk(str(error)) from None
    except OSError as error:
        raise CannotAsk(f"{error.filename}: {error.strerror}") from None
    checks, wrong = read_retractions(known, str(lock), vocabulary)
    if faults or wrong:
        raise CannotAsk(str([*faults, *wrong][0]))
    return entries, {check.key: check for check in checks}, vocabulary


def add_links(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``links``."""
    _common(parser)
    parser.add_argument(
        "--linkcheck",
        type=Path,
        default=Path("build/linkcheck/output.json"),
        metavar="FILE",
        help="what Sphinx's linkcheck wrote (default: build/linkcheck/output.json)",
    )
    parser.add_argument("--format", choices=("text", "github", "json"), default="text")


def links(options: argparse.Namespace) -> int:
    """Judge all external links; returns 0, 1 where one is dead, 3 where some are only blocked."""
    from ..services import Services
    from ..upkeep.identifiers import IDENTIFIERS, ask_services
    from ..upkeep.link_lock import FILE, read_links, write_links
    from ..upkeep.link_states import LinkResult, LinkState, ignored_addresses, read_linkcheck
    from ..web_client import WebClient

    docs: Path = options.docs
    today = _today(options)
    parent = docs.name
    try:
        lock = read_links(docs / FILE)
        results = list(read_linkcheck(options.linkcheck, parent))
    except ValueError as error:
        raise CannotAsk(str(error)) from None
    places = [
        place
        for place in ignored_addresses(options.linkcheck, parent)
        if any(kind.fullmatch(place[0]) for kind in IDENTIFIERS)
    ]
    with WebClient(_manners(options)) as client:
        told = dict(ask_services((address for address, _, _ in places), client, Services.from_environment()))
    results += [
        LinkResult(address, path, line, *told[address]) for address, path, line in places if address in told
    ]
    lock.remember(results, today)
    write_links(lock, docs / FILE)
    bad = sorted(
        (r for r in results if r.state is not LinkState.WELL), key=lambda r: (r.state, r.path, r.line)
    )
    _print_links(bad, lock, today, options.format, len(results))
    if any(lock.is_dead(result) for result in bad):
        return FOUND
    return BLOCKED if any(r.state is LinkState.BLOCKED and not lock.block_of(r, today) for r in bad) else DONE


def _print_links(bad: list[LinkResult], lock: LinkLock, today: str, form: str, total: int) -> None:
    import json

    if form == "json":
        rows = [
            {
                "address": r.address, "path": r.path, "line": r.line, "state": r.state, "said": r.said,
                "dead": lock.is_dead(r), "failed_on": lock.failures.get(r.address, []),
                "known_block": (block.reason if (block := lock.block_of(r, today)) else None),
            }
            for r in bad
        ]  # fmt: skip
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    if form == "github":
        for r in bad:
            level = "error" if lock.is_dead(r) else "notice"
            words = f"{r.address} {_verdict(r, lock, today)}"
            print(f"::{level} file={r.path},line={r.line},title=link {r.state}::{words}")
        return
    print(f"{total} external links were looked at on {today}; {len(bad)} did not answer as they should.")
    if bad:
        print("\n| where | link | state | what was said |\n|---|---|---|---|")
    for r in bad:
        print(
            f"| {r.path}:{r.line} | {r.address} | {r.state} | {_verdict(r, lock, today).replace('|', '/')} |"
        )


def _verdict(result: LinkResult, lock: LinkLock, today: str) -> str:
    """What to do about a link, in words."""
    from ..upkeep.link_lock import DEAD_AFTER
    from ..upkeep.link_states import LinkState

    block = lock.block_of(result, today)
    days = len(lock.failures.get(result.address, ()))
    if result.state is LinkState.MOVED:
        return f"use the new address {result.said}"
    if result.state is LinkState.BLOCKED:
        return (
            f"known: {block.reason} (until {block.until})" if block else f"{result.said}; look with a browser"
        )
    if lock.is_dead(result):
        return f"{result.said}; failed on {days} days: replace or delete it"
    return f"{result.said}; failed on {days} of {DEAD_AFTER} days that make it dead"


def add_watch(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``watch``."""
    _common(parser)


def watch(options: argparse.Namespace) -> int:
    """Run the stored searches and ask the registry; writes Markdown, returns the exit code."""
    from ..cli import docs_folder, read
    from ..screening_file import SCREENING, SEARCHES
    from ..services import Services
    from ..upkeep.screening_lock import write_screening, write_searches, write_trials
    from ..upkeep.watch import ask_registry, hits, run_search, trials_under_way
    from ..upkeep.watch_report import markdown
    from ..web_client import Unreachable, WebClient

    today, services = _today(options), Services.from_environment()
    docs: Path = options.docs
    reading = read(docs_folder([docs]), options.conf)
    wrong = [problem for problem in reading.problems if problem.rule == "record-form"]
    if wrong:
        raise CannotAsk(f"{wrong[0].path}:{wrong[0].line}: {wrong[0].message} {wrong[0].suggestion}".rstrip())
    handbook = reading.handbook
    searches = {search.id: search for search in handbook.searches}
    screened = {record.pmid: record for record in handbook.screened}
    found, states, failures = {}, [], []
    with WebClient(_manners(options)) as client:
        for search in handbook.searches:
            if search.run == today:
                continue  # a run that stopped goes on here
            try:
                done, publications = run_search(search, today, client, services)
            except Unreachable as error:
                failures.append(f"search {search.id}: {error}")
                continue
            found[search.id] = hits(search, publications, today, screened, handbook.bibliography)
            searches[search.id] = done
            # What was found comes first: a run that stops in between finds it again, and loses nothing.
            write_screening(docs / SCREENING, screened.values())
            write_searches(docs / SEARCHES, searches.values())
        for study, number in trials_under_way(handbook.studies):
            try:
                states.append(ask_registry(study, number, client, services))
            except Unreachable as error:
                failures.append(f"trial {number}: {error}")
    if states:
        write_trials(docs / "records" / "trials.yaml", states, today)
    print(markdown(found, states, failures, today), end="")
    news = any(hit.is_new for some in found.values() for hit in some) or any(s.has_results for s in states)
    return FOUND if news or failures else DONE
