"""What a contributed file may not hold: markup where words stand, addresses a browser would run.

Pages are judged by :mod:`.guarded_pages`, which knows their markup; here are the judgements
that pages share with study files, statements, bibliography and images.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from evidence.problems import problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from evidence.model import Problem

RULE = "forbidden-construct"

AS_WORDS = "Write it in words"

_MARKUP = re.compile(r"<(?:[!?]|/?[a-z][a-z0-9:-]*(?=[\s/>]|$))|\b(?:java|vb)script\s*:", re.IGNORECASE)
"""The beginning of a tag, a comment or a declaration. A "<" before a number or a space is none."""

_BLANKS = re.compile(r"[\x00-\x20\x7f]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OPENED_BY_READERS = frozenset({"https", "http", "mailto"})
"""Kinds of address that a link may have."""


def scheme_of(address: str) -> str:
    """The scheme of an address as a browser reads it, blanks left out; empty where it has none."""
    found = _SCHEME.match(_BLANKS.sub("", unquote(address)))
    return found[1].lower() if found else ""


def may_be_linked(address: str) -> bool:
    """Whether a link to an address opens a page, and nothing else."""
    return scheme_of(address) in {"", *_OPENED_BY_READERS}


def markup_in(text: str) -> str | None:
    """The first piece of HTML, or of an address that runs code, in words that are shown as they are."""
    found = _MARKUP.search(text)
    return found[0] if found else None


def faults_in_fields(raw: bytes, path: str) -> Iterator[Problem]:
    """HTML in a YAML file, line by line; it is shown as words and does nothing. Comments are free."""
    for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), start=1):
        found = None if line.lstrip().startswith("#") else markup_in(line)
        if found:
            yield problem(RULE, path, number, f"{shown(found)} is markup, and a field holds words", AS_WORDS)


def symbolic_links(docs: Path) -> list[Path]:
    """Every symbolic link in a folder, none of them followed."""
    found: list[Path] = []
    for folder, folders, files in os.walk(docs, followlinks=False):
        here = docs.__class__(folder)
        found += [here / name for name in (*folders, *files) if (here / name).is_symlink()]
    return sorted(found)


def link_problems(links: Iterable[Path], docs: Path) -> Iterator[Problem]:
    """The symbolic links of the handbook as problems."""
    for link in links:
        path = link.relative_to(docs.parent).as_posix()
        yield problem(RULE, path, 1, "this is a symbolic link, and is not read", "Put the file itself here")


def own_file(path: Path, docs: Path) -> bool:
    """Whether a path is a file in the docs folder that no symbolic link leads to or from."""
    return path.is_file() and path.resolve() == path and path.is_relative_to(docs)
