"""Comparing two states: each kind of change is told, in the order in which it matters, and no other."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.evidence.diff.states import by_id, cohort, finding, rats, trial
from checks.fixtures.small_handbook import copy_mini
from checks.paths import SMALL_VOCABULARY
from evidence.diff.compare import compare
from evidence.diff.wording_changes import word_difference
from evidence.export.evidence_file import evidence_file, to_json
from evidence.export.records import EvidenceFile
from evidence.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.evidence.diff.states import Data
    from evidence.model.changes import Change

VOCABULARY = load_vocabulary(SMALL_VOCABULARY)


def changes(before: Data, after: Data) -> list[Change]:
    """What changed between two states."""
    old, new = EvidenceFile.model_validate(before), EvidenceFile.model_validate(after)
    return compare(old, new, VOCABULARY)


def put(find: Callable[[Data], Data], **fields: Any) -> Callable[[Data], None]:
    """A change of some fields of an object."""
    return lambda data: find(data).update(fields)


def _effect(data: Data) -> None:
    trial(data)["file"]["results"][0]["arms"]["magnesium"]["percent_change"]["value"] = "13.1"


def _drop_caveat_everywhere(data: Data) -> None:
    rats(data)["caveats"].remove("animals-are-not-people")
    finding(data)["caveats"].remove("animals-are-not-people")


def _rename(data: Data) -> None:
    rats(data).update(id="less-in-rats", aliases=["slower-in-rats"])


def _rename_caveat(data: Data) -> None:
    caveat = by_id(data, "caveats", "animals-are-not-people")
    caveat.update(id="models-are-not-people", aliases=["animals-are-not-people"])
    text = json.dumps(data["claims"]).replace('"animals-are-not-people"', '"models-are-not-people"')
    data["claims"] = json.loads(text)
    text = json.dumps(data["cards"]).replace('"animals-are-not-people"', '"models-are-not-people"')
    data["cards"] = json.loads(text)
    text = json.dumps(data["restatements"]).replace('"animals-are-not-people"', '"models-are-not-people"')
    data["restatements"] = json.loads(text)


def _rename_study(data: Data) -> None:
    text = json.dumps(data).replace('"mini-trial-2001"', '"mini-trial-2001-a"')
    data.clear()
    data.update(json.loads(text))


def _remove(name: str, key: str) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        data[name] = [item for item in data[name] if item["id"] != key]

    return change


def _swap_sides(data: Data) -> None:
    rats(data).update(studies=[], contrary=["mini-rats-2005"])


RATS = "In rats with kidney disease, those fed more magnesium had less calcium in the aorta."

CASES: dict[str, tuple[Callable[[Data], None], list[tuple[str, bool, str]]]] = {
    "caveat dropped": (
        _drop_caveat_everywhere,
        [("caveat-dropped", True, 'The caveat "Animals are not people" was dropped.')],
    ),
    "derived caveat dropped": (
        lambda data: rats(data)["caveats"].remove("abstract-only"),
        [("caveat-dropped", True, "It followed from the study files, which changed.")],
    ),
    "caveat added": (
        lambda data: rats(data)["caveats"].append("cells-are-not-people"),
        [("caveat-added", False, 'The caveat "Cells are not people" was added.')],
    ),
    "wording stronger": (
        put(rats, text="In rats with kidney disease, magnesium prevents calcium in the aorta."),
        [("wording-strengthened", True, "is now a direct statement")],
    ),
    "wording weaker": (
        lambda data: data["restatements"][0].update(
            text="In rats with kidney disease, more magnesium was linked to slower calcification of arteries."
        ),
        [("wording-softened", False, "The wording became weaker.")],
    ),
    "reworded": (
        put(rats, text="In rats with kidney disease, those given magnesium had less calcium in the aorta."),
        [("reworded", False, "The sentence was reworded.")],
    ),
    "population no longer named": (
        put(rats, text="Those fed more magnesium had less calcium in the aorta."),
        [("wording-strengthened", True, "it no longer names who was studied (Rats with kidney disease)")],
    ),
    "figure in a sentence": (
        put(lambda data: by_id(data, "claims", "a-label-sets-a-dose"), text="One label sets 3 tablets per "
            "24 hours as the most a day."),
        [("figure-changed", False, "The figures in the sentence changed.")],
    ),
    "certainty raised": (
        put(rats, certainty="moderate"),
        [("certainty-raised", True, "Certainty was raised from low to moderate.")],
    ),
    "certainty lowered": (
        put(rats, certainty="very-low"),
        [("certainty-lowered", False, "Certainty was lowered from low to very low.")],
    ),
    "reason dropped": (put(rats, because=[]), [("reason-dropped", True, "no longer rated down for this: ")]),
    "reason added": (
        put(rats, because=["imprecision", "inconsistency"]),
        [("reason-added", False, "now rated down for this: ")],
    ),
    "study type": (
        put(rats, study_types=["randomised-trial"]),
        [("study-type-changed", True, "Such a study can carry more certainty.")],
    ),
    "direction": (
        put(rats, direction="not-shown"),
        [("direction-changed", False, "The direction changed from")],
    ),
    "direction towards benefit": (
        put(lambda data: by_id(data, "claims", "slower-in-one-trial"), direction="benefit"),
        [("direction-changed", True, "The direction changed from")],
    ),
    "study now contrary": (
        _swap_sides,
        [
            ("source-removed", False, "It now stands among the contrary ones."),
            ("contrary-added", False, "mini-rats-2005) is now named as contrary"),
        ],
    ),
    "source added": (
        put(rats, studies=["mini-rats-2005", "mini-trial-2001"]),
        [("source-added", False, "It now rests on Invented 2001 (mini-trial-2001), too.")],
    ),
    "outcome": (put(rats, outcome=["cac"]), [("outcome-changed", False, "What was measured changed")]),
    "moved": (put(rats, finding=None), [("moved", False, "from arteries/laboratory to no finding")]),
    "renamed": (_rename, [("renamed", False, "It was called slower-in-rats.")]),
    "caveat renamed": (_rename_caveat, [("renamed", False, "It was called animals-are-not-people.")]),
    "study renamed": (_rename_study, [("renamed", False, "It was called mini-trial-2001.")]),
    "claim removed": (_remove("claims", "slower-in-rats"), [("claim-removed", False, "was removed")]),
    "claim against removed": (
        _remove("claims", "slower-in-one-trial"),
        [("claim-removed", True, "A claim of harm or of no benefit was removed")],
    ),
    "study removed": (
        _remove("studies", "mini-trial-2001"), [("study-removed", False, "1 claim cited it")],
    ),
    "figure of a study": (_effect, [("figure-changed", False, "group magnesium, changed.")]),
    "study retracted": (
        put(trial, source_status="retracted", source_notice="10.1000/notice"),
        [("notice-changed", False, "changed from no notice to retracted")],
    ),
    "type of a study": (
        lambda data: trial(data)["file"].update(type="cohort"),
        [("study-type-changed", False, "Study design changed.")],
    ),
    "what was read of a study": (
        lambda data: trial(data)["file"].update(extraction="title"),
        [("study-changed", False, "How much was read changed.")],
    ),
    "number studied": (
        lambda data: trial(data)["file"].update(n_total={"value": "77"}),
        [("figure-changed", False, "Number studied changed.")],
    ),
    "direction of a result": (
        lambda data: trial(data)["file"]["results"][0].update(direction="mixed"),
        [("direction-changed", False, "Direction, of the result")],
    ),
    "identifier of a study": (
        put(trial, pmid="123"), [("study-changed", False, "PMID changed.")],
    ),
    "signal to supports": (
        lambda data: finding(data, 0).update(signal="supports"), [("signal-moved", True, "The signal moved")],
    ),
    "verdict": (
        lambda data: finding(data, 0).update(verdict="too-uncertain"),
        [("verdict-moved", False, "The verdict moved from")],
    ),
    "certainty of a finding": (
        lambda data: finding(data).update(certainty="high"), [("certainty-raised", True, "to high")],
    ),
    "text of a caveat": (
        lambda data: data["caveats"][0].update(text="Other words."),
        [("caveat-reworded", False, "Its full text changed.")],
    ),
    "caveat deleted": (
        lambda data: data["caveats"].pop(0), [("caveat-dropped", True, "1 claim had it")],
    ),
    "disposition": (
        lambda data: data["statements"][0].update(disposition="dropped"),
        [("disposition-changed", False, 'and is now "dropped"')],
    ),
    "summary sentence": (
        lambda data: data["restatements"].pop(0), [("restatement-removed", False, "The sentence is gone.")],
    ),
    "summary sentence stronger": (
        lambda data: data["restatements"][0].update(
            text="In rats with kidney disease, more magnesium slows the calcification of arteries."
        ),
        [("wording-strengthened", True, "is now a direct statement")],
    ),
    "card": (lambda data: data["cards"].pop(0), [("card-removed", False, "is gone")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_change_is_told(data: Data, name: str) -> None:
    change, expected = CASES[name]
    after = copy.deepcopy(data)
    change(after)
    found = changes(data, after)
    assert [(c.kind.value, c.weakens) for c in found] == [e[:2] for e in expected], found
    for told, (_, _, words) in zip(found, expected, strict=True):
        assert words in told.what
        assert told.kind.why.endswith((".", "?"))


@pytest.mark.parametrize(
    "change",
    [
        put(rats, line=99, path="docs/elsewhere.md"),
        put(rats, text=f"  {RATS.replace(' ', chr(10))} "),
        lambda data: trial(data)["file"].update(checked={"by": "Somebody", "date": "2026-11-23"}),
        put(trial, source_status="ok"),
        put(trial, source_status="unknown"),
    ],
    ids=["place", "white space", "checked", "no notice", "not in the data"],
)
def test_places_white_space_and_checks_are_no_evidence(data: Data, change: Callable[[Data], None]) -> None:
    after = copy.deepcopy(data)
    change(after)
    assert changes(data, after) == []


def test_added_objects_come_last_and_say_what_they_are(data: Data) -> None:
    before = copy.deepcopy(data)
    for name in ("claims", "studies", "cards", "caveats", "restatements"):
        before[name].pop(0)
    rats(before).update(certainty="very-low", text=RATS.replace("had less", "maybe had less"))
    before["statements"][0]["disposition"] = "dropped"
    found = [(c.kind.value, c.weakens) for c in changes(before, data)]
    assert found[0][1]
    assert [weakens for _, weakens in found] == sorted((w for _, w in found), reverse=True)
    assert {"claim-added", "study-added", "card-added", "restatement-added"} <= {
        kind for kind, _ in found[-7:]
    }
    assert found.index(("certainty-raised", True)) < found.index(("disposition-changed", False))


def test_order_of_what_matters(data: Data) -> None:
    after = copy.deepcopy(data)
    after["claims"] = [claim for claim in after["claims"] if claim["id"] != "a-label-sets-a-dose"]
    rats(after).update(text="In rats with kidney disease, magnesium prevents calcium in the aorta.")
    cohort(after).update(certainty="high")
    _drop_caveat_everywhere(after)
    _effect(after)
    assert [c.kind.value for c in changes(data, after)][:4] == [
        "caveat-dropped", "wording-strengthened", "certainty-raised", "figure-changed",
    ]  # fmt: skip


def test_words_before_and_after() -> None:
    assert [tuple(piece) for piece in word_difference("more magnesium may help", "magnesium helps")] == [
        ("gone", "more"), ("same", "magnesium"), ("gone", "may help"), ("new", "helps"),
    ]  # fmt: skip


@cache
def sample() -> Data:
    """The invented handbook as data, for checks of properties."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        loaded: Data = json.loads("".join(to_json(evidence_file(copy_mini(Path(folder)).read().handbook))))
    return loaded


@st.composite
def variants(draw: st.DrawFn) -> Data:
    """A valid evidence.json with some objects gone and some fields changed at random."""
    data = copy.deepcopy(sample())
    for name in ("claims", "studies", "caveats", "cards", "statements", "restatements"):
        data[name] = [item for item in data[name] if draw(st.integers(0, 4))]
        for item in data[name]:
            for field, value in list(item.items()):
                if field == "id" or draw(st.integers(0, 5)):
                    continue
                if field == "file":
                    item[field] = draw(_JSON)
                elif isinstance(value, str):
                    item[field] = draw(st.text(max_size=30))
                elif isinstance(value, list) and all(isinstance(word, str) for word in value):
                    item[field] = draw(st.lists(st.text(max_size=8), max_size=3))
    return data


_WORDS = st.text(max_size=8)
_JSON = st.dictionaries(
    st.sampled_from(["type", "results", "figures", "arms", "population", "n_total", "a.b", "rob"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | _WORDS,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "value", "effect", "label", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)


@given(variants(), variants())
def test_any_two_states_can_be_compared(before: Data, after: Data) -> None:
    assert changes(before, before) == []
    for change in changes(before, after):
        assert change.what
        assert change.kind.why
