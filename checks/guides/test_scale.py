"""The page on scale is true: handbooks are built apart, joined, served as files and searched as it says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from lxml import html

from checks.bench.export_of import repeated
from checks.bench.queries import PAGE, answer, measure, queries
from checks.fixtures.small_handbook import copy_mini
from checks.guides.guide_blocks import Walk, blocks, commands
from checks.paths import FIXTURES
from evidence.export.evidence_file import evidence_file, json_schema, to_json

if TYPE_CHECKING:
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook
    from evidence.export.records import EvidenceFile

BLOCKS = list(blocks(PAGE))
(WORKFLOW,) = (yaml.safe_load(block.text) for block in BLOCKS if block.language == "yaml")


class Forge:
    """What a forge does with the workflow of the page: jobs in their order, and the files they hand on."""

    def __init__(self, root: Path) -> None:
        """Take a folder with what is checked out, and room for the jobs and for what they hand on."""
        self.checkout, self.jobs, self.kept = root / "checkout", root / "jobs", root / "kept"

    def run(self) -> Path:
        """Run each job for each topic in a checkout of its own; gives the folder of the last."""
        for name, job in WORKFLOW["jobs"].items():
            for topic in job.get("strategy", {}).get("matrix", {}).get("topic", ["all"]):
                folder = self.jobs / f"{name}-{topic}"
                shutil.copytree(self.checkout, folder, symlinks=True)
                for step in job["steps"]:
                    self._step(step, folder, topic)
        return folder

    def _step(self, step: dict[str, Any], folder: Path, topic: str) -> None:
        if "run" in step:
            if not step["run"].startswith("make "):  # what it sets up is there
                environment = {**os.environ, "TOPIC": topic, "PYTHONDONTWRITEBYTECODE": "1"}
                subprocess.run(["bash", "-euc", step["run"]], cwd=folder, env=environment, check=True)
            return
        action, given = step["uses"].partition("@")[0], step.get("with", {})
        if action == "actions/upload-artifact":
            name = given["name"].replace("${{ matrix.topic }}", topic)
            shutil.copytree(folder / given["path"], self.kept / name)
        elif action == "actions/download-artifact":
            assert given["merge-multiple"] is True
            for part in sorted(self.kept.glob(given["pattern"])):
                shutil.copytree(part, folder / given["path"], dirs_exist_ok=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two invented handbooks with what the page adds to them, built and joined by its workflow."""
    forge = Forge(tmp_path_factory.mktemp("collection"))
    copy_mini(forge.checkout / "topics" / "arteries")
    for folder in ("docs", "conf"):
        shutil.copytree(FIXTURES / "second_topic" / folder, forge.checkout / "topics" / "tea" / folder)
    (forge.checkout / ".venv").symlink_to(sys.prefix)
    for block in BLOCKS:
        if block.file.startswith("topics/"):
            with (forge.checkout / block.file).open("a", encoding="utf-8") as file:
                file.write(f"\n{block.text}" if block.language == "python" else block.text)
        elif block.language == "text":
            assert all((forge.checkout / folder).is_dir() for folder in block.text.split())
    return forge.run() / "build" / "site"


def test_pages_link_from_topic_to_topic(site: Path) -> None:
    page = site / "arteries" / "more.html"
    found = html.parse(str(page)).xpath("//a[contains(@class, 'external')][starts-with(@href, '../')]")
    assert {link.text_content() for link in found} == {"a study of fish", "hiccups"}
    for link in found:
        address, _, anchor = link.get("href").partition("#")
        target = html.parse(str(page.parent / address))
        assert target.xpath("//*[@id = $anchor]", anchor=anchor), link.get("href")


@pytest.fixture(scope="module")
def exported(site: Path) -> dict[str, Any]:
    """The exported data of each topic."""
    return {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))
        for path in (site / "data").glob("*/evidence.json")
    }


