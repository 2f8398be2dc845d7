"""records/links.yaml: the days on which a link failed, and the hosts known to turn programs away.

::

    known-blocks:
      - host: www.example.org
        reason: answers 403 to programs, opens in a browser
        until: 2027-06-01
    failures:
      https://www.example.org/page:
        days: [2026-11-20, 2026-11-21]

People write the hosts, ``evidence links`` the failures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from evidence.files.records import RecordError
from evidence.files.records import fields as record_file
from evidence.files.records.fields import RULE, FieldForm
from evidence.files.records.writer import write_record
from evidence.problems import bounded, did_you_mean, problem, shown
from evidence.text.dates import day
from evidence.text.yaml_tree import Mapping, Scalar, Sequence, YamlError, load_tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from evidence.model import Problem
    from evidence.text.yaml_tree import Node

FILE = "records/links.yaml"
BLOCKS, FAILURES = "known-blocks", "failures"


class KnownBlock(NamedTuple):
    """A host that turns programs away, why we think so, and until when we do."""

    host: str
    reason: str
    until: date


class LinkState(StrEnum):
    """What became of a link. ``dead``: the page or name is gone; ``down``: the server has a fault."""

    WELL = "well"
    DEAD = "dead"
    MOVED = "moved"
    BLOCKED = "blocked"
    SLOW = "slow"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class LinkResult:
    """A link, where it stands, what became of it, and what the server said (or the new address)."""

    address: str
    path: str
    line: int
    state: LinkState
    said: str = ""


DEAD_AFTER = 3
"""Days on which a link has to fail before it is called dead: servers have bad days."""

_FAILING = {LinkState.DEAD, LinkState.DOWN, LinkState.SLOW}


@dataclass(slots=True)
class LinkRecord:
    """What the file says: known hosts, and for each link that failed its days (2026-11-23)."""

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


def read_links(raw: bytes, path: str) -> tuple[LinkRecord, list[Problem]]:
    """What is well formed in the file, and a problem for each fault.

    Any input gives problems, never an exception.
    """
    record = LinkRecord()
    try:
        tree = load_tree(raw)
    except YamlError as fault:
        return record, [problem(RULE, path, fault.line, fault.message, fault.hint)]
    if not isinstance(tree, Mapping):
        return record, [problem(RULE, path, tree.line, f"expected {BLOCKS}: and {FAILURES}:", _EMPTY)]
    found = [
        (
            tree.key_lines[name],
            f"there is no field {shown(name)} here",
            did_you_mean(name, (BLOCKS, FAILURES)),
        )
        for name in tree.values
        if name not in {BLOCKS, FAILURES}
    ]
    found += _read_blocks(tree, record)
    found += _read_failures(tree, record)
    return record, bounded([problem(RULE, path, *fault) for fault in found])


def _read_blocks(tree: Mapping, record: LinkRecord) -> Iterator[record_file.Found]:
    listed = tree.values.get(BLOCKS, Sequence(1, 1))
    if not isinstance(listed, Sequence):
        yield tree.key_lines[BLOCKS], f"{BLOCKS}: expected a list of hosts", "Write [] where there is none"
        return
    for item in listed.items:
        wrong = list(record_file.faults(item, _BLOCK, item.line, "a host"))
        yield from wrong
        if not wrong and isinstance(item, Mapping):
            host, reason, until = (record_file.text_of(item, name) for name in _BLOCK)
            record.blocks.append(KnownBlock(host, reason, date.fromisoformat(until)))


def _read_failures(tree: Mapping, record: LinkRecord) -> Iterator[record_file.Found]:
    links = tree.values.get(FAILURES, Mapping(1, 1))
    if not isinstance(links, Mapping):
        yield (
            tree.key_lines[FAILURES], f"{FAILURES}: expected links with their days",
            "Write {} where there is none",
        )  # fmt: skip
        return
    for address, fields in links.values.items():
        wrong = list(record_file.faults(fields, _FAILURE, links.key_lines[address], "a link that failed"))
        yield from wrong
        days = fields.values["days"] if not wrong and isinstance(fields, Mapping) else None
        if isinstance(days, Sequence):
            record.failures[address] = [item.text for item in days.items if isinstance(item, Scalar)]


def _host(node: Node) -> tuple[str, str] | None:
    """The name of a host, without the rest of an address."""
    if isinstance(node, Scalar) and re.fullmatch(r"[a-z0-9.-]+", node.text):
        return None
    return "expected the name of a host in lower case", "Write it like www.example.org, without https://"


def _days(node: Node) -> tuple[str, str] | None:
    """One or more days."""
    if not isinstance(node, Sequence) or not node.items:
        return "expected the days on which the link failed", "Write them like [2026-11-20, 2026-11-21]"
    return next((found for found in map(record_file.date, node.items) if found), None)


_EMPTY = f"Write {BLOCKS}: [] and {FAILURES}: {{}} where there is none"
_BLOCK = {
    "host": FieldForm(_host),
    "reason": FieldForm(record_file.words),
    "until": FieldForm(record_file.date),
}
_FAILURE = {"days": FieldForm(_days)}


def load_links(docs: Path) -> LinkRecord:
    """What docs/records/links.yaml remembers; an absent file nothing.

    Raises RecordError, with file, line and what was expected, where it cannot be used.
    """
    path = docs / FILE
    if not path.is_file():
        return LinkRecord()
    record, problems = read_links(path.read_bytes(), str(path))
    if problems:
        raise RecordError(str(problems[0]))
    return record


def write_links(record: LinkRecord, docs: Path) -> None:
    """Write docs/records/links.yaml anew; the comment at its head stays."""
    blocks = [{"host": b.host, "reason": b.reason, "until": b.until.isoformat()} for b in record.blocks]
    failures = {address: {"days": days} for address, days in record.failures.items()}
    write_record(docs / FILE, {BLOCKS: blocks, FAILURES: failures})
