"""``evidence watch``: new records for the stored searches, and results of registered trials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import (
    CLEAN,
    FAULTY,
    UsageError,
    add_service_arguments,
    client_settings,
    docs_folder,
    read,
    today_of,
)

if TYPE_CHECKING:
    import argparse

HELP = "run the stored searches for new studies"
DESCRIPTION = (
    "Runs the searches of docs/records/searches.yaml in PubMed, keeps new records to be decided on in "
    "docs/records/screening.yaml, asks the registry about trials under way, and prints a report in Markdown. "
    "Exit codes: 0, nothing new; 1, something for a person to look at."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_service_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Run the stored searches and ask the registry; writes Markdown, returns the exit code."""
    from evidence.files.records.screening import (
        SCREENING,
        SEARCHES,
        TRIALS,
        write_screening,
        write_searches,
        write_trials,
    )
    from evidence.monitoring.searches import (
        ask_registry,
        hits,
        is_new,
        run_search,
        search_report,
        trials_under_way,
    )
    from evidence.web.client import ServiceError, WebClient
    from evidence.web.services import Services

    today, services = today_of(options), Services.from_environment()
    docs = docs_folder([options.docs])
    reading = read(docs, options.conf)
    wrong = [problem for problem in reading.problems if problem.rule == "record-form"]
    if wrong:
        raise UsageError(f"{wrong[0].path}:{wrong[0].line}: {wrong[0].message} {wrong[0].hint}".rstrip())
    handbook = reading.handbook
    searches = {search.id: search for search in handbook.searches}
    screened = {record.pmid: record for record in handbook.screened}
    waiting = trials_under_way(handbook.studies)
    trials = {trial.number: trial for trial in handbook.awaited if trial.number in waiting}
    found, failures = {}, []
    # What was found is kept at once: a run that stops goes on there on the same day, and loses nothing.
    with WebClient(client_settings(options)) as client:
        for search in handbook.searches:
            if search.run == today:
                continue
            try:
                done, publications = run_search(search, today, client, services)
            except ServiceError as error:
                failures.append(f"search {search.id}: {error}")
                continue
            found[search.id] = hits(search, publications, today, screened, handbook.bibliography)
            searches[search.id] = done
            write_screening(docs / SCREENING, screened.values())  # before the search counts as run
            write_searches(docs / SEARCHES, searches.values())
        for number, study in sorted(waiting.items()):
            if number in trials and trials[number].checked == today:
                continue
            try:
                trials[number] = ask_registry(number, study, today, client, services)
            except ServiceError as error:
                failures.append(f"trial {number}: {error}")
                continue
            write_trials(docs / TRIALS, trials.values())
    print(search_report(found, screened.values(), trials.values(), failures, today), end="")
    news = any(is_new(record, today) for record in screened.values())
    return FAULTY if news or failures or any(trial.has_results for trial in trials.values()) else CLEAN