def test_queries_find_what_the_data_hold(site: Path, exported: dict[str, Any]) -> None:
    """Each query of the page, against the same count over the same data without it."""
    claims = [(topic, claim) for topic, data in exported.items() for claim in data["claims"]]
    files = {(topic, s["id"]): s["file"] for topic, data in exported.items() for s in data["studies"]}
    certainty = Counter((topic, claim["stream"], claim["certainty"]) for topic, claim in claims)
    cited = (files[topic, study] for topic, claim in claims for study in claim["studies"])
    sources = Counter((study["type"], study["extraction"]) for study in cited)
    results = (result for study in files.values() for result in study.get("results", ()))
    directions = Counter((result["outcome"], result["direction"]) for result in results)
    assert {topic for topic, *_ in certainty} == {"arteries", "tea"}
    for query, counted in zip(queries(), (certainty, sources, directions), strict=True):
        assert {row[:-1]: row[-1] for row in answer(query, site / "data")} == counted


def test_references_stand_on_several_pages(mini: MiniHandbook) -> None:
    (block,) = (block for block in BLOCKS if block.file.startswith("docs/references/"))
    assert 'year >= "2000"' in block.text
    mini.replace("references.md", ":all:", ':filter: year < "2004"')
    mini.write(block.file.removeprefix("docs/"), block.text.replace('"2000"', '"2004"'))
    run = mini.build("html", "-W")
    assert (run.code, run.err) == (0, "")
    later = block.file.removeprefix("docs/").replace(".md", ".html")
    for page, first in ((later, "cite-mini-rats-2005"), ("references.html", "cite-mini-trial-2001")):
        listed = html.parse(str(mini.out() / page)).xpath("//*[starts-with(@id, 'cite-')]/@id")
        assert first in listed
        assert len(listed) < 5
    cited = html.parse(str(mini.out() / "card.html")).xpath("//a[contains(@href, '#cite-')]/@href")
    assert {address.partition("#")[0] for address in cited} == {later}


def test_commands_of_the_page(mini: MiniHandbook) -> None:
    walk = Walk(mini)
    for block in BLOCKS:
        for command in commands(block.text) if block.language == "console" else ():
            if command.words[0] == "python":
                assert command.words[1] == "-m"
                assert find_spec(command.words[2]), command.words
            else:
                walk.run(command)


def test_every_kind_of_block_is_run() -> None:
    assert {block.language for block in BLOCKS} == {"console", "text", "python", "markdown", "yaml", "sql"}


@pytest.fixture
def data(mini: MiniHandbook) -> EvidenceFile:
    """The export of the invented handbook."""
    return evidence_file(mini.read().handbook)


def test_repeated_collection_is_a_valid_export(data: EvidenceFile) -> None:
    """It has the published form, each object once, and names only objects that it has."""
    large = json.loads("".join(to_json(repeated(data, range(3)))))
    assert list(Draft202012Validator(json_schema()).iter_errors(large)) == []
    ids = {kind: [record["id"] for record in large[kind]] for kind in ("claims", "studies", "cards")}
    for kind, names in ids.items():
        assert names == sorted(set(names))
        assert len(names) == 3 * len(getattr(data, kind))
    for claim in large["claims"]:
        assert {*claim["studies"], *claim["contrary"]} <= set(ids["studies"])
        assert claim["finding"] is None or claim["finding"].partition("/")[0] in ids["cards"]
    naming = [*large["studies"], *large["caveats"], *large["statements"], *large["restatements"]]
    naming += [finding for card in large["cards"] for finding in card["findings"]]
    for record in naming:
        assert set(record["claims"]) <= set(ids["claims"])
    assert large["studies"][0]["file"] == data.studies[0].model_dump(mode="json")["file"]


def test_measured_on_at_least_as_many_claims_as_asked_for(
    data: EvidenceFile, capsys: pytest.CaptureFixture[str]
) -> None:
    measure(data, claims=2 * len(data.claims) + 1, topics=2)
    said = capsys.readouterr().out
    assert said.startswith(f"{4 * len(data.claims)} claims in 2 folders")
    for query in queries():
        assert query.splitlines()[0] in said
