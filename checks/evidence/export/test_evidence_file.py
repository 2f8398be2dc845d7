"""evidence.json and the CSV files: valid, sorted, the same byte for byte."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from evidence.export.evidence_file import evidence_file, json_schema, write_export
from evidence.export.records import ClaimRecord, EvidenceFile

if TYPE_CHECKING:
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook


@pytest.fixture(scope="module")
def folder(shared_mini: MiniHandbook) -> Path:
    folder = shared_mini.root / "data"
    write_export(evidence_file(shared_mini.read().handbook), folder)
    return folder


@pytest.fixture(scope="module")
def data(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    return loaded


def test_valid_against_the_published_schema(folder: Path, data: dict[str, Any]) -> None:
    schema = json.loads((folder / "evidence.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema == json_schema()
    assert list(Draft202012Validator(schema).iter_errors(data)) == []


@pytest.mark.parametrize("change", ["extra", "missing", "wrong"])
def test_schema_refuses_other_forms(data: dict[str, Any], change: str) -> None:
    claim = dict(data["claims"][0])
    if change == "extra":
        claim["opinion"] = "yes"
    elif change == "missing":
        del claim["certainty"]
    else:
        claim["studies"] = "mini-rats-2005"
    assert list(Draft202012Validator(json_schema()).iter_errors({**data, "claims": [claim]}))


def test_schema_follows_from_the_types() -> None:
    assert set(json_schema()["properties"]) == set(EvidenceFile.model_fields)
    assert json_schema()["additionalProperties"] is False


def test_keys(data: dict[str, Any]) -> None:
    assert set(data) == {"version", "claims", "studies", "caveats", "cards", "statements", "restatements"}
    assert set(data["claims"][0]) >= {
        "id", "text", "study_types", "studies", "contrary", "cite", "certainty", "because", "direction",
        "outcome", "caveats", "path", "line",
    }  # fmt: skip
    (card,) = data["cards"]
    assert [finding["stream"] for finding in card["findings"]] == ["trials", "observational", "laboratory"]


def test_every_list_is_sorted_by_id(data: dict[str, Any]) -> None:
    for name in ("claims", "studies", "caveats", "cards", "statements", "restatements"):
        ids = [item["id"] for item in data[name]]
        assert ids == sorted(set(ids))
        assert ids


def test_claim_holds_what_it_rests_on(data: dict[str, Any]) -> None:
    claim = next(claim for claim in data["claims"] if claim["id"] == "slower-in-rats")
    assert claim == {
        "id": "slower-in-rats",
        "text": "In rats with kidney disease, those fed more magnesium had less calcium in the aorta.",
        "stream": "laboratory",
        "study_types": ["animal"],
        "studies": ["mini-rats-2005"],
        "contrary": [],
        "cite": [],
        "certainty": "low",
        "because": ["imprecision"],
        "direction": "benefit",
        "outcome": ["vessel-calcification-lab"],
        "topic": [],
        "caveats": ["animals-are-not-people", "abstract-only"],
        "derived_caveats": ["abstract-only"],
        "finding": "arteries/laboratory",
        "aliases": [],
        "path": "docs/card.md",
        "line": claim["line"],
    }


def test_figures_stand_in_the_text(data: dict[str, Any]) -> None:
    claim = next(claim for claim in data["claims"] if claim["id"] == "a-label-sets-a-dose")
    assert " ".join(claim["text"].split()) == "One label sets 2 tablets per 24 hours as the most a day."


def test_study_keeps_its_file(data: dict[str, Any]) -> None:
    study = next(study for study in data["studies"] if study["id"] == "mini-trial-2001")
    assert study["file"]["results"][0]["arms"]["magnesium"]["percent_change"]["value"] == "11.3"
    assert study["claims"] == ["slower-in-one-trial"]
    assert study["flags"] == ["n-below-100", "open-label"]
    assert (study["doi"], study["pmid"]) == ("10.1000/mini-trial", None)


def test_caveat_keeps_its_text_and_study_its_notice(data: dict[str, Any]) -> None:
    caveat = next(caveat for caveat in data["caveats"] if caveat["id"] == "animals-are-not-people")
    assert caveat["text"] == 'The full text of "Animals are not people".'
    assert caveat["aliases"] == ["rats-are-not-people"]
    study = next(study for study in data["studies"] if study["id"] == "mini-trial-2001")
    assert (study["source_status"], study["source_notice"]) == ("ok", None)


def test_claims_as_a_table(folder: Path, data: dict[str, Any]) -> None:
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(ClaimRecord.model_fields)
    assert [row["id"] for row in rows] == [claim["id"] for claim in data["claims"]]
    assert rows[0]["caveats"].split("; ") == data["claims"][0]["caveats"]


def test_studies_as_a_table(folder: Path, data: dict[str, Any]) -> None:
    with (folder / "studies.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert list(rows) == [study["id"] for study in data["studies"]]
    assert rows["mini-trial-2001"]["type"] == "randomised-trial"
    assert rows["mini-trial-2001"]["title"] == "An invented trial of magnesium"
    assert rows["mini-rats-2005"]["population"] == "rat-ckd"
    assert "file" not in rows["mini-trial-2001"]


def test_two_builds_and_the_command_write_the_same_bytes(mini: MiniHandbook, folder: Path) -> None:
    mini.build()
    first = (mini.out() / "evidence.json").read_bytes()
    mini.build("html", "-E", "-j2")
    assert (mini.out() / "evidence.json").read_bytes() == first
    assert (folder / "evidence.json").read_bytes() == first
    schema = (folder / "evidence.schema.json").read_bytes()
    assert (mini.out() / "evidence.schema.json").read_bytes() == schema


def test_nobody_sees_half_a_file(folder: Path) -> None:
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
