"""No page is heavy: home is measured in a browser over HTTP, every page by the files that it needs."""

from __future__ import annotations

import gzip
from functools import cache
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from lxml import html

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement
    from playwright.sync_api import Browser, Request

HOME = 200_000
PAGE = 400_000
"""Bytes over the wire, compressed. The search index, which its own page alone loads, is not counted."""

REQUESTS = 15
COUNTED = "//link[@rel='stylesheet' or contains(@rel, 'icon')]/@href | //script/@src | //img/@src"
INDEX = "searchindex.js"


def weights(folder: Path, pages: dict[str, HtmlElement]) -> dict[str, int]:
    """Bytes of each page with all files that it names, each compressed unless it is a picture."""

    @cache
    def weight(name: str) -> int:
        content = (folder / name).read_bytes()
        return len(content if name.endswith((".png", ".jpg", ".webp")) else gzip.compress(content, mtime=0))

    return {
        name: sum(
            weight(file)
            for file in {
                name,
                *(normpath(join(dirname(name), urlsplit(str(f)).path)) for f in page.xpath(COUNTED)),
            }
            if not file.endswith(INDEX)
        )
        for name, page in pages.items()
    }


def test_no_page_is_heavy(built_html: Path, parsed: dict[str, HtmlElement]) -> None:
    heavy = {name: weight for name, weight in weights(built_html, parsed).items() if weight > PAGE}
    assert heavy == {}


@pytest.mark.browser
def test_home_is_light(built_html: Path, parsed: dict[str, HtmlElement], site: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    answered: list[Request] = []
    page.on("requestfinished", lambda request: answered.append(request))  # noqa: PLW0108  (it wants a function)
    page.goto(f"{site}index.html", wait_until="networkidle")
    sizes = [request.sizes() for request in answered]
    context.close()
    assert 0 < len(answered) <= REQUESTS
    seen = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert seen <= HOME
    reckoned = weights(built_html, {"index.html": parsed["index.html"]})["index.html"]
    assert reckoned == pytest.approx(seen, rel=0.1), "the browser asked for other files than were reckoned"


def test_a_heavy_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(bytes(PAGE))
    (tmp_path / "a.css").write_bytes(bytes(PAGE))
    parts = {
        "picture.html": "<img src='../in/a.png'>",
        "style.html": "<link rel='stylesheet' href='a.css?v=1'>",
    }
    folder = tmp_path.rename(tmp_path.with_name("in")).parent
    for name, part in parts.items():
        (folder / "in" / name).write_text(part, encoding="utf-8")
    pages = {
        f"in/{name}": html.fromstring(f"<html><body>{part}</body></html>") for name, part in parts.items()
    }
    heavy = {name: weight > PAGE for name, weight in weights(folder, pages).items()}
    assert heavy == {"in/picture.html": True, "in/style.html": False}
