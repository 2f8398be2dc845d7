"""What is remembered of links from run to run, in records/links.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from evidence.files.records.link_states import LinkResult, LinkState
from evidence.files.records.links import BLOCKS, FAILURES, FILE, KnownBlock, read_links
from evidence.files.records.retractions import day
from evidence.files.records.writer import write_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DEAD_AFTER = 3
"""Days on which a link has to fail before it is called dead: servers have bad days."""

_FAILING = {LinkState.DEAD, LinkState.DOWN, LinkState.SLOW}


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


def load_links(docs: Path) -> LinkLock:
    """What docs/records/links.yaml remembers; an absent file nothing.

    Raises ValueError, with file, line and what was expected, where it cannot be used.
    """
    path = docs / FILE
    if not path.is_file():
        return LinkLock()
    record, problems = read_links(path.read_bytes(), str(path))
    if problems:
        raise ValueError(str(problems[0]))
    return LinkLock(*record)


def keep_links(lock: LinkLock, docs: Path) -> None:
    """Write docs/records/links.yaml anew; the comment at its head stays."""
    blocks = [{"host": b.host, "reason": b.reason, "until": b.until.isoformat()} for b in lock.blocks]
    failures = {address: {"days": days} for address, days in lock.failures.items()}
    write_record(docs / FILE, {BLOCKS: blocks, FAILURES: failures})
