"""statements.yaml: every statement in order, every fault of form at its line."""

from __future__ import annotations

import pytest

from checks.paths import SMALL_VOCABULARY
from evidence.files.statements import read_statements
from evidence.vocabulary.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary(SMALL_VOCABULARY)
PATH = "docs/statements.yaml"
GOOD = """\
- id: S01
  section: Introduction
  text: Calcification is a build-up of calcium salts.
  disposition: kept
  claims: [one-claim, other-claim]
  cite: [smith-2020]
- id: S02
  section: Introduction
  text: "The article says: many things follow."
  disposition: dropped
  claims: none
  reason: a lead-in
"""


def faults(text: str | bytes) -> list[tuple[int, str]]:
    raw = text.encode() if isinstance(text, str) else text
    return [(problem.line, str(problem)) for problem in read_statements(raw, PATH, VOCABULARY)[1]]


def test_statements_are_read_in_order() -> None:
    (first, second), found = read_statements(GOOD.encode(), PATH, VOCABULARY)
    assert found == []
    assert (first.id, first.claims, first.cite, first.reason) == (
        "S01", ("one-claim", "other-claim"), ("smith-2020",), None,
    )  # fmt: skip
    assert (first.lead_in, second.lead_in, second.claims, second.reason) == (False, True, (), "a lead-in")
    assert (first.at, second.at) == ((PATH, 1), (PATH, 7))
    assert second.line_of("disposition") == (PATH, 10)
    assert second.line_of("cite") == (PATH, 7)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("disposition: kept", "disposition: keept", 4, "Did you mean kept"),
        ("  disposition: kept\n", "", 1, "the field disposition: is missing"),
        ("id: S02", "id: S01", 7, "S01 stands twice, first on line 1"),
        ("id: S02", "id: s-two", 7, "expected S and its number"),
        ("claims: [one-claim, other-claim]", "claims: one-claim", 5, "claims: expected a list"),
        ("claims: [one-claim, other-claim]", "claims: [One Claim]", 5, "expected an id"),
        ("cite: [smith-2020]", "cite: none", 6, "cite: expected a list"),
        ("cite: [smith-2020]", "cites: [smith-2020]", 6, "Did you mean cite"),
        ("reason: a lead-in", "reason:", 12, "reason: expected words"),
        ("section: Introduction", "section: [a]", 2, "section: expected words"),
        ("- id: S01", "- x\n- id: S01", 1, "expected a statement"),
    ],
)
def test_a_fault_is_found_at_its_line(old: str, new: str, line: int, words: str) -> None:
    ((found, message),) = faults(GOOD.replace(old, new, 1))
    assert found == line
    assert words in message
    assert "statement-covered" in message


@pytest.mark.parametrize(
    "raw", [b"", b"\xff", b"id: S01", b"[" * 100_000, b"- {}", b"- []", b"- id: {}", b"- 'a"]
)
def test_no_input_makes_a_traceback(raw: bytes) -> None:
    assert faults(raw)


def test_an_empty_list_has_no_statements() -> None:
    assert read_statements(b"[]", PATH, VOCABULARY) == ([], [])
