"""The guides of the handbook are true: commands run, files are clean, the table of events is the code's."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import PurePath
from typing import TYPE_CHECKING

import pytest
import yaml

from checks.guides.guide_blocks import GUIDES, Block, Walk, blocks, commands
from checks.paths import ROOT
from evidence.vocabulary.vocabulary import load_vocabulary
from sphinx_evidence import extension as events

if TYPE_CHECKING:
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook

PAGES = sorted(GUIDES.glob("*.md"))
A_RULE = "add-a-rule.md"
"""The guide whose files belong to the engine and not to a handbook."""
OF_RULES = (
    "pyproject.toml", "conf", "checks/conftest.py", "checks/paths.py", "checks/fixtures",
    "checks/evidence/rules", "checks/handbook/html/caveats_in_html.py",
    "checks/sphinx_evidence/site/test_rule_pages.py",
)  # fmt: skip
"""What proves a rule: the engine, and the tests of rules and of the pages that show them."""


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != A_RULE], ids=lambda page: page.stem)
def test_guide_is_followed(page: Path, mini: MiniHandbook, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk(mini)
    monkeypatch.chdir(mini.root)
    for block in blocks(page):
        if block.language == "console":
            for command in commands(block.text):
                walk.run(command)
        elif block.file:
            walk.put(block)
        else:
            understand(block, mini)
    run = mini.check("--strict")
    assert run.code == 0, run.out


def understand(block: Block, mini: MiniHandbook) -> None:
    """Read a block that belongs into no file as what it is."""
    match block.language:
        case "yaml":
            assert yaml.safe_load(block.text)
        case "toml":
            assert tomllib.loads(block.text)
        case "python":
            compile(block.text, "guide", "exec")
        case "markdown":
            page = mini.page(f"# An extra page\n\n{block.text}", f"extra-{block.line}.md")
            told = [line for line in mini.check().out.splitlines() if page.name in line]
            assert not told, told
        case "text":
            pass  # a picture made of letters; where it shows packages, checks/test_layers.py compares a table
        case _:
            pytest.fail(f"no test knows what to do with {block.language} at line {block.line}")


def test_rule_of_the_guide(tmp_path: Path) -> None:
    """In a copy of the project, the files of the guide alone make a rule that all tests of rules prove."""
    written = [block for block in blocks(GUIDES / A_RULE) if block.file]
    (module,) = (block.file for block in written if block.file.endswith(".py"))
    name = PurePath(module).stem.replace("_", "-")
    for part in OF_RULES:
        path = tmp_path / part
        path.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, path)
    for block in written:
        path = tmp_path / block.file
        assert not path.exists()
        path.parent.mkdir(exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", f"{name} or test_rule_pages",
         "checks/evidence/rules/test_rules.py", "checks/sphinx_evidence/site/test_rule_pages.py"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": "conf"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    # Two fixtures, the rule switched off, two examples, the rule proved and explained; two pages of rules.
    assert "8 passed" in run.stdout, run.stdout


def test_commands_of_the_rule_guide(mini: MiniHandbook, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = Walk(mini)
    monkeypatch.chdir(mini.root)
    for block in blocks(GUIDES / A_RULE):
        for command in commands(block.text) if block.language == "console" else ():
            walk.run(command)


def test_settings_of_the_guide_are_enough(mini: MiniHandbook) -> None:
    """A handbook with these settings alone is built without a warning."""
    (settings,) = (block for block in blocks(GUIDES / "reuse-the-engine.md") if block.file == "conf/conf.py")
    (mini.conf / "conf.py").write_text(settings.text, encoding="utf-8")
    (mini.docs / "statements.yaml").unlink()
    mini.replace("index.md", "statements\n", "")
    (mini.docs / "statements.md").unlink()
    run = mini.build()
    assert (run.code, run.err) == (0, "")
    assert (mini.out() / "evidence.json").is_file()


def test_event_table_is_that_of_the_code() -> None:
    row = re.compile(r"(?m)^\| `(?P<event>[a-z-]+)` +\| (?P<words>.*?) +\|$")
    table = row.findall((GUIDES / "architecture.md").read_text(encoding="utf-8"))
    assert table == _rows(inspect.getdoc(events) or "")


def _rows(docstring: str) -> list[tuple[str, str]]:
    """The rows of the table in a docstring; a line without an event goes on with the row before."""
    body = re.split(r"(?m)^=+ +=+$", docstring)[1]
    whole = re.sub(r"\n {5,}", " ", body.strip())
    return [(event, words) for event, words in (line.split(maxsplit=1) for line in whole.splitlines())]


def test_table_of_study_types_has_each_once() -> None:
    page = (GUIDES / "choose-a-study-type.md").read_text(encoding="utf-8")
    asked = re.findall(r"(?m)^\| .* \| `([a-z-]+)` \|$", page)
    assert sorted(asked) == sorted(load_vocabulary(ROOT / "conf" / "vocabulary.toml").ids("study-type"))


def test_guides_stand_in_the_index() -> None:
    listed = re.findall(r"(?m)^([a-z][a-z-]+)$", (GUIDES / "index.md").read_text(encoding="utf-8"))
    assert {page.stem for page in PAGES} - {"index"} == set(listed)


def test_contributing_opens_every_guide() -> None:
    door = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert {page.stem for page in PAGES} - {"index"} <= set(
        re.findall(r"docs/contributing/([a-z-]+)\.md", door)
    )
