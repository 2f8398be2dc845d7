"""Comments in study files that allow an exception from a rule: what they cover, what is wrong with them."""

from __future__ import annotations

import pytest

from evidence.files.studies.reader import study_allowances

PATH = "docs/studies/smith-2020.yaml"
ALLOWED = """\
# evidence: allow study-schema -- a first reason
id: smith-2020
results:
  # evidence: allow statistics-consistent -- the interval is exact
  # any other comment
  - id: cac
    effect:
      low: 1
  - id: harm
notes: |
  # evidence: allow study-schema -- this is text
"""


def test_an_allowance_covers_the_next_key_and_what_is_under_it() -> None:
    allowances, found = study_allowances(ALLOWED.encode(), PATH)
    assert found == []
    assert [(a.rule, a.reason, a.at, a.first, a.last) for a in allowances] == [
        ("study-schema", "a first reason", (PATH, 1), 2, 2),
        ("statistics-consistent", "the interval is exact", (PATH, 4), 6, 8),
    ]


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("# evidence: allow study-schema", "cannot read"),
        ("# evidence: allow study-schema --", "cannot read"),
        ("# evidence: allow -- because", "cannot read"),
        ("# evidence: allow a, b -- because", "cannot read"),
        ("# evidence: alow study-schema -- because", "cannot read"),
        ("# evidence: allow study-schema -- because\n", "no key follows"),
        ("# evidence: allow study-schema -- because\n\nnotes: x", "no key follows"),
    ],
)
def test_a_bad_allowance_is_a_problem(comment: str, words: str) -> None:
    allowances, found = study_allowances(f"id: a\n{comment}\n".encode(), PATH)
    assert allowances == []
    assert [(problem.rule, problem.line, words in problem.message) for problem in found] == [
        ("allowance", 2, True)
    ]


def test_a_file_that_cannot_be_read_has_no_allowances() -> None:
    assert study_allowances(b"\xff", PATH) == ([], [])
