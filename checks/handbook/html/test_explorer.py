"""The explorer on the real pages: what it finds, what its address keeps, what stands there without it."""

from __future__ import annotations

from html import escape
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from checks.fixtures.small_handbook import copy_mini
from checks.handbook.html.explorer_data import Data, matching, read_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def data(built_html: Path) -> Data:
    """What the explorer must find, out of the exported data alone."""
    return read_data(built_html)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk on which nothing may go wrong."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    yield opened
    opened.close()
    assert wrong == []


def explore(page: Page, address: str, **wanted: str | list[str]) -> None:
    """Open the explorer with a state in its address, and wait until the count stands there."""
    page.goto(f"{address}explorer.html?{urlencode(wanted, doseq=True)}")
    settled(page)


def settled(page: Page) -> None:
    """Wait until the count stands there."""
    page.locator(".count", has_text="studies").wait_for()


def found(page: Page) -> list[str]:
    """The anchors of all that is listed, after asking for more as long as there is more."""
    button = page.locator(".more button")
    while button.is_visible():
        button.click()
    links = page.locator(".results > li:not([hidden]) .claim-text > a:first-child")
    hrefs = links.evaluate_all("links => links.map(link => link.hash.slice(1))")
    return [str(href) for href in hrefs]


def numbers(page: Page) -> tuple[int, int, int, int]:
    """The numbers of the count: claims found, of how many, studies found, of how many."""
    words = page.locator(".count").inner_text().replace(",", "").split()
    claims, all_claims, studies, all_studies = (int(word) for word in words if word.isdigit())
    return claims, all_claims, studies, all_studies


COMBINATIONS: list[dict[str, list[str]]] = [
    {},
    {"stream": ["trials"]},
    {"stream": ["observational", "laboratory"]},
    {"certainty": ["low"], "direction": ["benefit"]},
    {"stream": ["trials"], "certainty": ["low", "very-low"], "direction": ["harm", "not-shown"]},
    {"study_type": ["animal"], "caveat": ["animals-are-not-people"]},
    {"outcome": ["cac"]},
    {"population": ["haemodialysis"], "stream": ["trials"]},
    {"caveat": ["abstract-only"], "direction": ["mixed"]},
    {"stream": ["laboratory"], "caveat": ["association-not-causation"]},
]


@pytest.mark.browser
@pytest.mark.parametrize("wanted", COMBINATIONS)
def test_filters_find_what_the_data_say(
    wanted: dict[str, list[str]], data: Data, page: Page, site: str
) -> None:
    query = {name.replace("_", "-"): words for name, words in wanted.items()}
    claims, studies = matching(data.claims, **wanted), matching(data.studies, **wanted)
    explore(page, site, kind="claims", **query)
    page.locator(".count", has_text=f"{len(claims)} of {len(data.claims)} ").wait_for()
    assert numbers(page) == (len(claims), len(data.claims), len(studies), len(data.studies))
    assert sorted(found(page)) == sorted(f"claim-{name}" for name in claims)
    page.get_by_role("radio", name="Studies").check()
    assert sorted(found(page)) == sorted(f"study-{name}" for name in studies)


@pytest.mark.browser
def test_filters_offer_what_occurs_and_count_it(data: Data, page: Page, site: str) -> None:
    explore(page, site, stream="trials")
    page.locator(".count", has_text=f"{len(matching(data.claims, stream=['trials']))} of").wait_for()
    offered = page.locator("select option[value]:not([value='']), .filters [type=checkbox]").evaluate_all(
        "fields => fields.map(field => [field.name ?? field.parentElement.name, field.value, "
        "(field.matches('option') ? field : field.parentElement).textContent])"
    )
    shown = {(name, word): int(text.rsplit("(", 1)[1].rstrip(") \n")) for name, word, text in offered}
    pairs = {
        (kind, word)
        for facts in (data.claims, data.studies)
        for words in facts.values()
        for kind, some in words.items()
        for word in some
    }
    assert set(shown) == {pair for pair in pairs if pair[1]}
    trials = matching(data.claims, stream=["trials"])
    for (kind, word), number in shown.items():
        among = set(data.claims) if kind == "stream" else trials
        expected = among & matching(data.claims, **{kind: [word]})
        assert number == len(expected), (kind, word)


@pytest.mark.browser
@pytest.mark.parametrize("words", ["dialysis", "Bressendorff", "coronary calcium", "BLINDED trial"])
def test_words_find_the_statements_that_hold_them(words: str, data: Data, page: Page, site: str) -> None:
    explore(page, site, q=words)
    listed = {name.removeprefix("claim-") for name in found(page)}
    terms = words.lower().split()
    assert listed >= {
        name for name, text in data.texts.items() if all(t in text.lower().split() for t in terms)
    }
    assert listed
    for item in page.locator(".results > li:not([hidden])").all():
        held = item.inner_html().lower()  # words, and the ids that its links end in
        assert all(term in held for term in terms)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("one", "other"),
    [("haemodialysis", "hemodialysis"), ("stone", "stones"), ("randomised", "randomized"), ("RATS", "rat")],
)
def test_spelling_and_number_make_no_difference(one: str, other: str, page: Page, site: str) -> None:
    explore(page, site, q=one)
    first = found(page)
    explore(page, site, q=other)
    assert first
    assert set(first) <= set(found(page))


