"""The frozen handbook of a running build: made once after reading, then only read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from .bibliography_pages import all_entries, read_source_checks
from .circles import circle_problems
from .domain import evidence, path_in_handbook
from .harmless import faults_in_fields, link_problems, own_file, symbolic_links
from .model import Handbook
from .standing import holds, last_standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model import HistoryEntry, Problem, ReviewRecord, ScreenedRecord, Search, Statement

STATEMENTS = "statements.yaml"


@dataclass(frozen=True)
class Frozen:
    """The handbook, the places of its objects and, once they are asked for, the problems rules find."""

    handbook: Handbook
    places: Mapping[tuple[str, str], tuple[str, str]]
    judged: tuple[Problem, ...] | None = None
    """What the last build found, where it still holds."""

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What all rules find."""
        from .rules import judge

        return tuple(judge(self.handbook)) if self.judged is None else self.judged


_FROZEN: WeakKeyDictionary[BuildEnvironment, Frozen] = WeakKeyDictionary()


def freeze(app: Sphinx) -> Frozen:
    """Make the handbook from what was read."""
    domain = evidence(app.env)
    domain.known_places = domain.places()
    last = last_standing(app.env)
    judged = last.problems if last and holds(app) else None
    frozen = Frozen(read_handbook_from(app), domain.known_places, judged)
    _FROZEN[app.env] = frozen
    return frozen


def frozen(env: BuildEnvironment) -> Frozen:
    """The frozen handbook of a build."""
    return _FROZEN[env]


def read_handbook_from(app: Sphinx) -> Handbook:
    """The immutable handbook out of the environment, the bibliography and the statements."""
    from .retraction_file import day, never_checked
    from .statements_file import read_statements

    vocabulary = app.config.evidence_vocabulary
    entries, problems = all_entries(app.env)
    statements: list[Statement] = []
    wrong = list(problems)
    docs = Path(app.srcdir)
    wrong += circle_problems(app.env)
    wrong += link_problems(symbolic_links(docs), docs)
    path = docs / STATEMENTS
    if own_file(path, docs):
        raw, shown = path.read_bytes(), path_in_handbook(path, app.env)
        statements, faults = read_statements(raw, shown, vocabulary)
        wrong += [*faults, *faults_in_fields(raw, shown)]
    checks, faults, checked_in = read_source_checks(app)
    wrong += faults
    searches, screened, faults = _screening(docs, app)
    wrong += faults
    reviews, history, faults = _records(docs, app.env)
    wrong += faults
    pages = evidence(app.env).pages
    studies = [study for page in pages.values() for study in page.studies]
    wrong += never_checked(studies, checks, checked_in)
    return Handbook(
        vocabulary=vocabulary,
        pages=tuple(pages[docname] for docname in sorted(pages)),
        statements=tuple(statements),
        bibliography=entries,
        problems=tuple(wrong),
        source_checks=tuple(checks),
        searches=searches,
        screened=screened,
        today=day(app.config.evidence_today),
        review_records=reviews,
        history=history,
    )


def _screening(
    docs: Path, app: Sphinx
) -> tuple[tuple[Search, ...], tuple[ScreenedRecord, ...], list[Problem]]:
    """The stored searches, the records that they found, and what is wrong with either file."""
    from .screening_file import SCREENING, SEARCHES, read_screening, read_searches

    problems: list[Problem] = []
    searches: list[Search] = []
    screened: list[ScreenedRecord] = []
    for name in (SEARCHES, SCREENING):
        path = docs / name
        if not own_file(path, docs):
            continue
        raw, shown = path.read_bytes(), path_in_handbook(path, app.env)
        problems += faults_in_fields(raw, shown)
        if name == SEARCHES:
            searches, faults = read_searches(raw, shown)
        else:
            screened, faults = read_screening(raw, shown, app.config.evidence_vocabulary)
        problems += faults
    return tuple(searches), tuple(screened), problems


def _records(
    docs: Path, env: BuildEnvironment
) -> tuple[tuple[ReviewRecord, ...], tuple[HistoryEntry, ...], list[Problem]]:
    """The records of reviews and of changes, where there are any, and what is wrong with them."""
    from . import history_file, review_file

    problems: list[Problem] = []
    reviews: tuple[ReviewRecord, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    for name in (review_file.FILE, history_file.FILE):
        path = docs / name
        if not own_file(path, docs):
            continue
        raw, shown = path.read_bytes(), path_in_handbook(path, env)
        problems += faults_in_fields(raw, shown)
        if name == review_file.FILE:
            record, faults = review_file.read_reviews(raw, shown)
            reviews = (record,)
        else:
            entries, faults = history_file.read_history(raw, shown)
            history = tuple(entries)
        problems += faults
    return reviews, history, problems
