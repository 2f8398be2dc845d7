"""The explorer as it stands without a script: everything once, each statement with its tag."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from checks.handbook.html.explorer_data import read_data

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement


def listed_items(parsed: dict[str, HtmlElement], anchor: str) -> dict[str, HtmlElement]:
    """The entries of a kind as the page holds them, by the anchor that they lead to."""
    items = parsed["explorer.html"].xpath("//ul[contains(@class, 'results')]/li")
    hrefs = [str(item.xpath(".//p[@class='claim-text']/a[1]/@href")[0]) for item in items]
    anchors = [href.partition("#")[2] for href in hrefs]
    assert len(set(anchors)) == len(anchors)
    return {name: item for name, item in zip(anchors, items, strict=True) if name.startswith(anchor)}


def test_the_page_holds_everything_once(parsed: dict[str, HtmlElement], built_html: Path) -> None:
    data = read_data(built_html)
    for anchor, facts in (("claim-", data.claims), ("study-", data.studies)):
        assert sorted(listed_items(parsed, anchor)) == sorted(anchor + name for name in facts)


def tag(item: HtmlElement) -> list[str]:
    """The lines of a tag, white space folded."""
    return [" ".join(line.text_content().split()) for line in item.xpath(".//ul[contains(@class, 'tag')]/li")]


def careful(item: HtmlElement) -> str:
    """The caveats under a claim, white space folded."""
    return " ".join("".join(item.xpath(".//p[@class='but']//text()")).split())


def test_a_statement_is_listed_with_the_tag_of_its_place(
    parsed: dict[str, HtmlElement], built_html: Path
) -> None:
    exported = json.loads((built_html / "evidence.json").read_bytes())
    titles = {caveat["id"]: caveat["title"] for caveat in exported["caveats"]}
    listed = listed_items(parsed, "claim-")
    for claim in exported["claims"]:
        item = listed[f"claim-{claim['id']}"]
        assert [titles[c] for c in claim["caveats"] if titles[c] not in careful(item)] == [], claim["id"]
        if claim["finding"] is None:
            home = parsed[claim["path"].removeprefix("docs/").replace(".md", ".html")]
            place: Any = home.get_element_by_id(f"claim-{claim['id']}")
            assert tag(item) == tag(place), claim["id"]
