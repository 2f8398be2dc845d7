"""What readers meet in a real browser: on a phone, with and without scripts, in the dark, on paper."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}
STUDIES_OPENED = 15
DESK: ViewportSize = {"width": 1280, "height": 800}


class Visit(NamedTuple):
    """What happened when a page was opened on a phone."""

    errors: list[str]
    abroad: list[str]
    width: int


class Place(NamedTuple):
    """A claim, the page it stands on and, if it stands in a card, the id of its tab."""

    address: str
    claim: str
    tab: str | None


@pytest.fixture(scope="module")
def visits(built_html: Path, site: str, browser: Browser) -> dict[str, Visit]:
    """Every page, of the pages of studies the longest, opened once on a phone."""
    page = browser.new_page(viewport=PHONE)
    errors: list[str] = []
    abroad: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda ask: None if ask.url.startswith(site) else abroad.append(ask.url))
    pages = sorted(built_html.rglob("*.html"), key=lambda path: path.stat().st_size)
    studies = [path for path in pages if path.parent.name == "studies"]
    found = {}
    for path in {*pages} - {*studies[:-STUDIES_OPENED]}:
        name = path.relative_to(built_html).as_posix()
        errors, abroad = [], []
        page.goto(site + name)
        found[name] = Visit(errors, abroad, page.evaluate("() => document.documentElement.scrollWidth"))
    page.close()
    return found


@pytest.fixture(scope="module")
def places(built_html: Path) -> list[Place]:
    """Where the claims of the handbook stand."""
    claims = json.loads((built_html / "evidence.json").read_bytes())["claims"]
    return [
        Place(
            claim["path"].removeprefix("docs/").replace(".md", ".html"),
            f"claim-{claim['id']}",
            f"card-{claim['finding'].replace('/', '-')}" if claim["finding"] else None,
        )
        for claim in claims
    ]


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page on a desk."""
    page = browser.new_page(viewport=DESK)
    yield page
    page.close()


def test_pages_open_without_an_error(visits: dict[str, Visit]) -> None:
    assert {name: visit.errors for name, visit in visits.items() if visit.errors} == {}


def test_no_request_leaves_the_site(visits: dict[str, Visit]) -> None:
    assert {name: visit.abroad for name, visit in visits.items() if visit.abroad} == {}


def test_no_page_is_wider_than_a_phone(visits: dict[str, Visit]) -> None:
    assert {name: v.width for name, v in visits.items() if v.width > PHONE["width"]} == {}


def test_an_address_opens_the_tab_it_names(desk: Page, site: str, places: list[Place]) -> None:
    tabs = sorted({(place.address, place.tab) for place in places if place.tab})
    assert tabs
    for address, tab in tabs:
        desk.goto(f"{site}{address}#{tab}")
        assert desk.locator(f"input:checked + #{tab} + .sd-tab-content").is_visible(), tab


def test_an_address_opens_the_tab_that_holds_its_claim(desk: Page, site: str, places: list[Place]) -> None:
    inside = {(place.address, place.tab): place for place in places if place.tab}
    assert inside
    for place in inside.values():
        desk.goto(f"{site}{place.address}#{place.claim}")
        assert desk.locator(f"#{place.claim}").is_visible(), place
        assert desk.evaluate("() => scrollY") > 0, place


def test_back_opens_the_tab_that_was_open(desk: Page, site: str, places: list[Place]) -> None:
    first, second = sorted({(place.address, str(place.tab)) for place in places if place.tab})[:2]
    desk.goto(f"{site}{first[0]}#{first[1]}")
    desk.goto(f"{site}{second[0]}#{second[1]}")
    desk.go_back()
    assert desk.locator(f"input:checked + #{first[1]}").count() == 1


def test_a_link_opens_its_tab_again(desk: Page, site: str, places: list[Place]) -> None:
    place = next(place for place in places if place.tab)
    desk.goto(f"{site}{place.address}#{place.tab}")
    tabs = desk.locator(f".sd-tab-set:has(#{place.tab}) > .sd-tab-label")
    tabs.locator(f"xpath=self::*[@id != '{place.tab}']").first.click()
    assert desk.locator(f"input:checked + #{place.tab}").count() == 0
    link = desk.locator("#furo-main-content a[href^='#']").first
    link.evaluate("(link, hash) => { link.href = hash; link.click() }", f"#{place.tab}")
    desk.locator(f"input:checked + #{place.tab}").wait_for(state="attached", timeout=2000)


def test_arrow_keys_change_the_tab(desk: Page, site: str, places: list[Place]) -> None:
    address = next(place.address for place in places if place.tab)
    desk.goto(site + address)
    radios = desk.locator(".sd-tab-set").first.locator(":scope > input")
    radios.first.focus()
    desk.keyboard.press("ArrowRight")
    assert radios.nth(1).is_checked()
    assert radios.nth(1).evaluate("radio => radio === document.activeElement")


def test_claims_can_be_reached_without_a_script(browser: Browser, site: str, places: list[Place]) -> None:
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    for address in sorted({place.address for place in places}):
        page.goto(site + address)
        labels = {place.tab for place in places if place.address == address}
        for tab in sorted(labels, key=str):
            if tab:
                page.locator(f"#{tab}").click()
            here = [p.claim for p in places if p.address == address and p.tab == tab]
            assert [claim for claim in here if not page.locator(f"#{claim}").is_visible()] == []
    last = [place for place in places if place.tab][-1]
    page.goto(f"{site}{last.address}#{last.claim}")
    assert page.locator(f"#{last.claim}").is_visible()
    context.close()


def test_paper_has_every_tab_and_no_navigation(desk: Page, site: str, places: list[Place]) -> None:
    desk.emulate_media(media="print")
    for address in sorted({place.address for place in places}):
        desk.goto(site + address)
        here = [place.claim for place in places if place.address == address]
        assert [claim for claim in here if not desk.locator(f"#{claim}").is_visible()] == []
        assert all(stream.is_visible() for stream in desk.locator(".sd-tab-label .stream").all())
        assert not desk.locator(".sidebar-drawer").is_visible()
        for link in desk.locator("article a[href^=http]").all():
            shown = link.evaluate("link => getComputedStyle(link, '::after').content")
            assert link.get_attribute("href") in shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, site: str, scheme: str) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(site + "index.html")
    inks = ("--ink", "--ink-2", "--link", "--trials", "--obs", "--lab", "--ctx", "--care")
    for ground in ("--paper", "--sunk", "--care-ground"):
        for ink in inks:
            seen = _contrast(_colour(page, ink), _colour(page, ground))
            assert seen >= 4.5, f"{ink} on {ground}: {seen:.2f}"
    page.close()


def _colour(page: Page, token: str) -> tuple[int, ...]:
    """The colour of a token: its red, green and blue, from 0 to 255."""
    text: str = page.evaluate(
        """name => {
          const probe = document.body.appendChild(document.createElement("span"));
          probe.style.color = `var(${name})`;
          const colour = getComputedStyle(probe).color;
          probe.remove();
          return colour;
        }""",
        token,
    )
    return tuple(int(channel) for channel in re.findall(r"\d+", text))


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast of two colours after WCAG, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    """The relative luminance of a colour after WCAG."""
    channels = [channel / 255 for channel in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
