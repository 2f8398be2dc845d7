"""The frozen handbook of a running build: made once after reading, then only read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from sphinx.application import ENV_PICKLE_FILENAME

from evidence.analysis.dependencies import files_depending_on, names_in
from evidence.caching import forget
from evidence.model import Handbook
from evidence.text.dates import day
from evidence.text.files import newer
from evidence.text.harmless import faults_in_fields, link_problems, own_file, symbolic_links
from sphinx_evidence.build.bibliography import all_entries, read_source_checks
from sphinx_evidence.build.previous import changed_pages, inputs_digest, previous_build
from sphinx_evidence.build.toctree_cycles import circle_problems
from sphinx_evidence.domain import evidence, path_in_handbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from evidence.model import (
        AwaitedTrial,
        ChangeEntry,
        Problem,
        ReviewRecord,
        ScreenedRecord,
        Search,
        Statement,
    )
    from sphinx_evidence.build.previous import PreviousBuild

STATEMENTS = "statements.yaml"

_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Frozen:
    """The handbook, the places of its objects and, once they are asked for, the problems rules find."""

    handbook: Handbook
    places: Mapping[tuple[str, str], tuple[str, str]]
    last: PreviousBuild | None = None
    """What the last build found, where it was made of the same, pages left aside."""
    changed: frozenset[str] = frozenset()
    """The names of the pages that were read or taken away since."""

    @property
    def stands(self) -> bool:
        """Whether all that the last build found still holds."""
        return self.last is not None and not self.changed

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What all rules find. What they worked out for it, nobody else needs."""
        from evidence.rules.judge import judge

        if self.last is not None and self.stands:
            return self.last.problems
        found = tuple(judge(self.handbook, in_files=self.in_files))
        forget(self.handbook, "evidence.rules")
        return found

    @cached_property
    def in_files(self) -> tuple[Problem, ...]:
        """What rules find that look at a file and at what it names, allowed or not.

        Files are judged again that were changed, or that rest on one that was. Where names have come or
        gone all are: who names what was not there rests on no file.
        """
        from evidence.rules.judge import judge_files

        if self.last is None or self.last.names != self.names:
            return judge_files(self.handbook)
        changed = {page.path for page in self.handbook.pages if page.docname in self.changed}
        again = files_depending_on(changed, self.handbook)
        standing = self.handbook.page_by_path.keys() - again
        kept = (problem for problem in self.last.in_files if problem.path in standing)
        return (*kept, *(judge_files(self.handbook, again) if again else ()))

    @cached_property
    def names(self) -> str:
        """A digest of the names that statements can use."""
        return names_in(self.handbook)


_FROZEN: WeakKeyDictionary[BuildEnvironment, Frozen] = WeakKeyDictionary()


def freeze(app: Sphinx) -> Frozen:
    """Make the handbook from what was read."""
    domain = evidence(app.env)
    domain.known_places = domain.places()
    last = previous_build(app.env)
    usable = last if last and last.inputs_digest == inputs_digest(app) else None
    frozen = Frozen(read_handbook_from(app), domain.known_places, usable, changed_pages(app.env))
    _FROZEN[app.env] = frozen
    return frozen


def frozen(env: BuildEnvironment) -> Frozen:
    """The frozen handbook of a build."""
    return _FROZEN[env]


def still_shows(path: Path, app: Sphinx) -> bool:
    """Whether a file of an earlier build shows what this one found: nothing that it was made from changed."""
    return frozen(app.env).stands and newer(path, Path(app.doctreedir) / ENV_PICKLE_FILENAME)


def read_handbook_from(app: Sphinx) -> Handbook:
    """The immutable handbook out of the environment, the bibliography and the statements."""
    from evidence.files.records.retractions import never_checked
    from evidence.files.statements import read_statements

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
    searches, screened, awaited = _screening(docs, app, wrong)
    reviews, history = _records(docs, app.env, wrong)
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
        awaited=awaited,
        today=day(app.config.evidence_today),
        review_records=reviews,
        history=history,
    )


def _screening(
    docs: Path, app: Sphinx, problems: list[Problem]
) -> tuple[tuple[Search, ...], tuple[ScreenedRecord, ...], tuple[AwaitedTrial, ...]]:
    """The stored searches, the records that they found, and the trials waited for."""
    from evidence.files.records.screening import (
        SCREENING,
        SEARCHES,
        TRIALS,
        read_screening,
        read_searches,
        read_trials,
    )

    vocabulary = app.config.evidence_vocabulary
    searches = _record(docs / SEARCHES, app.env, problems, read_searches)
    screened = _record(
        docs / SCREENING, app.env, problems, lambda raw, path: read_screening(raw, path, vocabulary)
    )
    awaited = _record(docs / TRIALS, app.env, problems, read_trials)
    return tuple(searches or ()), tuple(screened or ()), tuple(awaited or ())


def _records(
    docs: Path, env: BuildEnvironment, problems: list[Problem]
) -> tuple[tuple[ReviewRecord, ...], tuple[ChangeEntry, ...]]:
    """The records of reviews and of changes, where there are any; that of links is judged only."""
    from evidence.files.records import changes as history_file
    from evidence.files.records import links as link_file
    from evidence.files.records import reviews as review_file

    reviews = _record(docs / review_file.FILE, env, problems, review_file.read_reviews)
    history = _record(docs / history_file.FILE, env, problems, history_file.read_history)
    _record(docs / link_file.FILE, env, problems, link_file.read_links)
    return (reviews,) if reviews else (), tuple(history or ())


def _record(
    path: Path,
    env: BuildEnvironment,
    problems: list[Problem],
    read: Callable[[bytes, str], tuple[_Read, list[Problem]]],
) -> _Read | None:
    """What a file of records says, None where there is none; what is wrong with it goes to ``problems``."""
    if not own_file(path, Path(env.srcdir)):
        return None
    raw, shown = path.read_bytes(), path_in_handbook(path, env)
    record, faults = read(raw, shown)
    problems += [*faults_in_fields(raw, shown), *faults]
    return record
