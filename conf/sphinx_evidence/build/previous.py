"""What the last build found, which stands while nothing that it was found from has changed.

Judging a large handbook and seeing what each of its pages shows takes long. Whoever builds again without a
change, or after a change of the settings alone, need not wait for it twice; whoever changes a page waits for
the judgement of that page and of what rests on it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from evidence.caching import cached_for_build
from evidence.text.harmless import symbolic_links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from evidence.model import Problem

_STANDING = "evidence_standing"
"""Environment attribute: what the last build found."""

_CHANGED: WeakKeyDictionary[BuildEnvironment, set[str]] = WeakKeyDictionary()
"""The pages that were read or taken away in this build, by their names."""


@dataclass(frozen=True, slots=True)
class PreviousBuild:
    """The problems of a handbook and, by page, a short stand-in for what it shows of other pages.

    ``in_files`` are the problems, allowed or not, of rules that look at a file and at what it names;
    they stand while the names in the handbook are the same.
    """

    inputs_digest: str
    names: str
    problems: tuple[Problem, ...]
    in_files: tuple[Problem, ...]
    fingerprints: Mapping[str, str]


def previous_build(env: BuildEnvironment) -> PreviousBuild | None:
    """What the last build found, whether it still holds or not."""
    found: PreviousBuild | None = getattr(env, _STANDING, None)
    return found


def changed_pages(env: BuildEnvironment) -> frozenset[str]:
    """The names of the pages that were read or taken away since."""
    return frozenset(_CHANGED.get(env, ()))


def keep(env: BuildEnvironment, found: PreviousBuild) -> bool:
    """Keep what was found with the environment; returns whether Sphinx will store it of its own accord."""
    setattr(env, _STANDING, found)
    return env in _CHANGED


@cached_for_build
def inputs_digest(app: Sphinx) -> str:
    """A digest of what is judged besides pages: data files, settings and the engine itself."""
    docs = Path(app.srcdir)
    config = app.config
    settings = (config.evidence_vocabulary_digest, config.evidence_today, config.evidence_preview)
    links = [path.relative_to(docs).as_posix() for path in symbolic_links(docs)]
    found = hashlib.sha256(repr((settings, links, engine())).encode())
    for path in sorted((*docs.glob("*.yaml"), *docs.glob("*.bib"), *docs.glob("records/*.yaml"))):
        if path.is_file():
            found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


@cache
def engine() -> str:
    """A digest of the engine's files as they are now: who changes it sees what it says and draws."""
    found = []
    conf = Path(__file__).parents[2]
    for path in sorted([*(conf / "evidence").rglob("*"), *(conf / "sphinx_evidence").rglob("*")]):
        if path.suffix in {".py", ".toml"}:
            state = path.stat()
            found.append((path.name, state.st_size, state.st_mtime_ns))
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _note_change(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _CHANGED.setdefault(env, set()).add(docname)


def setup_standing(app: Sphinx) -> None:
    """Watch which pages are read."""
    app.connect("env-purge-doc", _note_change)
