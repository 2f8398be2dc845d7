"""records/searches.yaml, screening.yaml and trials.yaml: what is searched for, found, waited for.

::

    vascular-calcification:              "41000001":
      query: magnesium AND calcification   decision: new
      since: 2026-11-23                    title: A title
      run: not-yet                         found: 2026-12-01
      hits: not-seen                       by: [vascular-calcification]

A search belongs to the evidence card of its name. One with ``where:`` was made by a person, in what the
field names; without it, PubMed is searched. A person decides on a found record by editing the
one word behind ``decision:``; the words stand in the vocabulary. What the registry said of trials
that the handbook waits for stands under their numbers::

    NCT09999999:
      study: some-plan-2030
      status: RECRUITING
      results: none
      checked: 2026-11-23
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.files.records import fields as record_file
from evidence.files.records.fields import RULE, FieldForm
from evidence.files.records.writer import write_record
from evidence.model import PUBMED, AwaitedTrial, Location, ScreenedRecord, Search
from evidence.problems import bounded, problem
from evidence.text.yaml_tree import Mapping, Scalar, Sequence, YamlError, load_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from evidence.model import Problem
    from evidence.text.yaml_tree import Node
    from evidence.vocabulary.vocabulary import Vocabulary

SEARCHES = "records/searches.yaml"
SCREENING = "records/screening.yaml"
TRIALS = "records/trials.yaml"
NOT_YET, NOT_SEEN = "not-yet", "not-seen"
NEW, KNOWN, INCLUDED = "new", "known", "included"
"""The decisions that exclude nothing; any other word of the vocabulary is a reason to exclude."""
WITH_RESULTS, WITHOUT_RESULTS = "posted", "none"


def read_searches(raw: bytes, path: str) -> tuple[list[Search], list[Problem]]:
    """The stored searches, in the order of the file. Any input gives problems, never an exception."""
    problems: list[Problem] = []
    searches = []
    for key, at, fields in _entries(raw, path, _SEARCH, "a search", problems):
        query, where, since, run, hits = (record_file.text_of(fields, name) for name in _SEARCH)
        searches.append(
            Search(
                key, query, since, at,
                run=None if run == NOT_YET else run, hits=None if hits == NOT_SEEN else int(hits),
                where=where or PUBMED,
            )
        )  # fmt: skip
    return searches, bounded(problems)


def read_screening(
    raw: bytes, path: str, vocabulary: Vocabulary
) -> tuple[list[ScreenedRecord], list[Problem]]:
    """The records that searches found, by PubMed number. Any input gives problems, never an exception."""
    problems: list[Problem] = []
    forms = {"decision": FieldForm(record_file.one_of(vocabulary.ids("screening"))), **_SCREENED}
    records = []
    for key, at, fields in _entries(raw, path, forms, "a record", problems):
        by = fields.values["by"]
        names = tuple(item.text for item in _items(by) if isinstance(item, Scalar))
        decision, title, found, *others = (
            record_file.text_of(fields, name)
            for name in ("decision", "title", "found", "journal", "year", "type", "doi")
        )
        records.append(ScreenedRecord(key, decision, title, found, names, at, *others))
    return records, bounded(problems)


def read_trials(raw: bytes, path: str) -> tuple[list[AwaitedTrial], list[Problem]]:
    """What the registry said of trials, by their numbers. Any input gives problems, never an exception."""
    problems: list[Problem] = []
    trials = []
    for number, at, fields in _entries(raw, path, _TRIAL, "a trial", problems):
        study, status, results, checked = (record_file.text_of(fields, name) for name in _TRIAL)
        trials.append(AwaitedTrial(number, study, status, results == WITH_RESULTS, checked, at))
    return trials, bounded(problems)


def _entries(
    raw: bytes, path: str, forms: dict[str, FieldForm], what: str, problems: list[Problem]
) -> Iterator[tuple[str, Location, Mapping]]:
    """Key, place and fields of each entry that is well formed; the faults go to ``problems``."""
    try:
        tree = load_tree(raw)
    except YamlError as fault:
        problems.append(problem(RULE, path, fault.line, fault.message, fault.hint))
        return
    if not isinstance(tree, Mapping):
        problems.append(
            problem(RULE, path, tree.line, "expected entries by their names", "Write {} for none")
        )
        return
    for key, fields in tree.values.items():
        line = tree.key_lines[key]
        faults = list(record_file.faults(fields, forms, line, what))
        problems += [problem(RULE, path, *fault) for fault in faults]
        if not faults and isinstance(fields, Mapping):
            yield key, Location(path, line), fields


def _run_day(node: Node) -> tuple[str, str] | None:
    """A day, or not yet."""
    return None if isinstance(node, Scalar) and node.text == NOT_YET else record_file.date(node)


def _searches(node: Node) -> tuple[str, str] | None:
    """The names of one or more searches."""
    items = _items(node)
    if items and all(isinstance(item, Scalar) and item.text.strip() for item in items):
        return None
    return "expected the searches that found it", "Write their names in brackets, separated by commas"


def _items(node: Node) -> list[Node]:
    return list(node.items) if isinstance(node, Sequence) else [node]


_SEARCH = {
    "query": FieldForm(record_file.words),
    "where": FieldForm(record_file.words, needed=False),
    "since": FieldForm(record_file.date),
    "run": FieldForm(_run_day),
    "hits": FieldForm(
        record_file.matching(re.compile(r"\d{1,9}|not-seen", re.ASCII), "a number, or not-seen")
    ),
}
_TRIAL = {
    "study": FieldForm(record_file.words),
    "status": FieldForm(record_file.words),
    "results": FieldForm(record_file.one_of((WITHOUT_RESULTS, WITH_RESULTS))),
    "checked": FieldForm(record_file.date),
}
_SCREENED = {
    "title": FieldForm(record_file.words),
    "journal": FieldForm(record_file.words, needed=False),
    "year": FieldForm(record_file.words, needed=False),
    "type": FieldForm(record_file.words, needed=False),
    "doi": FieldForm(record_file.words, needed=False),
    "found": FieldForm(record_file.date),
    "by": FieldForm(_searches),
}
"""The fields of a record besides the decision, whose words are in the vocabulary."""


def write_searches(path: Path, searches: Iterable[Search]) -> None:
    """Write the searches with the day and the hits of their last run."""
    write_record(
        path,
        {
            search.id: {
                "query": search.query,
                **({} if search.where == PUBMED else {"where": search.where}),
                "since": search.since,
                "run": search.run or NOT_YET,
                "hits": NOT_SEEN if search.hits is None else search.hits,
            }
            for search in searches
        },
    )


def write_screening(path: Path, screened: Iterable[ScreenedRecord]) -> None:
    """Write the records, those not yet looked at first, the newest of them on top."""
    order = sorted(screened, key=lambda r: (r.decision != NEW, _backwards(r.found), r.pmid))
    write_record(
        path,
        {
            record.pmid: {
                "decision": record.decision,
                "title": record.title,
                **{
                    name: value
                    for name in ("journal", "year", "type", "doi")
                    if (value := getattr(record, name))
                },
                "found": record.found,
                "by": list(record.by),
            }
            for record in order
        },
    )


def _backwards(day: str) -> tuple[int, ...]:
    return tuple(-int(part) for part in day.split("-"))


def write_trials(path: Path, trials: Iterable[AwaitedTrial]) -> None:
    """Write what the registry said of each trial that the handbook waits for."""
    write_record(
        path,
        {
            trial.number: {
                "study": trial.study,
                "status": trial.status,
                "results": WITH_RESULTS if trial.has_results else WITHOUT_RESULTS,
                "checked": trial.checked,
            }
            for trial in sorted(trials, key=lambda trial: trial.number)
        },
    )
