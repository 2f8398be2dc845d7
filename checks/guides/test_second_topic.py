"""A handbook on another topic, with words of its own, runs on the same engine through the same commands."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import html

from checks.fixtures.small_handbook import MiniHandbook
from checks.handbook.pdf.pages import squeezed, words_of
from checks.paths import CONF, FIXTURES
from evidence.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement
    from playwright.sync_api import Browser, Page

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


# -- the look, which comes with the engine


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the handbook on blue tea, built once with its own settings."""
    tea = MiniHandbook(shutil.copytree(SECOND, tmp_path_factory.mktemp("tea") / "handbook"))
    run = tea.build()
    assert (run.code, run.err) == (0, "")
    return tea.out()


@pytest.fixture(params=[("desk", "light"), ("desk", "dark"), ("phone", "light")], ids=" ".join)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of a browser that finds all files it asks for."""
    device, scheme = request.param
    page = browser.new_page(
        viewport={"width": 390 if device == "phone" else 1280, "height": 900}, color_scheme=scheme
    )
    lost: list[str] = []
    page.on("requestfailed", lambda request: lost.append(request.url))
    page.on("pageerror", lambda error: lost.append(str(error)))
    yield page
    page.close()
    assert lost == []


@pytest.mark.browser
@pytest.mark.parametrize("name", ["index", "card", "explorer", "search", "studies/tea-tank-2005"])
def test_page_has_style_symbols_and_no_hidden_words(name: str, page: Page, pages: Path) -> None:
    page.goto(f"{pages.as_uri()}/{name}.html")
    if name == "explorer":
        page.locator(".results > li").first.wait_for()
    missing = page.evaluate(
        "() => [...document.querySelectorAll('use')].map(use => use.getAttribute('href'))"
        ".filter(href => !document.querySelector(href)?.childElementCount)"
    )
    assert missing == []
    symbols = page.locator("article svg.sym:visible")
    assert symbols.count() > 0 or name == "search"
    for symbol in symbols.all():
        box = symbol.bounding_box()
        assert box
        assert box["width"] > 8
        assert box["height"] > 8
    for words in page.locator(".vh").all():
        box = words.bounding_box()
        assert box is None or box["width"] <= 1, words.text_content()
    colours = page.evaluate(
        "() => { const style = getComputedStyle(document.body); return [style.color, style.backgroundColor] }"
    )
    assert len({*colours, "rgba(0, 0, 0, 0)"}) == 3
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_explorer_has_its_style_sheet(page: Page, pages: Path) -> None:
    page.goto(f"{pages.as_uri()}/explorer.html")
    page.locator(".results > li").first.wait_for()
    assert page.locator(".filters").evaluate("form => getComputedStyle(form).display") == "grid"


def test_every_file_that_a_page_names_is_there(pages: Path) -> None:
    for path in pages.rglob("*.html"):
        parsed: HtmlElement = html.fromstring(path.read_bytes())
        named = map(str, parsed.xpath("//link[@rel='stylesheet']/@href | //script/@src"))
        assert [name for name in named if not (path.parent / name.partition("?")[0]).is_file()] == []


def test_made_as_a_pdf(tea: MiniHandbook) -> None:
    run = tea.build("typstpdf")
    assert (run.code, run.err) == (0, "")
    words = "".join(words_of(tea.out("typstpdf") / "book.pdf"))
    assert squeezed("In people with hiccups, a cup of blue tea was not shown to shorten them.") in words
    assert squeezed("Evidence last searched") not in words
    assert "magnesium" not in words.lower()


def test_made_as_an_epub(tea: MiniHandbook) -> None:
    run = tea.build("epub")
    assert (run.code, run.err) == (0, "")
    assert (tea.out("epub") / "Blueteaandhiccups.epub").is_file()


def test_its_own_settings_template_and_style_are_taken(tea: MiniHandbook) -> None:
    (tea.conf / "own").mkdir()
    (tea.conf / "own" / "handbook.css").write_text("body { color: teal }\n", encoding="utf-8")
    (tea.conf / "own" / "dates.html").write_text("<p>No dates.</p>\n", encoding="utf-8")
    (tea.conf / "own.typ").write_text(
        '#import "base.typ": *\n#let dressed(body) = { [Our own opening.]; body }\n',
        encoding="utf-8",
    )
    with (tea.conf / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write(
            'html_static_path = templates_path = ["own"]\nhtml_show_sphinx = html_use_index = True\n'
            'typst_book_template = "own.typ"\n'
        )
    assert tea.build().code == 0
    assert (tea.out() / "_static" / "handbook.css").read_text(encoding="utf-8") == "body { color: teal }\n"
    assert "No dates." in tea.shown("card")
    assert (tea.out() / "genindex.html").is_file()
    assert tea.build("typstpdf").code == 0
    assert "Ourownopening." in "".join(words_of(tea.out("typstpdf") / "book.pdf"))


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
