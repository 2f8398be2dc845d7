"""Reading records/reviews.yaml: who reviewed which claim, and the state of the claim on that day.

::

    slower-in-one-trial:
      by: A name
      role: clinician
      date: 2026-11-23
      certainty: low
      text: 0123456789abcdef
      tags: 0123456789abcdef
      studies:
        mini-trial-2001: 0123456789abcdef

``evidence review`` writes it. A claim that is not listed was never reviewed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.files.records import fields as record_file
from evidence.files.records.fields import RULE, FieldForm
from evidence.model import ROLES, Location, Problem, Review, ReviewRecord, Stamp
from evidence.problems import bounded, problem
from evidence.text.yaml_tree import Mapping, YamlError, load_tree

if TYPE_CHECKING:
    from evidence.text.yaml_tree import Node

FILE = "records/reviews.yaml"

_FINGERPRINT = record_file.matching(re.compile(r"[0-9a-f]{16}"), "a fingerprint of 16 signs")
_FORMS = {
    "by": FieldForm(record_file.words),
    "role": FieldForm(record_file.one_of(ROLES)),
    "date": FieldForm(record_file.date),
    "certainty": FieldForm(record_file.words),
    "text": FieldForm(_FINGERPRINT),
    "tags": FieldForm(_FINGERPRINT),
    "studies": FieldForm(record_file.mapping_of(_FINGERPRINT)),
}


def read_reviews(raw: bytes, path: str) -> tuple[ReviewRecord, list[Problem]]:
    """The reviews in the file, those left out that are not well formed, and a problem for each fault.

    Any input gives problems, never an exception.
    """
    at = Location(path, 1)
    try:
        tree = load_tree(raw)
    except YamlError as fault:
        return ReviewRecord((), at), [problem(RULE, path, fault.line, fault.message, fault.hint)]
    if not isinstance(tree, Mapping):
        hint = "Write {} where none was reviewed"
        return ReviewRecord((), at), [problem(RULE, path, tree.line, "expected claims by their ids", hint)]
    reviews: list[Review] = []
    problems: list[Problem] = []
    for claim, fields in tree.values.items():
        line = tree.key_lines[claim]
        found = list(record_file.faults(fields, _FORMS, line, "a review"))
        problems += [problem(RULE, path, *fault) for fault in found]
        if not found:
            reviews.append(_review(claim, fields, Location(path, line)))
    return ReviewRecord(tuple(reviews), at), bounded(problems)


def _review(claim: str, fields: Node, at: Location) -> Review:
    assert isinstance(fields, Mapping)  # noqa: S101  (its form was looked at)
    studies = fields.values["studies"]
    assert isinstance(studies, Mapping)  # noqa: S101  (its form was looked at)
    text, tags, certainty, by, role, date = (
        record_file.text_of(fields, name) for name in ("text", "tags", "certainty", "by", "role", "date")
    )
    fingerprints = {study: record_file.text_of(studies, study) for study in studies.values}
    return Review(claim, by, role, date, Stamp(text, tags, certainty, fingerprints), at)
