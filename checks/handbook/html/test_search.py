"""The search, in a real browser: words lead to the statement that holds them, from a server and from disk."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def data(built_html: Path) -> dict[str, Any]:
    """The exported handbook."""
    loaded: dict[str, Any] = json.loads((built_html / "evidence.json").read_bytes())
    return loaded


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which nothing may go wrong."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    yield opened
    opened.close()
    assert wrong == []


def search(page: Page, address: str, words: str) -> Locator:
    """Search from the sidebar of the first page; the results, when all have come."""
    page.goto(f"{address}index.html")
    box = page.get_by_role("textbox", name="Search")
    box.fill(words)
    box.press("Enter")
    page.locator(".search-count:not(:empty)").wait_for(timeout=20_000)
    return page.locator("#search-results .search > li")


def some_words(text: str) -> str:
    """A few words out of the middle of a sentence."""
    words = [word for word in text.split() if word.isalpha()]
    return " ".join(words[3:9])


def test_words_of_a_statement_lead_to_it(page: Page, site: str, data: dict[str, Any]) -> None:
    for claim in data["claims"][::60]:
        results = search(page, site, some_words(claim["text"]))
        anchors = results.locator("a").evaluate_all("links => links.map(link => link.hash)")
        assert f"#claim-{claim['id']}" in anchors


def test_statement_in_a_closed_tab_is_shown(page: Page, site: str, data: dict[str, Any]) -> None:
    claim = next(c for c in data["claims"] if c["finding"] and c["stream"] == "laboratory")
    search(page, site, some_words(claim["text"]))
    page.locator(f"#search-results a[href$='#claim-{claim['id']}']").click()
    page.locator(f"#claim-{claim['id']} .claim-text").wait_for()
    tab = page.locator(f"#card-{claim['finding'].replace('/', '-')}")
    assert tab.evaluate("label => label.previousElementSibling.checked")


def test_statement_is_found_with_its_caveats(page: Page, site: str, data: dict[str, Any]) -> None:
    titles = {caveat["id"]: caveat["title"] for caveat in data["caveats"]}
    by_anchor = {f"#claim-{claim['id']}": claim for claim in data["claims"]}
    found = 0
    for item in search(page, site, "stones").all():
        link = item.locator("a").first
        claim = by_anchor.get(link.evaluate("link => link.hash"))
        if claim is not None:
            found += 1
            assert link.inner_text().split() == claim["text"].split()
            assert all(titles[caveat] in item.inner_text() for caveat in claim["caveats"])
    assert found


def test_study_is_found_by_author_and_title_and_once(page: Page, site: str, data: dict[str, Any]) -> None:
    study = next(s for s in data["studies"] if s["id"].startswith("bressendorff-2023"))
    for words in ("bressendorff 2023", " ".join(study["title"].split()[:6])):
        links = search(page, site, words).locator("a")
        assert links.evaluate_all(
            "(links, page) => links.filter(link => link.pathname.endsWith(page)).map(link => link.hash)",
            f"/studies/{study['id']}.html",
        ) == [f"#study-{study['id']}"]


def test_parts_of_words_are_not_found(page: Page, site: str) -> None:
    results = search(page, site, "rat").locator("xpath=self::*[contains(@class, 'kind-object')]")
    assert results.count()
    for text in results.all_inner_texts():
        assert re.search(r"\brat", text, re.IGNORECASE), text


def test_search_leads_to_the_explorer(page: Page, site: str) -> None:
    search(page, site, "randomized trial")
    page.locator(".search-more a").click()
    page.locator(".count", has_text="studies").wait_for()
    assert page.locator("#explorer-words").input_value() == "randomized trial"


def test_number_of_results_is_announced(page: Page, site: str) -> None:
    number = search(page, site, "phosphate").count()
    assert number > 1
    assert page.get_by_role("status").inner_text() == f"{number} results"
    assert search(page, site, "xylophone").count() == 0
    assert page.get_by_role("status").inner_text() == "Nothing was found."


def test_search_works_from_disk(page: Page, built_html: Path) -> None:
    results = search(page, f"{built_html.as_uri()}/", "kidney stones")
    results.locator("a[href*='#claim-']").first.click()
    page.locator(":target").wait_for()


def test_only_the_search_loads_the_index(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1].partition("?")[0]))
    for name in ("index.html", "cards.html", "explorer.html"):
        page.goto(site + name)
    assert "searchindex.js" not in asked
    search(page, site, "stones")
    assert asked.count("searchindex.js") == 1
    assert sum(name.endswith(".html") for name in asked) == 5  # no page that was found is fetched
