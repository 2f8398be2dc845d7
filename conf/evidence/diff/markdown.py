"""A comparison as Markdown, for a terminal, a pull request or the summary of a check.

Changes of one kind stand together, weakened safeguards first.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from evidence.model.changes import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.diff.report import ChangeRecord, Comparison

NO_CHANGE = "No change in the evidence"
_PARTS = (
    ("Weakened safeguards", "Look at these first: readers are warned less, or told more, than before.", True),
    ("Other changes", "", False),
)
"""Title and first sentence of a part, and whether its changes weaken a safeguard."""
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
    yield f"From {_code(record.old.name)} to {_code(record.new.name)}: {_summary(record)}"
    for title, lead, weakens in _PARTS:
        changes = [change for change in record.changes if change.weakens is weakens]
        if not changes:
            continue
        yield f"\n## {title}\n"
        if lead:
            yield f"{lead}\n"
        for (heading, why), group in groupby(changes, key=lambda change: (change.heading, change.why)):
            yield f"### {heading}\n"
            yield f"{why}\n"
            for change in group:
                yield from _change(change)
            yield ""


def _summary(record: Comparison) -> str:
    """How many changes there are, and what became of the numbers of objects."""
    number = len(record.changes)
    weakened = f"{record.weakened} of them" if number > 1 else "it"
    verb = "weakens" if record.weakened == 1 or number == 1 else "weaken"
    safeguards = f"{weakened} {verb} a safeguard" if record.weakened else "none weakens a safeguard"
    moved = [
        f"{name} {record.old.counts[name]} → {record.new.counts[name]}"
        for name in record.new.counts
        if record.old.counts.get(name) != record.new.counts[name]
    ]
    numbers = f" {'; '.join(moved).capitalize()}." if moved else ""
    return f"{number} change{'' if number == 1 else 's'}; {safeguards}.{numbers}"


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
