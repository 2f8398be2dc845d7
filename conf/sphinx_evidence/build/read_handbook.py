"""Reading a handbook without drawing it: what the command line and pytest judge.

A builder that draws nothing reads into a cache, so a second run reads only what changed.
"""

from __future__ import annotations

import tempfile
import warnings
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Collection

    from evidence.model import Handbook, Problem


class HandbookError(UserError):
    """The folders or the configuration cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A handbook as read, and every problem of it in the order of path and line."""

    handbook: Handbook
    problems: tuple[Problem, ...]


def read_handbook(
    docs: Path, conf: Path, cache: Path | None = None, today: str = "", paths: Collection[str] = ()
) -> Reading:
    """Read and judge a handbook.

    ``docs`` is the folder of pages, ``conf`` the folder of conf.py and vocabulary.toml,
    ``cache`` where the environment is kept between runs (none: a temporary folder), ``today``
    the day, such as 2026-11-23, that dates are judged against (none: they are not judged), ``paths``
    the files to judge, as problems name them (none: all).

    Raises HandbookError where a folder, conf.py or the vocabulary cannot be used.
    """
    docs, conf = docs.resolve(), conf.resolve()
    for folder, needed in ((docs, "index.md"), (conf, "conf.py")):
        if not (folder / needed).is_file():
            raise HandbookError(f"{folder}: there is no {needed} in this folder")
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        return _read(docs, conf, cache, today, paths)
    with tempfile.TemporaryDirectory(prefix="evidence-") as temporary:
        return _read(docs, conf, Path(temporary), today, paths)


def _read(docs: Path, conf: Path, cache: Path, today: str, paths: Collection[str]) -> Reading:
    from sphinx.application import Sphinx
    from sphinx.errors import ConfigError, ExtensionError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from evidence.rules import RULES
    from evidence.rules.judge import judge, sorted_problems
    from sphinx_evidence.build.check_builder import NAME
    from sphinx_evidence.build.state import build_state

    with patch_docutils(conf), docutils_namespace(), warnings.catch_warnings():
        # What a library will change some day is no news to those who write pages.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        try:
            app = Sphinx(
                srcdir=docs,
                confdir=conf,
                outdir=cache / "nothing",
                doctreedir=cache / "doctrees",
                buildername=NAME,
                confoverrides={"evidence_today": today},
                status=None,
                warning=StringIO(),
                warningiserror=False,
            )
        except (ConfigError, ExtensionError) as error:
            raise HandbookError(f"{conf}: {error}") from None
        app.build()
        state = build_state(app.env)
        warned = [p for p in state.warnings if p.rule in RULES and (not paths or p.path in paths)]
        return Reading(state.handbook, tuple(sorted_problems([*judge(state.handbook, paths=paths), *warned])))
