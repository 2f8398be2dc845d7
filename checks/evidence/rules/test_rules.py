"""Every rule fires on its bad fixtures, at the exact lines, and is silent on its good ones."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from checks.handbook.html.caveats_in_html import hidden_caveats
from checks.paths import SMALL_CONF
from evidence.rules import RULES
from evidence.rules.judge import judge, sorted_problems
from evidence.rules.registry import Example, Rule
from sphinx_evidence.build.read_handbook import read_handbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Problem

HERE = Path(__file__).parent
FIXTURES = sorted(path for path in HERE.glob("*/*.md") if path.parent.name != "base")
EXAMPLES = [
    (rule.id, number, example) for rule in RULES.values() for number, example in enumerate(rule.examples)
]
TODAY = "2026-11-23"
WELL_FORMED = {"page-markup", "page-readable", "study-schema"}
NOT_TEXT = {"page-readable"}
"""Rules whose faults cannot be shown in a text."""

MARK = re.compile(rb"[ \t]+%! (?P<rule>[a-z-]+): (?P<words>.*?)(?=[ \t]+%! |\r?$)", re.MULTILINE)


class Expected(NamedTuple):
    """A problem that a fixture announces."""

    path: str
    line: int
    rule: str
    words: str


class InventedHandbook:
    """The base handbook in a folder of its own, changed for one fixture at a time."""

    def __init__(self, folder: Path) -> None:
        """Copy the base."""
        self.docs = folder / "docs"
        self.built = folder / "html"
        self.cache = folder / "cache"
        shutil.copytree(HERE / "base", self.docs)
        self.built.mkdir()

    def problems(self, files: dict[str, bytes], rule: str) -> list[Problem]:
        """What a rule, and reading itself, find in some files put into the handbook."""
        paths = [self.built / name if name.endswith(".html") else self.docs / name for name in files]
        before = {path: path.read_bytes() if path.is_file() else None for path in paths}
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        try:
            reading = read_handbook(self.docs, SMALL_CONF, self.cache, TODAY)
            found = list(reading.problems)
            judged = judge(reading.handbook)
            assert all(
                judge(reading.handbook, paths=[path]) == [p for p in judged if p.path == path]
                for path in {p.path for p in found}
            ), "a file judged alone has the problems that it has among the others"
            if rule in RULES and RULES[rule].rendered:
                found += hidden_caveats(reading.handbook, self.built)
        finally:
            for path, kept in before.items():
                if kept is None:
                    path.unlink()
                else:
                    path.write_bytes(kept)
        here = {f"docs/{name}" for name in files}
        return [p for p in sorted_problems(found) if p.path in here and p.rule in {rule, *WELL_FORMED}]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> InventedHandbook:
    """The invented handbook, read once and then only where a fixture changes it."""
    return InventedHandbook(tmp_path_factory.mktemp("invented"))


def files_of(fixture: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a fixture, marks included."""
    name, content = "page.md", b""
    for line in fixture.splitlines(keepends=True):
        if line.startswith(b"%%% "):
            if content:
                yield name, content
            name, content = line[4:].decode().strip(), b""
        else:
            content += line
    yield name, content


def expected_in(name: str, content: bytes) -> Iterator[Expected]:
    """The problems that the marks of a file announce."""
    for number, line in enumerate(content.splitlines(), start=1):
        for mark in MARK.finditer(line):
            yield Expected(f"docs/{name}", number, mark["rule"].decode(), mark["words"].decode().strip())


def prove(path: Path, invented: InventedHandbook) -> None:
    """Assert that a fixture's rule finds what the fixture announces, and nothing else."""
    marked = dict(files_of(path.read_bytes()))
    rule = path.parent.name
    expected = sorted(e for name, content in marked.items() for e in expected_in(name, content))
    assert bool(expected) == path.stem.startswith("bad-"), "a bad fixture announces its faults"
    found = invented.problems({name: MARK.sub(b"", content) for name, content in marked.items()}, rule)
    shown = "\n".join(map(str, found))
    assert sorted((p.path, p.line, p.rule) for p in found) == [e[:3] for e in expected], shown
    for e in expected:
        assert any(e.words in str(p) for p in found if (p.path, p.line, p.rule) == e[:3]), f"{e}\n{shown}"


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_fixture(path: Path, invented: InventedHandbook) -> None:
    prove(path, invented)


@pytest.fixture
def rules_restored() -> Iterator[None]:
    """All rules, in their order, stand in the registry again after a test that takes one away."""
    before = dict(RULES)
    yield
    RULES.clear()
    RULES.update(before)


@pytest.mark.usefixtures("rules_restored")
@pytest.mark.parametrize("rule", list(RULES))
def test_rule_is_missed_when_it_is_switched_off(rule: str, invented: InventedHandbook) -> None:
    bad = next(path for path in FIXTURES if path.parent.name == rule and path.stem.startswith("bad-"))
    del RULES[rule]
    with pytest.raises(AssertionError, match=rule):
        prove(bad, invented)


@pytest.mark.parametrize(("rule", "number", "example"), EXAMPLES, ids=lambda value: str(value)[:30])
def test_example(rule: str, number: int, example: Example, invented: InventedHandbook) -> None:
    found = invented.problems(as_files(example), rule)
    assert {p.rule for p in found} == (set() if example.good else {rule}), "\n".join(map(str, found))


def as_files(example: Example) -> dict[str, bytes]:
    """The files that an example of a rule's documentation stands for."""
    text = example.text.encode()
    if example.file == "study":
        name = re.search(rb"^id: (\S+)$", text, re.MULTILINE)
        assert name
        return {f"studies/{name[1].decode()}.yaml": text}
    if example.file == "html":
        return {"page.md": A_LINK, "page.html": b"<html><body>" + text + b"</body></html>"}
    if example.file == "reviews":
        return {"page.md": A_LINK, "records/reviews.yaml": text}
    return {
        {
            "page": "page.md",
            "statements": "statements.yaml",
            "bibliography": "references.bib",
            "retractions": "records/retractions.yaml",
        }[example.file]: text
    }


A_LINK = b"""# Example

:::{claim} a-link
:study-type: cohort
:studies: read-in-full-2020
:certainty: low
:because: design
:direction: benefit
:outcome: mortality
:caveats: association-not-causation

In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
:::
"""
"""The page behind the examples of built pages and of reviews; its study is unknown, so none is derived."""


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_is_proved_and_explained(rule: Rule) -> None:
    stems = {path.stem.split("-")[0] for path in FIXTURES if path.parent.name == rule.id}
    assert stems == {"bad", "good"}
    assert {example.good for example in rule.examples} == (set() if rule.id in NOT_TEXT else {True, False})
    assert rule.summary.endswith(".")
