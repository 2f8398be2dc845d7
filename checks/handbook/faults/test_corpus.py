"""Every fault seeded in the real handbook is found where it is; honest edits bring no problem."""

from __future__ import annotations

from collections import Counter

import pytest

from checks.handbook.faults.batches import batches
from checks.handbook.faults.changes import FAULTS, HIDDEN, HONEST, Change, read_changes
from checks.handbook.faults.pages import Pages
from checks.handbook.faults.trial import Copy
from checks.paths import ROOT
from evidence.rules import RULES

SEEDED = read_changes(FAULTS)
EDITS = read_changes(HONEST)
PAGES = Pages.of(ROOT / "docs")


def named(batch: list[Change]) -> str:
    """The first change of a batch and how many there are."""
    return f"{len(batch)}-from-{batch[0].source}"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy of the handbook, read once."""
    return Copy(tmp_path_factory.mktemp("corpus"))


@pytest.mark.parametrize("batch", batches(SEEDED, PAGES), ids=named)
def test_faults_are_found(batch: list[Change], copy: Copy) -> None:
    assert str(copy.try_out(batch)) == ""


@pytest.mark.parametrize("batch", batches(EDITS, PAGES), ids=named)
def test_honest_edits_bring_no_problem(batch: list[Change], copy: Copy) -> None:
    outcome = copy.try_out(batch)
    assert str(outcome) == ""
    assert [f"{change}: {p}" for change, problems in outcome.of_change.items() for p in problems] == []


def test_what_is_hidden_is_missed(copy: Copy) -> None:
    hidden = read_changes(HIDDEN)
    assert {fault.rule for fault in hidden} == {rule.id for rule in RULES.values() if rule.rendered}
    assert str(copy.try_out(hidden, build=True)) == ""


def test_the_faults_are_of_many_rules() -> None:
    """Of all that were there when they were seeded; a new rule is proved by fixtures of its own."""
    assert len({seen.rule for fault in SEEDED for seen in fault.sightings}) >= 42


def test_every_fault_names_a_rule() -> None:
    known = RULES.keys()
    assert [
        f"{fault}: no rule {s.rule}" for fault in SEEDED for s in fault.sightings if s.rule not in known
    ] == []


def test_the_corpus_is_large() -> None:
    assert len(SEEDED) >= 120
    assert len(EDITS) >= 60


def test_no_change_stands_twice() -> None:
    count = Counter(f"{change.kind}: {change.edits}" for change in [*SEEDED, *EDITS])
    assert [written for written, number in count.items() if number > 1] == []
