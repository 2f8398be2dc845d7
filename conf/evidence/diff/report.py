"""A comparison as data: both sides with their counts, and every change in words.

Its JSON Schema follows from these types; ``evidence diff --schema`` prints it. The record of changes of
a handbook, docs/records/changes.yaml, keeps the same words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from evidence.diff.wording_changes import word_difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.export.records import EvidenceFile
    from evidence.model.changes import Change

FORMAT_VERSION = "1"
"""The version of this form; raised when a key changes its meaning."""
SCHEMA_ID = "urn:sphinx-evidence:evidence-diff:1"
COUNTED = ("claims", "studies", "caveats", "cards", "statements")


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Written):
    """Words that stayed (same), went (gone) or came (new)."""

    fate: Literal["same", "gone", "new"]
    text: str


class About(_Written):
    """What a change is about: an object of the handbook and where it stands."""

    kind: str
    id: str
    path: str
    line: int


class ChangeRecord(_Written):
    """A change: its kind, what it says, why it matters, and both texts, word by word where both are there."""

    kind: str
    heading: str
    about: About
    what: str
    why: str
    weakens: bool
    before: str
    after: str
    words: list[Words]


class SideRecord(_Written):
    """One side of the comparison: what it was called, and how many objects it has of each kind."""

    name: str
    counts: dict[str, int]


class Comparison(_Written):
    """The whole comparison. ``changes`` stand in the order in which they matter."""

    version: str
    old: SideRecord
    new: SideRecord
    weakened: int
    changes: list[ChangeRecord]


def comparison(
    changes: Sequence[Change], old: tuple[str, EvidenceFile], new: tuple[str, EvidenceFile]
) -> Comparison:
    """The record of a comparison; each side has a name."""
    return Comparison(
        version=FORMAT_VERSION,
        old=SideRecord(name=old[0], counts=counts(old[1])),
        new=SideRecord(name=new[0], counts=counts(new[1])),
        weakened=sum(change.weakens for change in changes),
        changes=[_change(change) for change in changes],
    )


def counts(evidence: EvidenceFile) -> dict[str, int]:
    """How many objects of each kind there are."""
    return {name: len(getattr(evidence, name)) for name in COUNTED}


def _change(change: Change) -> ChangeRecord:
    kind, about = change.kind, change.subject
    pieces = word_difference(change.before, change.after) if change.before and change.after else ()
    return ChangeRecord(
        kind=kind.value,
        heading=kind.heading,
        about=About(kind=about.kind, id=about.id, path=about.at.path, line=about.at.line),
        what=change.what,
        why=kind.why,
        weakens=change.weakens,
        before=change.before,
        after=change.after,
        words=[Words(fate=piece.fate, text=piece.text) for piece in pieces],
    )


def to_json(record: Comparison) -> str:
    """The comparison as JSON."""
    return json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a comparison."""
    schema = Comparison.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID, **schema}
