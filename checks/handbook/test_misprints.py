"""The known misprints of the real studies are found as soon as their files no longer name them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from checks.paths import ROOT
from evidence.analysis.consistency import Comparison, comparisons
from evidence.files.studies.reader import read_study
from evidence.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

STUDIES = ROOT / "docs" / "studies"
VOCABULARY = load_vocabulary(ROOT / "conf" / "vocabulary.toml")

MISPRINTS = {
    "tzanakis-2014": [
        "only Fisher exact of 9 of 32 against 12 of 27 gives p = 0.276",
        "mg: 4 of 32 is 12.5%, but 15.6% is printed",
        "no usual test of 4 of 32 against 0 of 27 gives p = 0.040",
    ],
    "lacson-2015-hd": ["HR 1.63 (1.30 to 1.96): the limits lie equally far from the estimate"],
    "liu-2021-ma": [
        "HR 0.598 (0.094 to 1.102): the limits lie equally far from the estimate",
        "HR 0.598 (0.094 to 1.102) does not fit p = 0.020",
    ],
    "leenders-pmc9130027": ["only chi-square of 1 of 10 against 6 of 11 gives p = 0.03"],
    "zhan-2023-ma": [
        "scale: linear says that the estimate is the middle of its limits",
        "SMD 1.26 (-0.70 to 1.82) does not fit p < 0.001",
    ],
    "krt-2022-ma": ["HR 1.56 (1.08 to 2.25) does not fit p < 0.001"],
    "lu-mds-aac": ["beta 1.81 (0.54 to 3.09) does not fit p = 0.002"],
    "pxe-mgo-nct01525875": [
        "mgo: 8 of 21 is 38.1%, but 38.09% is printed",
        "no usual test of 8 of 21 against 3 of 19 gives p = 0.29",
    ],
    "defrancisco-2010-calmag": ["204 people completed and 52 stopped, but n_total is 255"],
}
"""What is found in each study, in the order of its file. In words alone, and so not found: the misprints of
azem-2020-ckd, galloe-1993-mi, masterplan-2021-aac, mgca-ratio-aorta-2017 and xiong-2019-ma."""


def unacknowledged(text: str, name: str) -> list[Comparison]:
    """The faults that a study file does not name as misprints."""
    study, problems = read_study(text.encode(), f"docs/studies/{name}.yaml", VOCABULARY)
    assert study, problems
    return [
        found for found in comparisons(study, VOCABULARY.stopped_outcomes)
        if found.fault and not any(found.acknowledged_by(misprint) for misprint in study.misprints)
    ]  # fmt: skip


def without_misprints(text: str) -> str:
    """A study file whose block of misprints is taken out."""
    return re.sub(r"(?m)^misprints:\n(?:[ #].*\n)+", "", text)


@pytest.mark.parametrize("name", MISPRINTS)
def test_found_when_it_is_not_named(name: str) -> None:
    text = (STUDIES / f"{name}.yaml").read_text(encoding="utf-8")
    assert "misprints" not in yaml.safe_load(without_misprints(text))
    found = [fault.fault for fault in unacknowledged(without_misprints(text), name)]
    wanted = MISPRINTS[name]
    assert len(found) == len(wanted), found
    for words in wanted:
        assert any(words in fault for fault in found), found


@pytest.mark.parametrize("name", MISPRINTS)
def test_each_entry_acknowledges_only_its_own(name: str) -> None:
    text = (STUDIES / f"{name}.yaml").read_text(encoding="utf-8")
    assert not unacknowledged(text, name)
    assert unacknowledged(re.sub(r"(?m)^(  - result: ).*$", r"\g<1>another", text), name) or name == (
        "defrancisco-2010-calmag"  # groups that do not add up belong to no one result
    )


def test_a_lost_sign_is_found() -> None:
    text = (STUDIES / "mofrad-2018-ma.yaml").read_text(encoding="utf-8")
    assert not unacknowledged(text, "mofrad-2018-ma")
    (found,) = unacknowledged(text.replace("low: -0.27", "low: 0.27"), "mofrad-2018-ma")
    assert found.fault == "MD -0.13 (0.27 to 0.01): the estimate lies outside of its interval"
    assert "lost-sign" in found.kinds


@pytest.mark.parametrize("path", sorted(STUDIES.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_other_study_gives_an_alarm(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not unacknowledged(text, path.stem)
    if path.stem not in MISPRINTS:
        assert not unacknowledged(without_misprints(text), path.stem)
