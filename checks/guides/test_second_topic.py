"""A handbook on another topic, with words of its own, runs on the same engine through the same commands."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from checks.fixtures.small_handbook import MiniHandbook
from checks.paths import CONF, FIXTURES
from evidence.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

SECOND = FIXTURES / "second_topic"
OF_THE_TOPIC = (
    "stream",
    "study-type",
    "outcome",
    "population",
    "population-group",
    "exposure",
    "caveat",
    "topic",
)
"""The kinds of word that a topic chooses for itself."""


@pytest.fixture
def tea(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MiniHandbook:
    """A copy of the invented handbook on blue tea, in which the commands are run."""
    for folder in ("docs", "conf"):
        shutil.copytree(SECOND / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return MiniHandbook(tmp_path)


def test_shares_no_word_of_the_topic() -> None:
    first, second = (load_vocabulary(folder / "vocabulary.toml") for folder in (CONF, SECOND / "conf"))
    for kind in OF_THE_TOPIC:
        assert not set(first.ids(kind)) & set(second.ids(kind)), kind
    assert first.substance != second.substance


def test_every_page_says_that_it_is_invented() -> None:
    for page in (SECOND / "docs").rglob("*.*"):
        if page.suffix in {".md", ".bib"} or page.parent.name == "studies":
            assert "invented" in page.read_text(encoding="utf-8").lower(), page.name


def test_check_is_clean(tea: MiniHandbook) -> None:
    run = tea.evidence("check", "docs", "--strict")
    assert (run.code, run.out) == (0, "3 claims, 3 studies: 0 errors, 0 warnings, 0 notes\n")


@pytest.mark.parametrize(
    ("page", "old", "new", "told"),
    [
        ("card.md", ":caveats: fish-do-not-hiccup\n", "", "caveat-required: the claim fish-gulp-less"),
        ("card.md", ":outcome: fish-gulps", ":outcome: cac", "claim-study-type: "),
        ("card.md", "was linked to fewer hours with hiccups.\n::::",
         "prevents hiccups.\n::::", "wording-too-strong: "),
        ("card.md", "In pond fish, tea in the water went with fewer gulps.\n::::",
         "Tea went with fewer gulps.\n::::", "claim-population: "),
        ("studies/tea-tank-2005.yaml", "[pond-fish]", "[rat-ckd]", "study-schema: "),
    ],
)  # fmt: skip
def test_rules_speak_of_its_words(tea: MiniHandbook, page: str, old: str, new: str, told: str) -> None:
    tea.replace(page, old, new)
    run = tea.evidence("check", "docs")
    assert run.code == 1
    assert f"error: {told}" in run.out


def test_pages_are_built_without_a_word_of_the_other_topic(tea: MiniHandbook) -> None:
    run = tea.build()
    assert (run.code, run.err) == (0, "")
    assert "Tea was given" in tea.shown("index")
    written = [*tea.out().rglob("*.html"), tea.out() / "evidence.json"]
    assert len(written) > len(list(tea.docs.rglob("*.md")))
    for path in written:
        assert "magnesium" not in path.read_text(encoding="utf-8").lower(), path.name


def test_exported(tea: MiniHandbook) -> None:
    assert tea.evidence("export", "docs", "out").code == 0
    claims = json.loads((tea.root / "out" / "evidence.json").read_text(encoding="utf-8"))["claims"]
    assert {kind for claim in claims for kind in claim["study_types"]} == {"lottery", "diary", "tank-study"}


def test_compared(tea: MiniHandbook) -> None:
    tea.evidence("export", "docs", "before")
    tea.replace("card.md", ":caveats: fish-do-not-hiccup\n", "")
    run = tea.evidence("diff", "before/evidence.json", "docs")
    assert 'The caveat "Fish do not hiccup" was dropped.' in run.out


def test_new_records_are_begun_in_its_words(tea: MiniHandbook) -> None:
    record = tea.root / "new.bib"
    record.write_text("@article{x, author={Made-Up, Eve}, title={More tea}, year={2009}}\n", encoding="utf-8")
    assert tea.evidence("new-study", str(record)).code == 0
    assert "lottery, diary, tank-study" in next(tea.docs.glob("studies/*2009.yaml")).read_text(
        encoding="utf-8"
    )
    assert tea.evidence("new-claim", "docs/words.md", "more-gulps", "--studies", "tea-tank-2005").code == 0
    assert ":study-type: tank-study\n" in (tea.docs / "words.md").read_text(encoding="utf-8")
