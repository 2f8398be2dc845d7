"""What earlier builds of this handbook left: problems, a digest of each page, and which pages gave warnings.

All builders that share a folder of doctrees share the file, with an entry for each folder of output. Sphinx
stores its environment before pages are written, so what writing brings to light cannot stand there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping  # noqa: TC003  (pydantic reads the annotation)
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import TypeAdapter, ValidationError

from evidence.model import Problem
from evidence.text.files import write_atomically
from evidence.text.harmless import symbolic_links

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FILE = "evidence-builds.json"


class PreviousBuild(NamedTuple):
    """What one build left. Without any build before, nothing."""

    inputs: str = ""
    """A digest of all that it was made from."""
    problems: tuple[Problem, ...] = ()
    """The problems that rules found."""
    pages: Mapping[str, str] = {}
    """By page, a digest of what it shows of other pages and files."""
    with_warnings: frozenset[str] = frozenset()
    """The pages that Sphinx or MyST complained of while they were read or written."""


_BUILDS = TypeAdapter(dict[str, PreviousBuild])


def load_builds(app: Sphinx) -> dict[str, PreviousBuild]:
    """The earlier builds by their output; none where there is no file of this version."""
    try:
        return _BUILDS.validate_json((Path(app.doctreedir) / _FILE).read_bytes())
    except (OSError, ValidationError):
        return {}


def store_builds(app: Sphinx, builds: dict[str, PreviousBuild]) -> None:
    """Write the builds, whole or not at all."""
    write_atomically(Path(app.doctreedir) / _FILE, _BUILDS.dump_json(builds).decode())


def output_of(app: Sphinx) -> str:
    """The name under which a build is stored: its builder and the folder that it writes to."""
    return f"{app.builder.name} {app.outdir}"


def inputs_digest(app: Sphinx) -> str:
    """A digest of what pages and problems are made from: pages as read, data, settings, the engine."""
    docs, config = Path(app.srcdir), app.config
    settings = (config.evidence_vocabulary_digest, config.evidence_today, config.evidence_preview)
    links = [path.relative_to(docs).as_posix() for path in symbolic_links(docs)]
    pages = sorted(app.env.all_docs.items())  # with the time at which each was read
    digest = hashlib.sha256(repr((settings, links, pages, engine_digest())).encode())
    for path in sorted((*docs.glob("*.yaml"), *docs.glob("*.bib"), *docs.glob("records/*.yaml"))):
        if path.is_file():
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def engine_digest() -> str:
    """A digest of the engine's files as they are: after a change of the code all pages are written again."""
    conf = Path(__file__).parents[2]
    files = [
        (path.name, path.stat().st_size, path.stat().st_mtime_ns)
        for package in ("evidence", "sphinx_evidence")
        for path in sorted((conf / package).rglob("*"))
        if path.suffix in {".py", ".toml"}
    ]
    return hashlib.sha256(repr(files).encode()).hexdigest()
