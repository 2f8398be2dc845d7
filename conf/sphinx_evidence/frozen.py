"""The frozen handbook of a running build: made once after reading, then only read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from .bibliography_pages import all_entries
from .domain import evidence, path_in_handbook
from .model import Handbook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model import Problem, Statement

STATEMENTS = "statements.yaml"


@dataclass(frozen=True, slots=True)
class Frozen:
    """The handbook, the places of its objects and the problems that rules found."""

    handbook: Handbook
    places: Mapping[tuple[str, str], tuple[str, str]]
    problems: tuple[Problem, ...]


_FROZEN: WeakKeyDictionary[BuildEnvironment, Frozen] = WeakKeyDictionary()


def freeze(app: Sphinx) -> Frozen:
    """Make the handbook from what was read and judge it."""
    from .rules import judge

    handbook = read_handbook_from(app)
    frozen = Frozen(handbook, evidence(app.env).places(), tuple(judge(handbook)))
    _FROZEN[app.env] = frozen
    return frozen


def frozen(env: BuildEnvironment) -> Frozen:
    """The frozen handbook of a build."""
    return _FROZEN[env]


def read_handbook_from(app: Sphinx) -> Handbook:
    """The immutable handbook out of the environment, the bibliography and the statements."""
    from .statements_file import read_statements

    vocabulary = app.config.evidence_vocabulary
    entries, problems = all_entries(app.env)
    statements: list[Statement] = []
    wrong = list(problems)
    path = Path(app.srcdir) / STATEMENTS
    if path.is_file():
        shown = path_in_handbook(path, app.env)
        statements, faults = read_statements(path.read_bytes(), shown, vocabulary)
        wrong += faults
    pages = evidence(app.env).pages
    return Handbook(
        vocabulary=vocabulary,
        pages=tuple(pages[docname] for docname in sorted(pages)),
        statements=tuple(statements),
        bibliography=entries,
        problems=tuple(wrong),
    )
