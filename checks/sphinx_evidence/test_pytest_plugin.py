"""Pages and study files are test files: one item for each rule that applies, problems without a traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from checks.paths import CONF
from evidence.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook

ENGINE = CONF
JUDGED = [rule.id for rule in RULES.values() if not rule.rendered]
PROBLEM = (
    "docs/extra.md:9: error: citation-known: there is no study 'mini-rats-2006'. "
    "Did you mean mini-rats-2005 or mini-cohort-2003 or mini-trial-2001?"
)


@pytest.fixture
def faulty(mini: MiniHandbook) -> MiniHandbook:
    mini.page("# An extra page\n\nSee {study}`mini-rats-2006`.\n")
    mini.write("studies/bad-2000.yaml", "id: bad-2000\ntype: [animal\n")
    return mini


FORGETFUL = ("-p", "no:cacheprovider")


def run_pytest(
    mini: MiniHandbook, *arguments: str, memory: tuple[str, ...] = FORGETFUL
) -> subprocess.CompletedProcess[str]:
    """Run pytest in the folder above docs/, with the plugin and nothing of this project's settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "sphinx_evidence.pytest_plugin", *memory,
         "-W", "error", *arguments],
        cwd=mini.root, env={**environment, "PYTHONPATH": str(ENGINE), "COLUMNS": "200"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def failed(run: subprocess.CompletedProcess[str]) -> set[str]:
    """The items that failed."""
    return set(re.findall(r"^FAILED (\S+)", run.stdout, re.MULTILINE))


def test_items_fail_with_the_problem_and_no_traceback(faulty: MiniHandbook) -> None:
    run = run_pytest(
        faulty, "docs/extra.md", "docs/studies/bad-2000.yaml", "docs/studies/mini-rats-2005.yaml"
    )
    assert (run.returncode, run.stderr) == (1, "")
    assert failed(run) == {"docs/extra.md::citation-known", "docs/studies/bad-2000.yaml::study-schema"}
    assert f"\n{PROBLEM}\n" in run.stdout
    assert "\ndocs/studies/bad-2000.yaml:3: error: study-schema: the file is not YAML" in run.stdout
    assert "Traceback" not in run.stdout
    assert "pytest_plugin.py:" not in run.stdout


def items(mini: MiniHandbook) -> dict[str, list[str]]:
    """The items of each file."""
    run = run_pytest(mini, "--collect-only", "-q", "docs")
    found: dict[str, list[str]] = {}
    for path, rule in re.findall(r"^docs/(\S+)::(\S+)$", run.stdout, re.MULTILINE):
        found.setdefault(path, []).append(rule)
    return found


def test_rules_apply_where_they_have_something_to_judge(faulty: MiniHandbook) -> None:
    faulty.replace("statements.yaml", "section: Advice", "section: <script>")
    found = items(faulty)
    assert found["extra.md"] == [
        rule
        for rule in JUDGED
        if rule
        in {"abbreviation-defined", "citation-known", "caveat-unknown", "forbidden-construct", "link-broken",
            "link-form", "page-markup", "page-metadata", "page-readable", "unit-conversion",
            "untagged-claim"}
    ]  # fmt: skip
    of_claims = {"claim-source", "claim-certainty", "caveat-required", "number-traceable", "card-streams"}
    of_a_study = {"study-schema", "study-unused", "statistics-consistent"}
    assert of_claims <= set(found["card.md"])
    assert of_a_study <= set(found["studies/mini-rats-2005.yaml"])
    assert {*of_claims, "page-metadata", "untagged-claim", "statement-covered"}.isdisjoint(
        found["studies/mini-rats-2005.yaml"]
    )
    assert "duplicate-identifier" in found["references.bib"]
    # What was found while a file was read has its item, too.
    assert "study-schema" in found["studies/bad-2000.yaml"]
    assert found["statements.yaml"] == ["citation-known", "forbidden-construct", "statement-covered"]


def test_page_that_cannot_be_read_is_one_failing_item(mini: MiniHandbook) -> None:
    mini.page("# An extra page\n\n\0\n")
    run = run_pytest(mini, "docs/extra.md", "docs/card.md")
    assert failed(run) == {"docs/extra.md::page-readable"}


def test_last_failed_runs_only_what_failed(faulty: MiniHandbook) -> None:
    remembering = ("-o", "cache_dir=memory")
    run_pytest(faulty, "docs", memory=remembering)
    faulty.replace("extra.md", "mini-rats-2006", "mini-rats-2005")
    run = run_pytest(faulty, "--lf", "docs", memory=remembering)
    assert failed(run) == {"docs/studies/bad-2000.yaml::study-schema"}
    assert "1 failed, 1 passed" in run.stdout


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
    run = run_pytest(faulty, "docs/extra.md", "-k", "page-markup or untagged-claim")
    assert run.returncode == 0
    assert re.search(r"2 passed, \d+ deselected", run.stdout)


def test_unusable_handbook_is_told_in_one_line(mini: MiniHandbook) -> None:
    (mini.conf / "vocabulary.toml").unlink()
    run = run_pytest(mini, "docs/card.md")
    assert failed(run) == {"docs/card.md::page-readable"}
    assert "vocabulary.toml" in run.stdout
    assert "Traceback" not in run.stdout
    assert "reading.py:" not in run.stdout


def test_other_files_are_no_test_files(tmp_path: Path, mini: MiniHandbook) -> None:
    (tmp_path / "README.md").write_text("# Nothing to judge\n", encoding="utf-8")
    assert run_pytest(mini, "README.md").returncode == pytest.ExitCode.USAGE_ERROR
