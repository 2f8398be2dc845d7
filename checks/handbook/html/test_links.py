"""No link within the site is broken: pages, files, anchors, and ids that something names."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest
from lxml import html

from checks.handbook.html.links import broken_ids, broken_in_styles, broken_links, broken_places

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement


def test_links_within_the_site_lead_somewhere(built_html: Path, parsed: dict[str, HtmlElement]) -> None:
    assert sum(len(page.xpath("//article//a/@href")) for page in parsed.values()) > len(parsed)
    assert list(broken_links(built_html, parsed)) == []


def test_what_style_sheets_name_is_there(built_html: Path) -> None:
    assert list(broken_in_styles(built_html)) == []


def test_places_that_other_handbooks_link_to_are_there(
    built_html: Path, parsed: dict[str, HtmlElement]
) -> None:
    assert list(broken_places(built_html, parsed)) == []


def test_a_broken_name_in_a_style_sheet_is_found(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "there.svg").touch()
    (tmp_path / "in" / "a.css").write_text(
        "a { background: url('../there.svg'), url(gone.svg), url(data:image/png;base64,AA), url(#part) }",
        encoding="utf-8",
    )
    assert list(broken_in_styles(tmp_path)) == ["in/a.css: no file for gone.svg"]


def test_a_broken_place_is_found(tmp_path: Path) -> None:
    head = "# Sphinx inventory version 2\n# Project: Invented\n# Version: 1\n# Compressed using zlib.\n"
    places = "a std:label -1 other.html#there A\nb std:label -1 other.html#gone B\nc std:doc -1 gone.html C\n"
    (tmp_path / "objects.inv").write_bytes(head.encode() + zlib.compress(places.encode()))
    (tmp_path / "other.html").touch()
    pages = {"other.html": html.fromstring("<html><body><p id='there'>x</p></body></html>")}
    assert list(broken_places(tmp_path, pages)) == [
        "objects.inv: no anchor for other.html#gone",
        "objects.inv: no file for gone.html",
    ]


def test_ids_are_used_once_and_what_is_named_exists(parsed: dict[str, HtmlElement]) -> None:
    assert list(broken_ids(parsed)) == []


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("<a href='two.html'>x</a>", ["in/one.html: no file for two.html"]),
        ("<a href='../other.html#there'>x</a>", []),
        ("<a href='../other.html#gone'>x</a>", ["in/one.html: no anchor for ../other.html#gone"]),
        ("<a href='#gone'>x</a>", ["in/one.html: no anchor for #gone"]),
        ("<img src='gone.png'>", ["in/one.html: no file for gone.png"]),
        ("<img srcset='../data.json 1x, gone.png 2x'>", ["in/one.html: no file for gone.png"]),
        ("<object data='gone.svg'></object>", ["in/one.html: no file for gone.svg"]),
        ("<a href='gone.csv' download>x</a>", ["in/one.html: no file for gone.csv"]),
        ("<svg><use href='#gone'></use></svg>", ["in/one.html: no anchor for #gone"]),
        ("<a href='../data.json' download>x</a>", []),
        ("<a href='..'>x</a>", ["in/one.html: no file for .."]),
        ("<a href='https://example.org/gone'>x</a>", []),
    ],
)
def test_a_broken_link_is_found(tmp_path: Path, part: str, found: list[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "data.json").touch()
    pages = {"in/one.html": part, "other.html": "<p id='there'>x</p>"}
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    parsed = {name: html.fromstring(f"<html><body>{text}</body></html>") for name, text in pages.items()}
    assert list(broken_links(tmp_path, parsed)) == found


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("<p id='a'>x</p><p id='a'>y</p>", ["p: the id a twice"]),
        ("<label for='b'>x</label>", ["p: for names b"]),
        ("<p id='a' aria-describedby='a c'>x</p>", ["p: aria-describedby names c"]),
        ("<p id='a' aria-labelledby='a'>x</p>", []),
    ],
)
def test_a_broken_id_is_found(part: str, found: list[str]) -> None:
    assert list(broken_ids({"p": html.fromstring(f"<html><body>{part}</body></html>")})) == found
