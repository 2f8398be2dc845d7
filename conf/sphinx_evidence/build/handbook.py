"""The handbook of a build: from the pages that were read, the bibliography, the statements, the records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from evidence.files.records import changes, links, reviews, screening
from evidence.files.records.retractions import never_checked
from evidence.files.statements import read_statements
from evidence.model import Handbook
from evidence.text.dates import day
from evidence.text.harmless import faults_in_fields, link_problems, own_file, symbolic_links
from sphinx_evidence.build.bibliography import bibliography, read_source_checks
from sphinx_evidence.build.toctree_cycles import toctree_cycle_problems
from sphinx_evidence.domain import evidence_domain, path_in_handbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

    from evidence.model import Problem

STATEMENTS = "statements.yaml"

_Record = TypeVar("_Record")


def assemble_handbook(app: Sphinx) -> Handbook:
    """The handbook, with every problem that reading its files brought to light."""
    docs, vocabulary = Path(app.srcdir), app.config.evidence_vocabulary
    source_checks, problems, checks_at = read_source_checks(app)

    def record(file: str, read: Callable[[bytes, str], tuple[_Record, list[Problem]]]) -> _Record | None:
        """What a file of docs/ holds, where there is one; its problems are those of the handbook."""
        path = docs / file
        if not own_file(path, docs):
            return None
        raw, name = path.read_bytes(), path_in_handbook(path, app.env)
        contents, faults = read(raw, name)
        problems.extend([*faults, *faults_in_fields(raw, name)])
        return contents

    pages = evidence_domain(app.env).pages
    studies = [study for page in pages.values() for study in page.studies]
    sources = bibliography(app.env)
    problems += sources.problems
    problems += toctree_cycle_problems(app.env)
    problems += link_problems(symbolic_links(docs), docs)
    problems += never_checked(studies, source_checks, checks_at)
    statements = record(STATEMENTS, lambda raw, path: read_statements(raw, path, vocabulary))
    searches = record(screening.SEARCHES, screening.read_searches)
    screened = record(screening.SCREENING, lambda raw, path: screening.read_screening(raw, path, vocabulary))
    awaited = record(screening.TRIALS, screening.read_trials)
    reviewed = record(reviews.FILE, reviews.read_reviews)
    history = record(changes.FILE, changes.read_history)
    record(links.FILE, links.read_links)  # only its problems are shown
    return Handbook(
        vocabulary=vocabulary,
        pages=tuple(pages[docname] for docname in sorted(pages)),
        statements=tuple(statements or ()),
        bibliography=sources.entries,
        problems=tuple(problems),
        source_checks=tuple(source_checks),
        searches=tuple(searches or ()),
        screened=tuple(screened or ()),
        awaited=tuple(awaited or ()),
        today=day(app.config.evidence_today),
        review_records=(reviewed,) if reviewed else (),
        history=tuple(history or ()),
    )
