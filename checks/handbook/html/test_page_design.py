"""What pages promise at a glance: the answer at once, prose that reads as prose, links that can be kept."""

from __future__ import annotations

import json
import statistics
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement
    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 700}

HEIGHTS = """() => {
  for (const tab of document.querySelectorAll(".sd-tab-content")) tab.style.display = "block";
  const height = (claim, part) => claim.querySelector(part)?.getBoundingClientRect().height ?? 0;
  return [...document.querySelectorAll(".claim")].filter(claim => !claim.closest(".bottom")).map(claim =>
    [height(claim, ".tag"), height(claim, ".claim-text") + height(claim, ".but")]);
}"""
"""Of each statement, the height of the tag and of what stands beside it."""


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page on a desk that may write to the clipboard."""
    context = browser.new_context(viewport=DESK, permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def small(browser: Browser) -> Iterator[Page]:
    """A page on the smallest phone."""
    page = browser.new_page(viewport=SMALL)
    yield page
    page.close()


@pytest.fixture(scope="module")
def pages_with_claims(built_html: Path) -> list[str]:
    """The pages on which claims stand."""
    claims = json.loads((built_html / "evidence.json").read_bytes())["claims"]
    return sorted({c["path"].removeprefix("docs/").replace(".md", ".html") for c in claims})


def test_home_answers_above_the_fold(desk: Page, site: str) -> None:
    desk.goto(site + "index.html")
    ends = desk.evaluate(
        "() => ['.restatement .claim-text', '.care', '.bottom > li:last-child .certainty']"
        ".map(part => document.querySelector(part).getBoundingClientRect().bottom)"
    )
    assert max(ends) < DESK["height"], ends


def test_home_answers_on_the_first_screen_of_a_phone(browser: Browser, site: str) -> None:
    """The verdict, the warning and the first answer; the other answers follow at once."""
    page = browser.new_page(viewport=PHONE)
    page.goto(site + "index.html")
    ends = page.evaluate(
        "() => ['.restatement .claim-text', '.care', '.bottom > li:first-child']"
        ".map(part => document.querySelector(part).getBoundingClientRect().bottom)"
    )
    page.close()
    assert max(ends) < PHONE["height"], ends


def test_home_says_how_sure_each_sentence_is_and_what_limits_it(parsed: dict[str, HtmlElement]) -> None:
    home = parsed["index.html"]
    sentences = home.xpath("//ol[contains(@class, 'bottom')]/li")
    assert sentences
    assert all(item.xpath(".//li[contains(@class, 'certainty')]") for item in sentences)
    (but,) = home.find_class("numbered-caveats")
    (sources,) = home.find_class("numbered-sources")
    for number in range(1, len(sentences) + 1):
        assert f"({number}) " in sources.text_content()
        assert "(all)" in but.text_content() or str(number) in but.text_content()


def test_tags_are_seldom_taller_than_their_sentences(
    desk: Page, site: str, pages_with_claims: list[str]
) -> None:
    heights = []
    for page in pages_with_claims:
        desk.goto(site + page)
        heights += desk.evaluate(HEIGHTS)
    assert statistics.median(tag / beside for tag, beside in heights) < 0.8
    assert sum(tag <= beside for tag, beside in heights) >= 0.8 * len(heights)
    holes = sorted(tag - beside for tag, beside in heights)
    assert holes[len(holes) * 95 // 100] < 40, "two lines of a tag"
    assert holes[-1] < 100


def test_link_and_citation_of_a_statement_are_copied_and_told(desk: Page, site: str) -> None:
    desk.goto(site + "evidence/trials.html")
    claim = desk.locator(".claim[id]").first
    address = f"{site}evidence/trials.html#{claim.get_attribute('id')}"
    status = desk.get_by_role("status")
    claim.hover()
    claim.get_by_role("link", name="Copy link to this claim").click()
    assert desk.evaluate("() => navigator.clipboard.readText()") == address
    assert address in status.inner_text()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    cited = desk.evaluate("() => navigator.clipboard.readText()")
    for part in (claim.locator(".claim-text").inner_text().strip(), "version", "last searched", address):
        assert part in cited
    assert cited in status.inner_text()
    desk.keyboard.press("Escape")
    assert status.inner_text() == ""


def test_what_cannot_be_copied_is_shown(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.add_init_script("delete Navigator.prototype.clipboard")
    page.goto(site + "evidence/trials.html")
    page.get_by_role("button", name="Cite this claim").first.focus()
    page.keyboard.press("Enter")
    assert "by hand" in page.get_by_role("status").inner_text()
    page.close()


def test_actions_show_on_focus_and_always_on_touch(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + "evidence/trials.html")
    actions = page.locator(".claim[id] .actions").first
    shown = "actions => getComputedStyle(actions).opacity"
    assert actions.evaluate(shown) == "0"
    actions.locator("a").focus()
    assert actions.evaluate(shown) == "1"
    page.close()
    touch = browser.new_context(has_touch=True, is_mobile=True, java_script_enabled=False)
    page = touch.new_page()
    page.goto(site + "evidence/trials.html")
    link = page.locator(".claim[id] .actions").first
    assert (link.evaluate(shown), link.locator("a").get_attribute("href")) == (
        "1",
        "#" + str(page.locator(".claim[id]").first.get_attribute("id")),
    )
    touch.close()


def test_headings_of_the_matrix_stay_in_sight(desk: Page, site: str) -> None:
    for width, bar in ((1280, 0), (900, 40)):
        desk.set_viewport_size({"width": width, "height": 500})
        desk.goto(site + "index.html")
        desk.evaluate(
            "() => document.querySelector('.matrix tr:last-child').scrollIntoView({behavior: 'instant'})"
        )
        head = desk.locator(".matrix thead th").nth(1).bounding_box()
        assert head is not None
        assert bar <= head["y"] < 100


def test_every_page_leads_to_the_short_answer(parsed: dict[str, HtmlElement]) -> None:
    for name, page in parsed.items():
        (menu,) = page.xpath("//nav[@aria-label='Pages']")
        first = menu.xpath(".//a")[0]
        assert first.text_content() == "Short answer", name
        assert first.get("href") in {"#", "index.html", "../index.html"}, name


def test_navigation_shows_the_place_of_the_page(desk: Page, site: str) -> None:
    for name in ("cards.html", "contributing/reuse-the-engine.html", "about.html"):
        desk.goto(site + name)
        around = desk.locator(".sidebar-scroll").bounding_box()
        inside = desk.locator(".sidebar-tree .current-page > .reference").last.bounding_box()
        assert around
        assert inside
        assert around["y"] <= inside["y"] <= around["y"] + around["height"] - inside["height"], name


def test_matrix_is_a_list_of_cards_on_a_phone(small: Page, site: str) -> None:
    small.goto(site + "index.html")
    cells = small.locator(".matrix tbody tr").first.locator("td")
    boxes = [cell.bounding_box() for cell in cells.all()]
    assert len({box["x"] for box in boxes if box}) == 1
    assert len({box["y"] for box in boxes if box}) == len(boxes)
    assert all(stream.is_visible() for stream in cells.locator(".cell-stream").all())
    cells.nth(1).locator("a").click()
    opened = small.locator("input:checked + .is-obs + .sd-tab-content").first
    opened.wait_for()  # the page opens the tab once it is loaded
    assert opened.is_visible()


def test_no_kind_of_study_looks_stronger_than_its_certainty(parsed: dict[str, HtmlElement]) -> None:
    cells = parsed["index.html"].xpath("//table[@class='matrix']//td")
    assert cells
    for cell in cells:
        firm = bool(cell.xpath(".//a/*[contains(@class, 'firm')]"))
        words = cell.xpath("string(.//small)")
        assert firm == ("laboratory" not in words and ("moderate" in words or "high" in words)), words


def test_legend_names_every_symbol_of_the_matrix(parsed: dict[str, HtmlElement]) -> None:
    home = parsed["index.html"]
    explained = {str(href) for href in home.xpath("//*[@class='legend']//use/@href")}
    used = {str(href) for href in home.xpath("//table[@class='matrix']//td//use/@href")}
    assert {symbol for symbol in used if symbol.startswith(("#d-", "#c-"))} <= explained
    assert all(item.text_content().strip() for item in home.xpath("//*[@class='legend']//li"))


def test_no_page_is_wider_than_the_smallest_phone(
    small: Page, site: str, parsed: dict[str, HtmlElement]
) -> None:
    studies = sorted(name for name in parsed if name.startswith("studies/"))
    wide = {}
    for name in {*parsed} - {*studies} | {*studies[:: len(studies) // 20]}:
        small.goto(site + name)
        width = small.evaluate("() => document.documentElement.scrollWidth")
        if width > SMALL["width"]:
            wide[name] = width
    assert wide == {}


def test_study_page_is_an_extraction_sheet(parsed: dict[str, HtmlElement], built_html: Path) -> None:
    studies = json.loads((built_html / "evidence.json").read_bytes())["studies"]
    assert studies
    for study in studies:
        page: Any = parsed[study["path"].removeprefix("docs/").replace(".yaml", ".html")]
        titles = {" ".join(title.text_content().split()).removesuffix("#") for title in page.xpath("//h2")}
        assert {"Design", "Who or what was studied", "This record", "Cite this study"} <= titles, study["id"]
        dates = [item.text_content() for item in page.xpath("//ul[@class='meta']/li")]
        assert any(date.startswith("Last changed") for date in dates), study["id"]
        for ending, shown in zip(("bib", "ris"), page.find_class("highlight")[-2:], strict=True):
            file = built_html / "studies" / f"{study['id']}.{ending}"
            assert file.read_text(encoding="utf-8").split() == shown.text_content().split()


def test_citation_files_can_be_read_by_reference_managers(built_html: Path) -> None:
    import rispy
    from pybtex.database import parse_file

    for path in sorted((built_html / "studies").glob("*.bib")):
        entries = parse_file(str(path), "bibtex").entries
        assert list(entries) == [path.stem]
        (record,) = rispy.loads(path.with_suffix(".ris").read_text(encoding="utf-8"))
        assert record["id"] == path.stem
        assert record["title"]
        if "doi" in entries[path.stem].fields:
            assert record["doi"] == entries[path.stem].fields["doi"]
