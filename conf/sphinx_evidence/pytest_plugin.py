"""pytest collects pages and study files: ``pytest docs/page.md`` judges that page.

A page is a test file with one item for each rule that has something to judge in it. The handbook is
read once for a run.
"""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

import pytest

from evidence.problems import UserError
from sphinx_evidence.build.read_handbook import HandbookError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidence.model import Problem
    from evidence.rules.registry import Rule
    from sphinx_evidence.build.read_handbook import Reading

FILES = ("*.md", "studies/*.yaml", "records/*.yaml", "statements.yaml", "references.bib")
"""The files in a docs folder that rules judge."""

_READINGS: dict[Path, Reading] = {}


class RuleFailureError(UserError):
    """The problems that a rule found in a file."""


def docs_folder(path: Path) -> Path | None:
    """The docs folder that a file belongs to: the highest one above it with an index.md beside conf/."""
    return next(
        (f for f in path.parents if (f / "index.md").is_file() and (f.parent / "conf" / "conf.py").is_file()),
        None,
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> HandbookFile | None:
    """Collect pages, study files, the statements and the bibliography of a handbook."""
    docs = docs_folder(file_path)
    if docs is None:
        return None
    relative = file_path.relative_to(docs).as_posix()
    if not any(fnmatch(relative, pattern) for pattern in FILES):
        return None
    return HandbookFile.from_parent(parent, path=file_path, docs=docs)


class HandbookFile(pytest.File):
    """A page, a study file, the statements or the bibliography."""

    def __init__(self, *, docs: Path, **others: Any) -> None:
        """A file of the handbook whose docs folder is ``docs``."""
        super().__init__(**others)
        self.docs = docs

    def collect(self) -> Iterator[pytest.Item]:
        """One item for each rule that applies, or that found a fault while the file was read.

        Of a handbook that cannot be read nothing is known; one item says why.
        """
        from evidence.rules import RULES
        from evidence.rules.judge import rules_by_file

        try:
            reading = _reading(self.docs)
        except HandbookError:
            yield RuleItem.from_parent(self, name="page-readable", rule=RULES["page-readable"])
            return
        path = self.path.relative_to(self.docs.parent).as_posix()
        chosen = {rule.id for rule in rules_by_file(reading.handbook).get(path, ())}
        chosen |= {problem.rule for problem in reading.problems if problem.path == path}
        for rule in RULES.values():
            if rule.id in chosen:
                yield RuleItem.from_parent(self, name=rule.id, rule=rule)


class RuleItem(pytest.Item):
    """A rule on a file."""

    def __init__(self, *, rule: Rule, **others: Any) -> None:
        """An item for a rule."""
        super().__init__(**others)
        self.rule = rule

    def runtest(self) -> None:
        """Fail with the rule's problems in this file; notes do not fail."""
        assert isinstance(self.parent, HandbookFile)  # noqa: S101  (made by its collect)
        reading = _reading(self.parent.docs)
        path = self.path.relative_to(self.parent.docs.parent).as_posix()
        found = [
            problem
            for problem in reading.problems
            if problem.path == path and problem.rule == self.rule.id and problem.severity != "note"
        ]
        if found:
            raise RuleFailureError(_shown(found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The problems as text; the traceback only of a fault that is not the page's."""
        if isinstance(excinfo.value, RuleFailureError | HandbookError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the item stands in reports."""
        return self.path, None, f"{self.path.name}: {self.rule.id}"


def _reading(docs: Path) -> Reading:
    """The handbook of a docs folder, read once in this process into a cache of its own."""
    from sphinx_evidence.build.read_handbook import read_handbook

    if docs not in _READINGS:
        _READINGS[docs] = read_handbook(docs, docs.parent / "conf")
    return _READINGS[docs]


def _shown(problems: list[Problem]) -> str:
    return "\n".join(str(problem) for problem in problems)
