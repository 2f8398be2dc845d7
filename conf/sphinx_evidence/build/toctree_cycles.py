"""Lists of pages that lead back to themselves: Sphinx walks such a circle until it falls over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evidence.problems import problem
from sphinx_evidence.domain import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from evidence.model import Problem

_CUT = "evidence_circles"
"""Environment attribute: the entries, by page, that were left out of the order of pages."""


def setup_circles(app: Sphinx) -> None:
    """Cut circles before anything walks the order of pages."""
    app.connect("env-purge-doc", _forget)
    app.connect("env-updated", _cut_circles, priority=1)


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _cut(env).pop(docname, None)


def _cut(env: BuildEnvironment) -> dict[str, set[str]]:
    kept: dict[str, set[str]] = vars(env).setdefault(_CUT, {})
    return kept


def _cut_circles(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Leave out each entry that names a page above its own list."""
    cut = _cut(env)
    lists = {name: [*env.toctree_includes.get(name, ()), *sorted(cut.get(name, ()))] for name in env.all_docs}
    cut.clear()
    done: set[str] = set()
    for start in (env.config.root_doc, *sorted(lists)):
        if start in done:
            continue
        above = {start: iter(lists.get(start, ()))}
        while above:
            name, entries = next(reversed(above.items()))
            entry = next(entries, None)
            if entry is None:
                above.popitem()
                done.add(name)
            elif entry in above:
                cut.setdefault(name, set()).add(entry)
            elif entry not in done:
                above[entry] = iter(lists.get(entry, ()))
    for name, entries_cut in cut.items():
        env.toctree_includes[name] = [e for e in lists[name] if e not in entries_cut]
    return []


def circle_problems(env: BuildEnvironment) -> Iterator[Problem]:
    """The entries that were left out, each at its line."""
    for name, entries in sorted(_cut(env).items()):
        lines = Path(env.doc2path(name)).read_text(encoding="utf-8", errors="replace").splitlines()
        for entry in sorted(entries):
            short = entry.rpartition("/")[2]
            holding = (
                number
                for number, line in enumerate(lines, start=1)
                if line.strip().strip(">").endswith(short)
            )
            yield problem(
                "page-markup",
                path_of(name, env),
                next(holding, 1),
                f"this page lists {entry!r}, and stands under it itself",
                "Take it out of one of the two lists",
            )
