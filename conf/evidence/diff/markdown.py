"""A comparison as Markdown, for a terminal, a pull request or the summary of a check."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.diff.outline import NO_CHANGE, outline, summary
from evidence.model.changes import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.diff.report import ChangeRecord, Comparison

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#|~!&@$])|(?<=[A-Za-z])(:)(?=//)|(?<=www)(\.)", re.IGNORECASE)


def to_markdown(record: Comparison) -> str:
    """The comparison as Markdown; texts of the handbook are escaped, so that they can draw nothing."""
    return "\n".join(_lines(record)).rstrip() + "\n"


def _lines(record: Comparison) -> Iterator[str]:
    if not record.changes:
        yield f"# {NO_CHANGE}"
        yield ""
        yield f"{_code(record.old.name)} and {_code(record.new.name)} hold the same evidence."
        return
    yield "# What changed in the evidence"
    yield ""
    yield f"From {_code(record.old.name)} to {_code(record.new.name)}: {summary(record)}"
    for part in outline(record):
        yield f"\n## {part.title}\n"
        if part.lead:
            yield f"{part.lead}\n"
        for group in part.groups:
            yield f"### {group.heading}\n"
            yield f"{group.why}\n"
            for change in group.changes:
                yield from _change(change)
            yield ""


def _change(change: ChangeRecord) -> Iterator[str]:
    place = f"{change.about.path}:{change.about.line}"
    about = f"**{SUBJECTS[change.about.kind]} {_code(change.about.id)}** ({_code(place)})"
    yield f"- {about}: {_escaped(change.what)}"
    if change.words:
        yield f"  > {' '.join(_piece(piece.fate, piece.text) for piece in change.words)}"
    elif change.before or change.after:
        yield f"  > {_escaped(change.before or change.after)}"


def _piece(fate: str, text: str) -> str:
    marks = {"gone": "~~", "new": "**"}.get(fate, "")
    return f"{marks}{_escaped(text)}{marks}"


def _escaped(text: str) -> str:
    """Text on one line, none of it read as Markdown, HTML or an address."""
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))


def _code(text: str) -> str:
    return f"`{' '.join(text.replace('`', chr(39)).split())}`"
