"""Running the rules: chosen ones alone, allowances, and problems in one order."""

from __future__ import annotations

import pytest

from checks.paths import SMALL_VOCABULARY
from evidence.model import Allowance, BibliographyEntry, Handbook, Location, Page
from evidence.rules.judge import judge
from evidence.vocabulary.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary(SMALL_VOCABULARY)


def entry(key: str, line: int, **fields: str) -> BibliographyEntry:
    at = Location("docs/references.bib", line)
    return BibliographyEntry(key, "article", (), key, None, fields, at, {})


def handbook(*allowed: tuple[str, int]) -> Handbook:
    """Two entries with the same wrong DOI, and allowances of some rules for some lines."""
    page = Page("references", "docs/references.bib")
    page.allowances = [
        Allowance(rule, "a reason", Location(page.path, line), line, line) for rule, line in allowed
    ]
    entries = (entry("b", 20, doi="abc"), entry("a", 10, doi="abc"))
    return Handbook(VOCABULARY, (page,), bibliography=entries)


def found(book: Handbook, *only: str) -> list[tuple[str, int]]:
    return [(problem.rule, problem.line) for problem in judge(book, only or None)]


def test_problems_come_in_the_order_of_their_places() -> None:
    assert found(handbook()) == [
        ("identifier-form", 10),
        ("duplicate-identifier", 20),
        ("identifier-form", 20),
    ]


def test_chosen_rules_run_alone() -> None:
    assert found(handbook(), "duplicate-identifier") == [("duplicate-identifier", 20)]


def test_an_allowance_silences_its_rule_at_its_place() -> None:
    assert found(handbook(("identifier-form", 20))) == [("identifier-form", 10), ("duplicate-identifier", 20)]


@pytest.mark.parametrize("rule", ["caveat-visible", "no-such-rule"])
def test_an_allowance_of_a_rule_that_did_not_run_is_not_called_needless(rule: str) -> None:
    messages = [problem.message for problem in judge(handbook((rule, 10))) if problem.rule == "allowance"]
    assert not any("silences nothing" in message for message in messages)


def test_an_allowance_is_needless_only_where_its_rule_ran() -> None:
    book = handbook(("study-unused", 10))
    assert ("allowance", 10) in found(book)
    assert found(book, "identifier-form", "allowance") == [("identifier-form", 10), ("identifier-form", 20)]
