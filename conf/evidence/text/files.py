"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def write_atomically(path: Path, text: str | Iterable[str]) -> None:
    """Write a file, its text or the pieces of it, so that nobody ever sees half of it.

    Raises OSError, which names the file itself and not the temporary one.
    """
    try:
        _write_beside(path, [text] if isinstance(text, str) else text)
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def _write_beside(path: Path, pieces: Iterable[str]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.writelines(pieces)
        os.chmod(name, 0o644)  # noqa: PTH101  (the name of a file we just made)
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise
