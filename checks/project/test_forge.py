"""Workflows, forms and hooks of the forge: valid, pinned, and without rights they do not need."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from checks.guides.guide_blocks import blocks
from checks.paths import ROOT

PROJECT = ROOT
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))
FORMS = [
    path for path in sorted((PROJECT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")) if path.stem != "config"
]
SCHEMAS = [
    *((path, "github-workflows") for path in WORKFLOWS),
    *((path, "github-issue-forms") for path in FORMS),
    (PROJECT / ".github" / "ISSUE_TEMPLATE" / "config.yml", "github-issue-config"),
    (PROJECT / ".readthedocs.yaml", "readthedocs"),
    (PROJECT / "CITATION.cff", "citation-file-format"),
]
PINNED = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}")


def loaded(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  (all text)


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in loaded(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize(("path", "schema"), SCHEMAS, ids=lambda value: getattr(value, "name", value))
def test_follows_its_schema(path: Path, schema: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actionlint(path: Path) -> None:
    linter = shutil.which("actionlint")
    if linter is None:
        pytest.skip("actionlint is not installed; the workflows were compared with their schema only")
    run = subprocess.run([linter, str(path)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_to_commits(path: Path) -> None:
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []


def test_an_action_is_the_same_everywhere() -> None:
    """One commit for each action, and only those of the forge itself."""
    used = {step["uses"] for path in WORKFLOWS for step in steps(path) if "uses" in step}
    names = [action.partition("@")[0] for action in used]
    assert len(set(names)) == len(names)
    assert {name.partition("/")[0] for name in names} == {"actions"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_least_rights(path: Path) -> None:
    """By default a workflow may only read; a checkout keeps no credentials; every job ends in time."""
    workflow = loaded(path)
    assert workflow["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


def test_example_of_a_collection(tmp_path: Path) -> None:
    """The workflow on the page on scale is held to the same rules, and pins what the others pin."""
    (example,) = (block for block in blocks(PROJECT / "docs" / "scale.md") if block.language == "yaml")
    path = tmp_path / "collection.yml"
    path.write_text(example.text, encoding="utf-8")
    test_follows_its_schema(path, "github-workflows")
    test_least_rights(path)
    ours = {step["uses"] for workflow in WORKFLOWS for step in steps(workflow) if "uses" in step}
    assert {step["uses"] for step in steps(path) if "uses" in step} <= ours
    assert all("${{" not in step.get("run", "") for step in steps(path))


def test_what_strangers_wrote_runs_without_rights() -> None:
    """A pull request from a fork meets no secret, no right to write, and no word of its own in a script."""
    for path in WORKFLOWS:
        text, workflow = path.read_text(encoding="utf-8"), loaded(path)
        assert "pull_request_target" not in workflow["on"]
        if "pull_request" in workflow["on"]:
            assert "secrets." not in text
            assert all("permissions" not in job for job in workflow["jobs"].values())
        for step in steps(path):
            assert "${{" not in step.get("run", ""), f"{path.name}: hand values over by env"


def test_what_may_write_runs_nothing_of_ours() -> None:
    """A job with rights of its own runs no program of the repository, nor one that it installs."""
    for path in WORKFLOWS:
        for name, job in loaded(path)["jobs"].items():
            if "permissions" in job:
                script = "\n".join(step.get("run", "") for step in job["steps"])
                called = re.findall(r"\bmake\b|\bpython\b|\bpip\b|\.venv|\.ci/|\./", script)
                assert called == [], f"{path.name}: {name}"


def test_workflows_call_what_exists() -> None:
    """A make target that a workflow, Read the Docs or a hook names is in the Makefile."""
    targets = set(re.findall(r"(?m)^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8")))
    scripts = [step["run"] for path in WORKFLOWS for step in steps(path) if "run" in step]
    scripts += loaded(PROJECT / ".readthedocs.yaml")["build"]["commands"]
    called = {
        word
        for script in scripts
        for arguments in re.findall(r"(?m)\bmake ((?:[\w-]+ ?)+)", script)
        for word in arguments.split()
        if word.islower() and not word.startswith("-")
    }
    assert called
    assert called <= targets


def test_supported_pythons_are_tested() -> None:
    """The oldest Python that the project names is among those of the workflow."""
    oldest = re.search(
        r'requires-python = ">=([\d.]+)"', (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    )
    assert oldest
    matrix = loaded(PROJECT / ".github" / "workflows" / "checks.yml")["jobs"]["engine"]["strategy"]["matrix"]
    assert matrix["python"][0] == oldest[1]


def test_hooks() -> None:
    """Hooks are local, and each calls a tool that the lock installs."""
    validated = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config", str(PROJECT / ".pre-commit-config.yaml")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert validated.returncode == 0, validated.stderr
    repositories = loaded(PROJECT / ".pre-commit-config.yaml")["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    tools = {hook["entry"].split()[0] for hook in repositories[0]["hooks"]}
    assert [tool for tool in tools if not (Path(sys.prefix) / "bin" / Path(tool).name).exists()] == []


@pytest.mark.parametrize("page", ["docs/cards.md", "docs/index.md", "docs/evidence/trials.md"])
def test_formatter_leaves_directives_alone(page: str, tmp_path: Path) -> None:
    """What the formatter changes in a disordered page is blanks, never a fence, an option or a comment."""
    source = (PROJECT / page).read_text(encoding="utf-8")
    copy = tmp_path / "page.md"
    copy.write_text(source.replace("\n\n", "\n\n\n"), encoding="utf-8")
    formatter = Path(sys.prefix) / "bin" / "rumdl"
    subprocess.run(
        [formatter, "fmt", "--config", PROJECT / "pyproject.toml", copy], check=True, capture_output=True
    )
    words = [line for line in copy.read_text(encoding="utf-8").splitlines() if line]
    assert words == [line for line in source.splitlines() if line]


@pytest.mark.parametrize(
    ("word", "found"), [("colour", False), ("mineralization", True), ("teh", True), ("sulfate", False)]
)
def test_spelling(word: str, found: bool, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"A page about {word}.\n", encoding="utf-8")
    speller = Path(sys.prefix) / "bin" / "typos"
    run = subprocess.run(
        [speller, "--config", PROJECT / "pyproject.toml", page], capture_output=True, check=False
    )
    assert (run.returncode != 0) == found
