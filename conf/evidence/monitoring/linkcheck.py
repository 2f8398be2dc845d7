"""What Sphinx's linkcheck wrote of each link: well, dead, moved, blocked, slow or down.

Identifiers (DOI, PubMed, trial registry) are passed over there, because publishers block programs; their
own services are asked in :mod:`.identifiers`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from evidence.files.records.links import LinkResult, LinkState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_GONE = re.compile(
    r"\b(404|410)\b|Anchor '|NameResolution|Name or service not known|nodename nor servname|getaddrinfo"
)
_SHUT = re.compile(r"\b(401|403|406|429|451|999)\b|captcha|unauthorized|rate.limited", re.IGNORECASE)
_LATE = re.compile(r"timed? ?out", re.IGNORECASE)
_FOR_GOOD = (301, 308)
"""Redirects that say: use the new address."""


def read_linkcheck(path: Path, parent: str) -> Iterator[LinkResult]:
    """The results of Sphinx's linkcheck that say something about a link, identifiers left out.

    ``parent`` goes before the file names, which linkcheck counts from the docs folder. Raises
    ValueError, with a message for people, where the file is no such result.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror or error}; run make linkcheck") from None
    for number, line in enumerate(lines, start=1):
        try:
            found = json.loads(line)
            status, address = str(found["status"]), str(found["uri"])
            place = f"{parent}/{found['filename']}", max(1, int(found["lineno"] or 1))
            code, said = int(found.get("code") or 0), str(found.get("info") or "")
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"{path}:{number}: no line of a linkcheck result") from None
        if not address.startswith(("http://", "https://")) or status in {"ignored", "unchecked", "local"}:
            continue
        yield LinkResult(address, *place, *_judged(status, code, said))


def ignored_addresses(path: Path, parent: str) -> Iterator[tuple[str, str, int]]:
    """Addresses that linkcheck passed over, with file and line: those of identifiers."""
    for line in path.read_text(encoding="utf-8").splitlines():
        found = json.loads(line)
        if found["status"] == "ignored" and str(found["uri"]).startswith("http"):
            yield str(found["uri"]), f"{parent}/{found['filename']}", max(1, int(found["lineno"] or 1))


def _judged(status: str, code: int, said: str) -> tuple[LinkState, str]:
    """The state of a link after what linkcheck wrote of it."""
    if status == "working":
        return LinkState.WELL, ""
    if status == "redirected":
        return (LinkState.MOVED, said) if code in _FOR_GOOD else (LinkState.WELL, "")
    if status == "timeout" or _LATE.search(said):
        return LinkState.SLOW, "no answer came in time"
    if status == "rate-limited" or _SHUT.search(said):
        return LinkState.BLOCKED, _short(said)
    return (LinkState.DEAD if _GONE.search(said) else LinkState.DOWN), _short(said)


def _short(said: str) -> str:
    """The server's words without the address, which is printed beside them."""
    return re.sub(r"\s*for url: \S+", "", " ".join(said.split()))[:160]