@pytest.mark.browser
def test_state_is_in_the_address_and_back_works(browser: Browser, page: Page, site: str) -> None:
    explore(page, site)
    page.locator("#explorer-words").press_sequentially("stones")
    page.get_by_label("Trials in people").check()
    page.get_by_role("group", name="Certainty").get_by_role("checkbox", name="Very low").check()
    outcomes = page.locator("#explorer-outcome option:not([disabled]):not([value=''])")
    page.get_by_label("Outcome").select_option(outcomes.first.get_attribute("value"))
    query = parse_qs(urlsplit(page.url).query)
    assert query["q"] == ["stones"]
    assert query["stream"] == ["trials"]
    assert {"certainty", "outcome"} <= set(query)
    full, listed = page.url, page.locator(".count").inner_text()

    other = browser.new_page()
    other.goto(full)
    other.locator(".count", has_text=listed).wait_for()
    assert other.get_by_label("Trials in people").is_checked()
    assert other.locator("#explorer-words").input_value() == "stones"
    other.close()

    for gone in ("outcome", "certainty", "stream", "q"):
        page.go_back()
        assert gone not in parse_qs(urlsplit(page.url).query)
    assert not page.get_by_label("Trials in people").is_checked()
    assert page.locator("#explorer-words").input_value() == ""
    for _ in range(4):
        page.go_forward()
    assert page.url == full
    assert page.locator(".count").inner_text() == listed


@pytest.mark.browser
def test_back_from_a_statement_finds_the_list_as_it_was(page: Page, site: str) -> None:
    explore(page, site, q="stones", stream="trials")
    listed = page.locator(".count").inner_text()
    page.locator(".results > li:not([hidden]) .claim-text a").first.click()
    page.locator(":target").wait_for()
    page.go_back()
    page.locator(".count", has_text=listed).wait_for()


@pytest.mark.browser
def test_keyboard_alone_is_enough(page: Page, site: str) -> None:
    explore(page, site)
    page.locator("#explorer-words").focus()
    page.keyboard.type("magnesium")
    before = numbers(page)
    reached = {}
    for _ in count():
        page.keyboard.press("Tab")
        name = page.evaluate("() => document.activeElement.name || document.activeElement.type || 'link'")
        if name == "link" and page.evaluate("() => !!document.activeElement.closest('.results')"):
            break
        reached[name] = True
        if name == "stream" and not page.locator("[name=stream]:checked").count():
            page.keyboard.press("Space")
    assert {
        "kind",
        "stream",
        "certainty",
        "direction",
        "study-type",
        "outcome",
        "population",
        "caveat",
    } <= set(reached)
    assert "reset" in reached
    assert numbers(page) < before
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**#claim-*")


@pytest.mark.browser
def test_more_moves_the_focus_to_what_is_new(page: Page, site: str) -> None:
    explore(page, site)
    shown = page.locator(".results > li:not([hidden])").count()
    page.locator(".more button").focus()
    page.keyboard.press("Enter")
    place = (
        "() => [...document.querySelectorAll('.results > li:not([hidden])')]"
        ".indexOf(document.activeElement.closest('li'))"
    )
    assert page.evaluate(place) == shown


@pytest.mark.browser
def test_the_count_is_announced_and_filters_can_be_cleared(data: Data, page: Page, site: str) -> None:
    explore(page, site)
    said = page.get_by_role("status")
    assert numbers(page) == (len(data.claims), len(data.claims), len(data.studies), len(data.studies))
    page.locator("#explorer-words").fill("no such words")
    said.filter(has_text=f"0 of {len(data.claims)} claims").wait_for()
    assert page.locator(".results > li:visible").count() == 0
    page.get_by_role("button", name="Clear all").click()
    said.filter(has_text=f"{len(data.claims)} of {len(data.claims)} claims").wait_for()
    assert urlsplit(page.url).query == ""


@pytest.mark.browser
def test_it_works_from_disk(page: Page, built_html: Path) -> None:
    explore(page, f"{built_html.as_uri()}/")
    page.locator("#explorer-words").fill("stones")
    page.get_by_label("Laboratory studies").check()
    page.locator(".results > li:not([hidden]) .claim-text a").first.wait_for()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["stones"], "stream": ["laboratory"]}
    page.locator(".results > li:not([hidden]) .claim-text a").first.click()
    page.locator(":target").wait_for()


@pytest.mark.browser
def test_hostile_words_stay_words(page: Page, tmp_path: Path) -> None:
    mini = copy_mini(tmp_path)
    mini.page("# Everything\n\n```{explorer}\n```\n", "explorer.md")
    hostile = '<img src=x onerror=alert(1)> & "5" </script>'
    mini.replace("card.md", "In rats", f"In {escape(hostile)} rats")
    assert mini.build().code == 0
    explore(page, f"{mini.out().as_uri()}/", q="onerror alert")
    sentence = page.locator(".results .claim-text").filter(has_text="onerror").first
    assert hostile in " ".join(sentence.inner_text().split())
    assert page.locator("img[onerror]").count() == 0
    page.goto(f"{mini.out().as_uri()}/search.html?q=onerror")
    page.locator(".search-count:not(:empty)").wait_for()
    assert hostile in page.locator("#search-results a[href*='#claim-']").first.inner_text()
    assert page.locator("img[onerror]").count() == 0
