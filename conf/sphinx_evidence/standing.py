"""What the last build found, which stands while nothing that it was found from has changed.

Judging a large handbook and seeing what each of its pages shows takes long. Whoever builds again without a
change, or after a change of the settings alone, need not wait for it twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from .harmless import symbolic_links

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model import Problem

_STANDING = "evidence_standing"
"""Environment attribute: what the last build found."""

_CHANGED: WeakSet[BuildEnvironment] = WeakSet()
"""Environments in which a page was read or taken away in this build."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The problems of a handbook and, by page, a short stand-in for what it shows of other pages."""

    made_of: str
    problems: tuple[Problem, ...]
    fingerprints: Mapping[str, str]


def last_standing(env: BuildEnvironment) -> Standing | None:
    """What the last build found, whether it still holds or not."""
    found: Standing | None = getattr(env, _STANDING, None)
    return found


def holds(app: Sphinx) -> bool:
    """Whether it still holds: no page was read since, and no other file has changed."""
    last = last_standing(app.env)
    return last is not None and app.env not in _CHANGED and last.made_of == made_of(app)


def keep(app: Sphinx, problems: tuple[Problem, ...], fingerprints: Mapping[str, str]) -> bool:
    """Keep what was found with the environment; returns whether Sphinx will store it of its own accord."""
    setattr(app.env, _STANDING, Standing(made_of(app), problems, fingerprints))
    return app.env in _CHANGED


def made_of(app: Sphinx) -> str:
    """A digest of what is judged besides pages: data files, settings and the engine itself."""
    docs = Path(app.srcdir)
    config = app.config
    settings = (config.evidence_vocabulary_digest, config.evidence_today, config.evidence_preview)
    links = [path.relative_to(docs).as_posix() for path in symbolic_links(docs)]
    found = hashlib.sha256(repr((settings, links, list(_engine()))).encode())
    for path in sorted((*docs.glob("*.yaml"), *docs.glob("*.bib"), *docs.glob("records/*.yaml"))):
        if path.is_file():
            found.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def newer(path: Path, other: Path) -> bool:
    """Whether a file is there and was written after another one."""
    return path.is_file() and other.is_file() and path.stat().st_mtime_ns > other.stat().st_mtime_ns


def _engine() -> Iterator[tuple[str, int, int]]:
    """The engine's files as they are now: who changes a rule sees what it says."""
    for path in sorted(Path(__file__).parent.rglob("*.[pt][yo]*")):
        if path.suffix in {".py", ".toml"}:
            state = path.stat()
            yield path.name, state.st_size, state.st_mtime_ns


def _note_change(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _CHANGED.add(env)


def setup_standing(app: Sphinx) -> None:
    """Watch which pages are read."""
    app.connect("env-purge-doc", _note_change)
