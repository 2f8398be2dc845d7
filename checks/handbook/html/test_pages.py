"""What holds for the HTML of every page, read without a browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement

    Pages = dict[str, HtmlElement]


@pytest.fixture(scope="session")
def data(built_html: Path) -> dict[str, Any]:
    """The exported handbook."""
    loaded: dict[str, Any] = json.loads((built_html / "evidence.json").read_bytes())
    return loaded


def page_of(item: dict[str, Any], parsed: Pages) -> HtmlElement:
    """The page on which an exported object stands."""
    return parsed[item["path"].removeprefix("docs/").replace(".md", ".html")]


def texts(page: HtmlElement, path: str, **names: str) -> list[str]:
    """The text of the elements at a path, white space made even."""
    return [" ".join(element.text_content().split()) for element in page.xpath(path, **names)]


def test_every_claim_stands_on_its_page_with_a_tag(parsed: Pages, data: dict[str, Any]) -> None:
    assert data["claims"]
    for claim in data["claims"]:
        page = page_of(claim, parsed)
        found = texts(page, "//*[@id=$anchor]/p[@class='claim-text']", anchor=f"claim-{claim['id']}")
        assert len(found) == 1, claim["id"]
        assert found[0], claim["id"]
        tag = texts(page, "//*[@id=$anchor]/ul[contains(@class, 'tag')]/li", anchor=f"claim-{claim['id']}")
        assert len(tag) >= 2, claim["id"]


def test_every_caveat_has_its_place_and_its_title(parsed: Pages, data: dict[str, Any]) -> None:
    assert data["caveats"]
    for caveat in data["caveats"]:
        titles = texts(page_of(caveat, parsed), "//*[@id=$anchor]/h2", anchor=f"caveat-{caveat['id']}")
        assert [title.removesuffix("#") for title in titles] == [caveat["title"]]


def test_symbols_are_in_the_sprite_of_their_page(parsed: Pages) -> None:
    used = 0
    for name, page in parsed.items():
        symbols = {str(identity) for identity in page.xpath("//symbol/@id")}
        wanted = {str(address).removeprefix("#") for address in page.xpath("//use/@href")}
        assert wanted <= symbols, name
        used += len(wanted)
    assert used


def test_a_page_has_one_title_its_dates_and_a_description(parsed: Pages, data: dict[str, Any]) -> None:
    pages = {item["path"] for kind in ("claims", "caveats", "cards") for item in data[kind]}
    assert pages
    for path in pages:
        page = page_of({"path": path}, parsed)
        assert len(page.xpath("//h1")) == 1, path
        assert page.xpath("//meta[@name='description']/@content"), path
        shown = texts(page, "//h1/following-sibling::ul[@class='meta']/li")
        assert [words.split(" ")[:2] for words in shown[:2]] == [["Last", "searched"], ["Last", "changed"]], (
            path
        )
        assert shown[-1] == "Not yet reviewed by a clinician", path


def test_table_headings_say_what_they_head(parsed: Pages) -> None:
    rows = 0
    for name, page in parsed.items():
        assert not page.xpath("//th[not(@scope)]"), name
        for row in page.xpath("//table[contains(@class, 'evidence-list')]/tbody/tr"):
            rows += 1
            assert all(cell.get("data-th") for cell in row.xpath("td")), name
    assert rows


def test_tabs_are_a_group_with_a_name(parsed: Pages, data: dict[str, Any]) -> None:
    sets = [tabs for page in parsed.values() for tabs in page.find_class("sd-tab-set")]
    assert len(sets) == len(data["cards"])
    for tabs in sets:
        around = tabs.getparent()
        assert around is not None
        assert around.get("role") == "group"
        assert around.get("aria-labelledby")


def test_roles_are_ones_that_browsers_know(parsed: Pages) -> None:
    for name, page in parsed.items():
        assert not page.xpath("//*[@role='heading'][not(@aria-level)]"), name
        assert not page.xpath("//*[@role='doc-biblioentry']"), name


def test_no_page_asks_another_site_for_anything(parsed: Pages) -> None:
    for name, page in parsed.items():
        asked = page.xpath("//script/@src | //img/@src | //link[@rel!='canonical']/@href | //iframe/@src")
        assert [str(address) for address in asked if "//" in str(address)] == [], name
        assert not page.xpath("//script[not(@src)][not(@type='application/ld+json')]"), name
