"""Reading records/changes.yaml: what changed in the evidence, entry by entry, the oldest first.

::

    - date: 2026-11-23
      title: First publication
      counts: {claims: 4, studies: 4}
      changes:
      - kind: caveat-dropped
        about: claim
        id: slower-in-rats
        what: The caveat "Animals are not people" was dropped.
        weakens: true

``evidence diff --record`` writes it. No build reads git or the clock: what is not recorded here is not
told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.files.records import fields as record_file
from evidence.files.records.fields import RULE, FieldForm
from evidence.model import ChangeEntry, Location, Problem, RecordedChange
from evidence.model.changes import SUBJECTS, Kind
from evidence.problems import bounded, problem
from evidence.text.yaml_tree import Mapping, Sequence, YamlError, load_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.text.yaml_tree import Node

FILE = "records/changes.yaml"

_ENTRY = {
    "date": FieldForm(record_file.date),
    "title": FieldForm(record_file.words),
    "counts": FieldForm(
        record_file.mapping_of(record_file.matching(re.compile(r"0|[1-9]\d{0,8}"), "a number"))
    ),
    "changes": FieldForm(record_file.listed),
}
_CHANGE = {
    "kind": FieldForm(record_file.one_of([kind.value for kind in Kind])),
    "about": FieldForm(record_file.one_of(list(SUBJECTS))),
    "id": FieldForm(record_file.words),
    "what": FieldForm(record_file.words),
    "weakens": FieldForm(record_file.one_of(("true", "false"))),
    "before": FieldForm(record_file.words, needed=False),
    "after": FieldForm(record_file.words, needed=False),
}


def read_history(raw: bytes, path: str) -> tuple[list[ChangeEntry], list[Problem]]:
    """The entries of the file, those left out that are not well formed, and a problem for each fault.

    Any input gives problems, never an exception.
    """
    try:
        tree = load_tree(raw)
    except YamlError as fault:
        return [], [problem(RULE, path, fault.line, fault.message, fault.hint)]
    if not isinstance(tree, Sequence):
        hint = "Write [] where none was recorded"
        return [], [problem(RULE, path, tree.line, "expected a list of entries", hint)]
    entries: list[ChangeEntry] = []
    found: list[record_file.Found] = []
    for item in tree.items:
        wrong = list(_faults(item))
        if not wrong and entries and record_file.text_of(_mapping(item), "date") < entries[-1].date:
            wrong = [(item.line, "this entry is older than the one above it", "Put the oldest first")]
        found += wrong
        if not wrong:
            entries.append(_entry(_mapping(item), Location(path, item.line)))
    return entries, bounded([problem(RULE, path, *fault) for fault in found])


def _faults(item: Node) -> Iterator[record_file.Found]:
    yield from record_file.faults(item, _ENTRY, item.line, "an entry")
    changes = item.values.get("changes") if isinstance(item, Mapping) else None
    for change in changes.items if isinstance(changes, Sequence) else ():
        yield from record_file.faults(change, _CHANGE, change.line, "a change")


def _entry(item: Mapping, at: Location) -> ChangeEntry:
    counts, changes = _mapping(item.values["counts"]), item.values["changes"]
    return ChangeEntry(
        date=record_file.text_of(item, "date"),
        title=record_file.text_of(item, "title"),
        counts={name: int(record_file.text_of(counts, name)) for name in counts.values},
        changes=tuple(map(_change, changes.items if isinstance(changes, Sequence) else ())),
        at=at,
    )


def _change(item: Node) -> RecordedChange:
    fields = _mapping(item)
    kind, about, name, what, before, after = (
        record_file.text_of(fields, key) for key in ("kind", "about", "id", "what", "before", "after")
    )
    weakens = record_file.text_of(fields, "weakens") == "true"
    return RecordedChange(kind, about, name, what, weakens, before, after)


def _mapping(node: Node) -> Mapping:
    assert isinstance(node, Mapping)  # noqa: S101  (its form was looked at)
    return node
