"""Pages and study files are test files: one item for each rule, problems without a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx_evidence.rules import RULES

if TYPE_CHECKING:
    from checks.extension.conftest import MiniHandbook

ENGINE = Path(__file__).parents[2] / "conf"
JUDGED = [rule.id for rule in RULES.values() if rule.scope != "rendered"]
PROBLEM = (
    "docs/extra.md:9: error: citation-known: there is no study 'mini-rats-2006'. "
    "Did you mean mini-rats-2005 or mini-cohort-2003 or mini-trial-2001?"
)


@pytest.fixture
def faulty(mini: MiniHandbook) -> MiniHandbook:
    mini.page("# An extra page\n\nSee {study}`mini-rats-2006`.\n")
    mini.write("studies/bad-2000.yaml", "id: bad-2000\ntype: [animal\n")
    return mini


def run_pytest(mini: MiniHandbook, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in the folder above docs/, with the plugin and nothing of this project's settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "sphinx_evidence.pytest_plugin", "-p", "no:cacheprovider",
         "-W", "error", *arguments],
        cwd=mini.root, env={**environment, "PYTHONPATH": str(ENGINE), "COLUMNS": "200"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def failed(run: subprocess.CompletedProcess[str]) -> set[str]:
    """The items that failed."""
    return set(re.findall(r"^FAILED (\S+)", run.stdout, re.MULTILINE))


def test_an_item_for_each_rule_and_no_traceback(faulty: MiniHandbook) -> None:
    files = ["docs/extra.md", "docs/studies/bad-2000.yaml", "docs/studies/mini-rats-2005.yaml"]
    run = run_pytest(faulty, *files)
    assert (run.returncode, run.stderr) == (1, "")
    assert failed(run) == {"docs/extra.md::citation-known", "docs/studies/bad-2000.yaml::study-schema"}
    assert f"2 failed, {len(files) * len(JUDGED) - 2} passed" in run.stdout
    assert f"\n{PROBLEM}\n" in run.stdout
    assert "\ndocs/studies/bad-2000.yaml:3: error: study-schema: the file is not YAML" in run.stdout
    assert "Traceback" not in run.stdout
    assert "pytest_plugin.py:" not in run.stdout


def test_whole_handbook_by_two_workers(faulty: MiniHandbook) -> None:
    faulty.replace("statements.yaml", "slower-in-rats", "slower-in-rat")
    faulty.replace("references.bib", "doi = {10.1000", "doi = {doi:10.1000")
    run = run_pytest(faulty, "-n", "2", "docs")
    assert failed(run) == {
        "docs/extra.md::citation-known",
        "docs/studies/bad-2000.yaml::study-schema",
        "docs/statements.yaml::citation-known",
        "docs/references.bib::identifier-form",
    }


def test_choice_of_a_rule(faulty: MiniHandbook) -> None:
    run = run_pytest(faulty, "docs/extra.md", "-k", "page-markup or caveat-required")
    assert run.returncode == 0
    assert f"2 passed, {len(JUDGED) - 2} deselected" in run.stdout


def test_items_carry_the_names_of_the_rules(mini: MiniHandbook) -> None:
    run = run_pytest(mini, "--collect-only", "-q", "docs/card.md")
    assert re.findall(r"^docs/card\.md::(\S+)$", run.stdout, re.MULTILINE) == JUDGED


def test_unusable_handbook_is_told_in_one_line(mini: MiniHandbook) -> None:
    (mini.conf / "vocabulary.toml").unlink()
    run = run_pytest(mini, "docs/card.md", "-k", "page-markup")
    assert failed(run) == {"docs/card.md::page-markup"}
    assert "vocabulary.toml" in run.stdout
    assert "Traceback" not in run.stdout
    assert "reading.py:" not in run.stdout


def test_other_files_are_no_test_files(tmp_path: Path, mini: MiniHandbook) -> None:
    (tmp_path / "README.md").write_text("# Nothing to judge\n", encoding="utf-8")
    assert run_pytest(mini, "README.md").returncode == pytest.ExitCode.USAGE_ERROR
