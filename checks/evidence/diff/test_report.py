"""``evidence diff`` on two files: what it prints, writes and refuses."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from checks.evidence.diff.states import diff, rats, trial
from checks.paths import SMALL_CONF
from evidence.diff.report import json_schema

if TYPE_CHECKING:
    from pathlib import Path

    from checks.evidence.diff.states import Data


def test_equal_files(files: tuple[Path, Path, Data]) -> None:
    old, new, _ = files
    run = diff(old, new, "--conf", SMALL_CONF, "--fail-on-weakened")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("# No change in the evidence\n")
    assert json.loads(diff(old, new, "--conf", SMALL_CONF, "--format", "json").out)["changes"] == []


def test_weakened_safeguards_fail_where_asked(files: tuple[Path, Path, Data]) -> None:
    old, new, after = files
    rats(after)["certainty"] = "moderate"
    new.write_text(json.dumps(after), encoding="utf-8")
    assert diff(old, new, "--conf", SMALL_CONF).code == 0
    assert diff(old, new, "--conf", SMALL_CONF, "--fail-on-weakened").code == 1
    back = diff(new, old, "--conf", SMALL_CONF, "--fail-on-weakened")
    assert back.code == 0
    assert "Weakened safeguards" not in back.out


HOSTILE = "<script>alert(1)</script> ![x](https://evil.example/x.png) `a` | *b* [c](javascript:d) &amp; @user"


def test_hostile_text_draws_nothing(files: tuple[Path, Path, Data]) -> None:
    old, new, after = files
    rats(after).update(text=HOSTILE, path=HOSTILE)
    trial(after).update(title=HOSTILE, authors=HOSTILE)
    new.write_text(json.dumps(after), encoding="utf-8")
    markdown = diff(old, new, "--conf", SMALL_CONF).out
    drawn = re.sub(r"`[^`]*`|\\.", "", markdown)  # literal text and escaped signs draw nothing
    for sign in ("<", "!", "[", "]", "://", "@", "&", "|"):
        assert sign not in drawn


def test_json_follows_its_schema(files: tuple[Path, Path, Data]) -> None:
    old, new, after = files
    rats(after).update(text="In rats, magnesium prevents it.", certainty="high")
    new.write_text(json.dumps(after), encoding="utf-8")
    schema = json.loads(diff("--schema").out)
    assert schema == json_schema()
    Draft202012Validator.check_schema(schema)
    record = json.loads(diff(old, new, "--conf", SMALL_CONF, "--format", "json").out)
    assert list(Draft202012Validator(schema).iter_errors(record)) == []
    assert record["weakened"] == sum(change["weakens"] for change in record["changes"])
    assert {piece["fate"] for piece in record["changes"][0]["words"]} == {"same", "gone", "new"}


def test_output_goes_to_a_file(files: tuple[Path, Path, Data], tmp_path: Path) -> None:
    old, new, _ = files
    run = diff(old, new, "--conf", SMALL_CONF, "--output", tmp_path / "diff.md")
    assert (run.code, run.out) == (0, "")
    assert (tmp_path / "diff.md").read_text(encoding="utf-8").startswith("# No change")
    run = diff(old, new, "--conf", SMALL_CONF, "--output", tmp_path / "nowhere" / "diff.md")
    assert (run.code, len(run.complaints)) == (2, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("nothing", "this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
        ("[]", "this is no evidence.json"),
        ('{"version": "9", "claims": []}', "this is version '9' of evidence.json"),
        ('{"version": "1", "claims": []}', "studies: Field required"),
        ('{"version": "1", "claims": {}}', "compare it with its schema"),
    ],
)
def test_files_that_cannot_be_read(files: tuple[Path, Path, Data], content: str, words: str) -> None:
    old, new, _ = files
    old.write_text(content, encoding="utf-8")
    run = diff(old, new, "--conf", SMALL_CONF)
    assert (run.code, run.out, len(run.complaints)) == (2, "", 1)
    assert run.err.startswith(f"evidence: {old}: ")
    assert words in run.err


def test_misuse(files: tuple[Path, Path, Data], tmp_path: Path) -> None:
    old, new, _ = files
    for arguments, words in (
        ((), "say what to compare with"),
        ((old, new, "--conf", tmp_path), "vocabulary.toml: there is no such file"),
        ((old, new, "--record", tmp_path / "c.yaml"), "--record needs --date"),
        ((old, new, "--date", "soon"), "--date: 'soon' is no date"),
        (("nowhere", new, "--docs", tmp_path), "there is no git repository here"),
        (("x" * 5000, new), "too long"),
    ):
        run = diff(*arguments)
        assert (run.code, run.out, len(run.complaints)) == (2, "", 1), arguments
        assert words in run.err
