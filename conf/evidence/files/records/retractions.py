"""records/retractions.yaml: what the data on retractions said of each source, and when.

::

    azem-2020-ckd:
      status: corrected
      notice: 10.1000/the-notice
      checked: 2026-11-20
      note: The correction concerns the address of an author.

A source that is not listed was never checked. Unknown is not the same as ok.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.files.records.writer import write_record
from evidence.model import NOTICES, Location, Problem, Severity, SourceCheck, Unknown
from evidence.problems import bounded, did_you_mean, problem, shown
from evidence.text.dates import day
from evidence.text.yaml_tree import Mapping, Scalar, YamlError, load_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as Named
    from pathlib import Path

    from evidence.model import RetractionStatus, Study
    from evidence.text.yaml_tree import Node
    from evidence.vocabulary.vocabulary import Vocabulary

RULE = "retracted"
FILE = "records/retractions.yaml"
NOT_YET = "not-yet-checked"
FIELDS = ("status", "notice", "checked", "note")

_DOI = re.compile(r"10\.\d{4,9}/[^\s\\{}%]+", re.ASCII)

_Found = tuple[int, str, str]
"""A line, what is wrong there, and how to mend it."""


def read_retractions(
    raw: bytes, path: str, vocabulary: Vocabulary
) -> tuple[list[SourceCheck], list[Problem]]:
    """Read the file: a group of fields for each source, under its id.

    A source whose fields are not well formed is left out; every fault is a problem at its line.
    Any input gives problems, never an exception.
    """
    try:
        tree = load_tree(raw)
    except YamlError as fault:
        return [], [problem(RULE, path, fault.line, fault.message, fault.hint)]
    if not isinstance(tree, Mapping):
        return [], [
            problem(RULE, path, tree.line, "expected sources by their ids", "Write {} where none was checked")
        ]
    checks: list[SourceCheck] = []
    problems: list[Problem] = []
    for key, fields in tree.values.items():
        line = tree.key_lines[key]
        found = list(_faults(fields, line, vocabulary))
        problems += [problem(RULE, path, *fault) for fault in found]
        if not found and isinstance(fields, Mapping):
            texts = {name: value.text for name, value in fields.values.items() if isinstance(value, Scalar)}
            at, lines = Location(path, line), fields.key_lines
            checks.append(SourceCheck(key, texts["status"], at, lines, *map(texts.get, FIELDS[1:])))
    return checks, bounded(problems)


def _faults(fields: Node, line: int, vocabulary: Vocabulary) -> Iterator[_Found]:
    """What is wrong with the fields of one source."""
    if not isinstance(fields, Mapping):
        yield line, "expected status: and checked: under the id of the source", ""
        return
    for name, value in fields.values.items():
        fault = _fault_of(name, value, vocabulary)
        if fault:
            yield fields.key_lines[name], *fault
    status = fields.values.get("status")
    word = status.text if isinstance(status, Scalar) else ""
    if status is None:
        words = ", ".join(vocabulary.ids("source-status"))
        yield line, "the field status: is missing", f"Write one of: {words}"
    elif word != NOT_YET and "checked" not in fields.values:
        yield line, "the field checked: is missing", "Write the day on which the data were asked"
    if word in NOTICES and "notice" not in fields.values:
        yield line, "the field notice: is missing", "Write the DOI of the notice, or not-seen"


def _fault_of(name: str, value: Node, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """What is wrong with one field, and how to mend it."""
    if name not in FIELDS:
        return f"there is no field {shown(name)} here", did_you_mean(name, FIELDS)
    if not isinstance(value, Scalar) or not value.text.strip():
        return f"{name}: expected words", "Write them on one line, in quotes if need be"
    if name == "status" and not vocabulary.knows("source-status", value.text):
        known = vocabulary.ids("source-status")
        return f"unknown word {shown(value.text)} for status", did_you_mean(value.text, known)
    if name == "checked" and day(value.text) is None:
        return f"checked: {shown(value.text)} is no date", "Write it like 2026-11-23"
    if name == "notice" and value.text != Unknown.NOT_SEEN and not _DOI.fullmatch(value.text):
        return f"notice: {shown(value.text)} is no DOI", "Write it like 10.1000/example, or not-seen"
    return None


def never_checked(studies: Sequence[Study], checks: Sequence[SourceCheck], at: Location) -> Iterator[Problem]:
    """One note on all studies that were never compared with data on retractions."""
    checked = {check.key for check in checks if check.status != NOT_YET}
    missing = sorted({study.id for study in studies} - checked)
    if missing:
        message = f"{len(missing)} of {len(studies)} studies were never compared with data on retractions."
        yield Problem(RULE, Severity.NOTE, *at, message, f"The first is {missing[0]}.")


def checked_source(before: SourceCheck | None, key: str, found: RetractionStatus, today: str) -> SourceCheck:
    """The check of a source after it was asked about.

    Our own note on a notice stays while the notice is the same; for another notice it has to be
    written anew, and until then the checks ask for it.
    """
    has_notice = found.status not in {"ok", "unknown"}
    notice = (found.notice or Unknown.NOT_SEEN.value) if has_notice else None
    same = before is not None and (before.status, before.notice) == (found.status, notice)
    note = before.note if before and same else None
    at = before.at if before else Location("", 1)
    return SourceCheck(key, found.status, at, {}, notice, today, note)


def write_retractions(path: Path, checks: Named[str, SourceCheck]) -> None:
    """Write the file anew, source by source."""
    write_record(
        path,
        {
            key: {
                name: value
                for name in ("status", "notice", "checked", "note")
                if (value := getattr(checks[key], name)) is not None
            }
            for key in sorted(checks)
        },
    )
