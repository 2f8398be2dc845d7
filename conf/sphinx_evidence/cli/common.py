"""What the commands share: exit codes, arguments, and finding and reading the handbook that is meant."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.problems import UserError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Sequence

    from evidence.vocabulary.vocabulary import Vocabulary
    from evidence.web.client import ClientSettings
    from sphinx_evidence.build.read_handbook import Reading

CLEAN, FAULTY, MISUSED = 0, 1, 2
"""Exit codes: no error; at least one error; the command was used wrongly."""


class UsageError(UserError):
    """The command cannot do what was asked; the message says why."""


def add_conf(parser: argparse.ArgumentParser) -> None:
    """The argument of every command that reads the settings."""
    parser.add_argument("--conf", type=Path, help="folder of conf.py (default: conf beside the docs folder)")


def add_docs(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command on the docs folder as a whole."""
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="docs folder (default: docs)")
    add_conf(parser)


def add_service_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command that asks services of the network."""
    add_docs(parser)
    parser.add_argument("--date", default="", metavar="DAY", help="the day it is (default: today)")
    parser.add_argument(
        "--contact", default="", metavar="ADDRESS", help="your e-mail address, which the services ask for"
    )


def docs_folder(paths: Sequence[Path]) -> Path:
    """The docs folder of the paths: the folder itself, or the one that holds index.md above a file."""
    folders = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: there is no such file or folder")
        start = path.resolve() if path.is_dir() else path.resolve().parent
        found = next(
            (
                f
                for f in (start, *start.parents)
                if (f / "index.md").is_file() and not (f.parent / "index.md").is_file()
            ),
            None,
        )
        if found is None:
            raise UsageError(f"{path}: no folder above it holds an index.md, so it is no handbook page")
        folders.add(found)
    if len(folders) > 1:
        raise UsageError("the paths belong to different handbooks; check them one by one")
    return folders.pop()


def read(docs: Path, conf: Path | None, today: str = "", paths: Collection[str] = ()) -> Reading:
    """Read and judge a handbook or some files of it, with a cache under build/ beside its docs folder."""
    from sphinx_evidence.build.read_handbook import read_handbook

    return read_handbook(docs, conf or docs.parent / "conf", docs.parent / "build" / "check", today, paths)


def vocabulary_of(options: argparse.Namespace) -> Vocabulary:
    """The vocabulary of the handbook. Raises VocabularyError."""
    from evidence.vocabulary.vocabulary import load_vocabulary

    return load_vocabulary((options.conf or options.docs.resolve().parent / "conf") / "vocabulary.toml")


def known_day(text: str, option: str = "--today") -> None:
    """Refuse what is no date; no check reads the clock."""
    from evidence.text.dates import day

    if text and day(text) is None:
        raise UsageError(f"{option}: {text!r} is no date; write it like 2026-11-23")


def today_of(options: argparse.Namespace) -> str:
    """The day that was named, or today."""
    known_day(options.date, "--date")
    return options.date or datetime.now(UTC).date().isoformat()


def client_settings(options: argparse.Namespace) -> ClientSettings:
    """How the services are asked; answers are kept for a day under build/ beside the docs folder."""
    from evidence.web.client import ClientSettings

    return ClientSettings(
        contact=options.contact, cache=options.docs.resolve().parent / "build" / "web-cache"
    )
