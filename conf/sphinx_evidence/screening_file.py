"""Reading records/searches.yaml and records/screening.yaml: what is searched for, and what was found.

::

    vascular-calcification:              "41000001":
      query: magnesium AND calcification   decision: new
      since: 2026-11-23                    title: A title
      run: not-yet                         found: 2026-12-01
      hits: not-seen                       by: [vascular-calcification]

A search belongs to the evidence card of its name. A person decides on a found record by editing the
one word behind ``decision:``; the words stand in the vocabulary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fault import bounded, problem, shown, suggestion
from .model import Location, ScreenedRecord, Search
from .retraction_file import day
from .yaml_tree import Mapping, Scalar, Sequence, YamlProblem, load_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .model import Problem
    from .vocabulary import Vocabulary
    from .yaml_tree import Node

RULE = "record-form"
SEARCHES = "records/searches.yaml"
SCREENING = "records/screening.yaml"
NOT_YET = "not-yet"
NEW, INCLUDED = "new", "included"
"""The decisions that exclude nothing; any other word of the vocabulary is a reason to exclude."""

_SEARCH = {"query": True, "since": True, "run": True, "hits": True}
_SCREENED = {
    "decision": True, "title": True, "found": True, "by": True,
    "journal": False, "year": False, "type": False, "doi": False,
}  # fmt: skip
"""The fields, and whether one is required."""

_Found = tuple[int, str, str]
"""A line, what is wrong there, and how to mend it."""


def read_searches(raw: bytes, path: str) -> tuple[list[Search], list[Problem]]:
    """The searches of PubMed, in the order of the file. Any input gives problems, never an exception."""
    found, problems = _read(raw, path, _SEARCH, _search_fault)
    searches = [
        Search(
            key, texts["query"], texts["since"], at,
            run=None if texts["run"] == NOT_YET else texts["run"],
            hits=int(texts["hits"]) if texts["hits"].isdigit() else None,
        )
        for key, at, texts, _ in found
    ]  # fmt: skip
    return searches, problems


def read_screening(
    raw: bytes, path: str, vocabulary: Vocabulary
) -> tuple[list[ScreenedRecord], list[Problem]]:
    """The records that searches found, by PubMed number. Any input gives problems, never an exception."""
    found, problems = _read(raw, path, _SCREENED, lambda name, text: _record_fault(name, text, vocabulary))
    records = [
        ScreenedRecord(
            key, texts["decision"], texts["title"], texts["found"], by, at,
            *(texts.get(name, "") for name in ("journal", "year", "type", "doi")),
        )
        for key, at, texts, by in found
    ]  # fmt: skip
    return records, problems


_Entry = tuple[str, Location, dict[str, str], tuple[str, ...]]
"""Key, place, words of the fields, and the searches that found it."""


def _read(
    raw: bytes, path: str, fields: dict[str, bool], fault_of: Callable[[str, str], tuple[str, str] | None]
) -> tuple[list[_Entry], list[Problem]]:
    try:
        tree = load_tree(raw)
    except YamlProblem as fault:
        return [], [problem(RULE, path, fault.line, fault.message, fault.mend)]
    if not isinstance(tree, Mapping):
        return [], [problem(RULE, path, tree.line, "expected entries by their names", "Write {} for none")]
    entries: list[_Entry] = []
    problems: list[Problem] = []
    for key, value in tree.values.items():
        line = tree.key_lines[key]
        faults = list(_faults(value, line, fields, fault_of))
        problems += [problem(RULE, path, *fault) for fault in faults]
        if not faults and isinstance(value, Mapping):
            texts = {name: node.text for name, node in value.values.items() if isinstance(node, Scalar)}
            by = value.values.get("by")
            items = by.items if isinstance(by, Sequence) else [by] if by else []
            names = tuple(item.text for item in items if isinstance(item, Scalar))
            entries.append((key, Location(path, line), texts, names))
    return entries, bounded(problems)


def _faults(
    value: Node, line: int, fields: dict[str, bool], fault_of: Callable[[str, str], tuple[str, str] | None]
) -> Iterator[_Found]:
    if not isinstance(value, Mapping):
        yield line, f"expected the fields {', '.join(fields)} here", ""
        return
    for name, required in fields.items():
        if required and name not in value.values:
            yield line, f"the field {name}: is missing", ""
    for name, node in value.values.items():
        at = value.key_lines[name]
        if name not in fields:
            yield at, f"there is no field {shown(name)} here", suggestion(name, fields)
        elif name == "by":
            continue
        elif not isinstance(node, Scalar) or not node.text.strip():
            yield at, f"{name}: expected words", "Write them on one line, in quotes if need be"
        elif fault := fault_of(name, node.text):
            yield at, *fault


def _search_fault(name: str, text: str) -> tuple[str, str] | None:
    if name in {"since", "run"} and day(text) is None and not (name == "run" and text == NOT_YET):
        return f"{name}: {shown(text)} is no date", "Write it like 2026-11-23"
    if name == "hits" and not text.isdigit() and text != "not-seen":
        return f"hits: {shown(text)} is no number", "Write a number, or not-seen"
    return None


def _record_fault(name: str, text: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    if name == "decision" and not vocabulary.knows("screening", text):
        return f"unknown word {shown(text)} for decision", suggestion(text, vocabulary.ids("screening"))
    if name == "found" and day(text) is None:
        return f"found: {shown(text)} is no date", "Write it like 2026-11-23"
    return None
