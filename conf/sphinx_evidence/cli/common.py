"""What the commands share: exit codes, misuse, and finding and reading the handbook that is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from sphinx_evidence.build.read_handbook import Reading

CLEAN, FAULTY, MISUSED = 0, 1, 2
"""Exit codes: no error; at least one error; the command was used wrongly."""


class UsageError(UserError):
    """The command cannot do what was asked; the message says why."""


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
    from sphinx_evidence.build.read_handbook import HandbookError, read_handbook

    cache = docs.parent / "build" / "check"
    try:
        return read_handbook(docs, conf or docs.parent / "conf", cache, today, paths)
    except HandbookError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise UsageError(f"{error.filename or cache}: {error.strerror or error}") from None


def known_day(text: str, option: str = "--today") -> None:
    """Refuse what is no date; no check reads the clock."""
    from evidence.text.dates import day

    if text and day(text) is None:
        raise UsageError(f"{option}: {text!r} is no date; write it like 2026-11-23")
