"""Toctrees that lead back to their own page: Sphinx would follow such a cycle without end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evidence.problems import problem
from sphinx_evidence.domain import evidence_domain, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from evidence.model import Problem


def cut_toctree_cycles(app: Sphinx, env: BuildEnvironment) -> None:
    """Leave out each entry that names a page above its own toctree."""
    cut = evidence_domain(env).toctree_cycles
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


def toctree_cycle_problems(env: BuildEnvironment) -> Iterator[Problem]:
    """The entries that were left out, each at its line."""
    for name, entries in sorted(evidence_domain(env).toctree_cycles.items()):
        lines = Path(env.doc2path(name)).read_text(encoding="utf-8", errors="replace").splitlines()
        for entry in sorted(entries):
            last = entry.rpartition("/")[2]
            numbers = (n for n, line in enumerate(lines, start=1) if line.strip().strip(">").endswith(last))
            yield problem(
                "page-markup",
                path_of(name, env),
                next(numbers, 1),
                f"this page lists {entry!r}, and stands under it itself",
                "Take it out of one of the two lists",
            )
