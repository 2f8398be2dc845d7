"""Continuous integration must not pass because its browser or its validators are missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from checks.paths import CONF, ROOT

if TYPE_CHECKING:
    from pathlib import Path

CHECKS = """
import pytest

@pytest.mark.browser
def test_page():
    pytest.skip("no browser here")

@pytest.mark.validator
def test_markup():
    pytest.skip("no validator here")

def test_paper():
    pytest.skip("no paper here")
"""


@pytest.mark.parametrize(
    ("browser", "validators", "counts"),
    [("", "", "3 skipped"), ("1", "", "1 failed, 2 skipped"), ("1", "1", "2 failed, 1 skipped")],
    ids=["at home", "browser required", "both required"],
)
def test_what_is_required_is_not_skipped(tmp_path: Path, browser: str, validators: str, counts: str) -> None:
    shutil.copy(ROOT / "checks" / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n browser\n validator\n", encoding="utf-8")
    (tmp_path / "test_pages.py").write_text(CHECKS, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{CONF}",
            "EVIDENCE_REQUIRE_BROWSER": browser,
            "EVIDENCE_REQUIRE_VALIDATORS": validators,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert counts in run.stdout.splitlines()[-1]
