"""What became of the links, as a table, as workflow commands of the forge, or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from evidence.files.records.links import DEAD_AFTER, LinkState
from evidence.text.annotations import workflow_command
from evidence.text.markdown_words import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.files.records.links import LinkRecord, LinkResult


def as_json(bad: Sequence[LinkResult], record: LinkRecord, today: str) -> str:
    """One object for each link that did not answer as it should."""
    rows = [
        {
            "address": link.address, "path": link.path, "line": link.line, "state": link.state,
            "said": link.said, "dead": record.is_dead(link),
            "failed_on": record.failures.get(link.address, []),
            "known_block": (block.reason if (block := record.block_of(link, today)) else None),
        }
        for link in bad
    ]  # fmt: skip
    return json.dumps(rows, indent=1, ensure_ascii=False)


def as_workflow_commands(bad: Sequence[LinkResult], record: LinkRecord, today: str) -> str:
    """A line for each link, shown by the forge where it stands; only a dead link is an error."""
    return "\n".join(
        workflow_command(
            "error" if record.is_dead(link) else "notice", link.path, link.line, f"link {link.state}",
            f"{link.address} {verdict(link, record, today)}",
        )
        for link in bad
    )  # fmt: skip


def as_table(bad: Sequence[LinkResult], record: LinkRecord, today: str, total: int) -> str:
    """A sentence and, where there is something to look at, a table in Markdown."""
    lines = [f"External links looked at on {today}: {total}; that did not answer as they should: {len(bad)}."]
    if bad:
        lines += ["", "| where | link | state | what was said |", "|---|---|---|---|"]
    for link in bad:
        cells = (f"{link.path}:{link.line}", link.address, link.state, verdict(link, record, today))
        lines.append(f"| {' | '.join(map(escape_markdown, cells))} |")
    return "\n".join(lines)


def verdict(link: LinkResult, record: LinkRecord, today: str) -> str:
    """What to do about a link, in words."""
    days = len(record.failures.get(link.address, ()))
    if link.state is LinkState.MOVED:
        return f"use the new address {link.said}"
    if link.state is LinkState.BLOCKED:
        block = record.block_of(link, today)
        return (
            f"known: {block.reason} (until {block.until})" if block else f"{link.said}; look with a browser"
        )
    if record.is_dead(link):
        return f"{link.said}; failed on {days} days: replace or delete it"
    return f"{link.said}; failed on {days} of {DEAD_AFTER} days that make it dead"
