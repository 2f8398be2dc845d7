"""records/links.yaml: the days on which a link failed, and the hosts known to turn programs away.

::

    known-blocks:
      - host: www.example.org
        reason: answers 403 to programs, opens in a browser
        until: 2027-06-01
    failures:
      https://www.example.org/page:
        days: [2026-11-20, 2026-11-21]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..retraction_file import day
from ..yaml_tree import YamlProblem, load_tree, plain
from .link_states import LinkResult, LinkState
from .record_files import write_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

FILE = "records/links.yaml"
DEAD_AFTER = 3
"""Days on which a link has to fail before it is called dead: servers have bad days."""

_FAILING = {LinkState.DEAD, LinkState.DOWN, LinkState.SLOW}


@dataclass(frozen=True, slots=True)
class KnownBlock:
    """A host that turns programs away, why we think so, and until when we do."""

    host: str
    reason: str
    until: date


@dataclass(slots=True)
class LinkLock:
    """What is remembered of links between runs."""

    blocks: list[KnownBlock] = field(default_factory=list)
    failures: dict[str, list[str]] = field(default_factory=dict)
    """The days on which a link failed, one after the other; a link that answers is forgotten."""

    def remember(self, results: Iterable[LinkResult], today: str) -> None:
        """Add a day to each link that failed; forget those that answered, or stand nowhere any more."""
        failed = {result.address for result in results if result.state in _FAILING}
        self.failures = {
            address: sorted({*self.failures.get(address, ()), today}) for address in sorted(failed)
        }

    def is_dead(self, result: LinkResult) -> bool:
        """Whether a link failed on enough days, the last of them now."""
        return result.state in _FAILING and len(self.failures.get(result.address, ())) >= DEAD_AFTER

    def block_of(self, result: LinkResult, today: str) -> KnownBlock | None:
        """The entry that explains why a link is blocked, unless it has run out."""
        host = urlsplit(result.address).hostname
        now = day(today)
        return next((b for b in self.blocks if b.host == host and now is not None and now <= b.until), None)


def read_links(path: Path) -> LinkLock:
    """Read the file; an absent one is an empty one.

    Raises ValueError, with file, line and what was expected, where it cannot be used.
    """
    if not path.is_file():
        return LinkLock()
    raw = path.read_bytes()
    try:
        data = plain(load_tree(raw))
    except YamlProblem as fault:
        raise ValueError(f"{path}:{fault.line}: {fault.message} {fault.mend}".rstrip()) from None
    if not isinstance(data, dict) or not {"known-blocks", "failures"} >= set(data):
        raise ValueError(f"{path}:1: expected known-blocks: and failures:")
    return LinkLock(_blocks(data.get("known-blocks"), path), _failures(data.get("failures"), path))


def _blocks(data: object, path: Path) -> list[KnownBlock]:
    blocks = []
    for entry in data if isinstance(data, list) else ():
        until = day(str(entry.get("until"))) if isinstance(entry, dict) else None
        if until is None or not entry.get("host") or not entry.get("reason"):
            raise ValueError(f"{path}: each of known-blocks: needs host:, reason: and until: with a day")
        blocks.append(KnownBlock(str(entry["host"]), str(entry["reason"]), until))
    return blocks


def _failures(data: object, path: Path) -> dict[str, list[str]]:
    failures = {}
    for address, entry in data.items() if isinstance(data, dict) else ():
        days = entry.get("days") if isinstance(entry, dict) else None
        if not isinstance(days, list) or any(day(str(one)) is None for one in days):
            raise ValueError(f"{path}: {address} needs days: with the days on which it failed")
        failures[str(address)] = [str(one) for one in days]
    return failures


def write_links(lock: LinkLock, path: Path) -> None:
    """Write the file anew; the comment at its head stays."""
    blocks = [{"host": b.host, "reason": b.reason, "until": b.until.isoformat()} for b in lock.blocks]
    failures = {address: {"days": days} for address, days in lock.failures.items()}
    write_record(path, {"known-blocks": blocks, "failures": failures})
