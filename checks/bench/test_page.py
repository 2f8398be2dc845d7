"""The page on speed says what the record of measurements holds, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from checks.bench.invented import Invented
from checks.bench.ours import write_ours
from checks.bench.picture import write_picture
from checks.bench.record import PAGE, PICTURE, RECORD, page
from checks.bench.settings import OURS
from evidence.text.safe_svg import svg_fault
from sphinx_evidence.build.read_handbook import read_handbook

if TYPE_CHECKING:
    from pathlib import Path


def test_page_is_made_from_the_last_run() -> None:
    last = json.loads(RECORD.read_text(encoding="utf-8"))[-1]
    assert PAGE.read_text(encoding="utf-8") == page(last)


def test_picture_is_drawn_from_it_and_may_stand_in_a_page(tmp_path: Path) -> None:
    last = json.loads(RECORD.read_text(encoding="utf-8"))[-1]
    for name in ("one.svg", "two.svg"):
        write_picture(last["sizes"], tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert svg_fault((tmp_path / "one.svg").read_bytes()) is None
    assert svg_fault(PICTURE.read_bytes()) is None


def test_what_is_measured_is_a_handbook_without_an_error(tmp_path: Path) -> None:
    write_ours(Invented(40), tmp_path / "docs")
    reading = read_handbook(tmp_path / "docs", OURS)
    assert (len(reading.handbook.claims), len(reading.handbook.studies)) == (40, 8)
    assert [str(problem) for problem in reading.problems if problem.severity == "error"] == []
    assert {p.rule for p in reading.problems if p.severity == "warning"} <= {"caveat-unused"}
