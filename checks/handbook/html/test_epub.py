"""The book: valid, whole without scripts, and with nothing from elsewhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml import etree

from checks.handbook.html.validators import epub_faults

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element

NAMES = {"x": "http://www.w3.org/1999/xhtml", "dc": "http://purl.org/dc/elements/1.1/"}


@pytest.fixture(scope="module")
def pages(built_epub: Path) -> dict[str, _Element]:
    """The pages of the book, by name."""
    with ZipFile(built_epub) as book:
        return {
            name: etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")
        }


def found(page: _Element, path: str) -> list[Any]:
    """What stands at a path of a page."""
    result = page.xpath(path, namespaces=NAMES)
    assert isinstance(result, list)
    return result


@pytest.mark.validator
def test_the_book_is_valid(built_epub: Path, tmp_path: Path) -> None:
    assert epub_faults(built_epub, tmp_path / "report.json") == []


@pytest.mark.validator
def test_a_fault_is_found(built_epub: Path, tmp_path: Path) -> None:
    """The same book with a page that is no XML, and with a picture from elsewhere."""
    broken = tmp_path / "broken.epub"
    with ZipFile(built_epub) as book, ZipFile(broken, "w") as copy:
        for entry in book.infolist():
            text = book.read(entry)
            if entry.filename == "about.xhtml":
                text = text.replace(b"</body>", b"<p></body>")
            if entry.filename == "index.xhtml":
                text = text.replace(b"</body>", b"<img src='https://example.org/a.png' alt='a'/></body>")
            copy.writestr(entry, text)
    faults = epub_faults(broken, tmp_path / "report.json")
    assert {fault.file.rsplit("/", 1)[-1] for fault in faults} == {"about.xhtml", "index.xhtml"}


def test_the_book_says_what_it_is(built_epub: Path) -> None:
    with ZipFile(built_epub) as book:
        first = book.infolist()[0]
        facts = etree.fromstring(book.read("content.opf"))
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert book.read("_static/cover.png").startswith(b"\x89PNG")
    for name, value in {"title": "Magnesium and Calcification", "language": "en-GB"}.items():
        assert found(facts, f"//dc:{name}/text()") == [value]
    assert found(facts, "//dc:identifier/text()")[0].startswith("urn:uuid:")
    assert "unknown" not in found(facts, "//dc:*/text()")


def test_nothing_runs_and_nothing_comes_from_elsewhere(built_epub: Path, pages: dict[str, _Element]) -> None:
    with ZipFile(built_epub) as book:
        assert [name for name in book.namelist() if name.endswith(".js")] == []
    for name, page in pages.items():
        assert found(page, "//x:script | //@onclick | //x:iframe | //x:object") == [], name
        asked = found(page, "//x:link/@href | //x:img/@src | //x:source/@src")
        assert [address for address in asked if ":" in address] == [], name


def test_every_finding_and_caveat_is_in_the_book(built_html: Path, pages: dict[str, _Element]) -> None:
    data = json.loads((built_html / "evidence.json").read_bytes())
    cards, caveats = ("".join(map(str, pages[f"{name}.xhtml"].itertext())) for name in ("cards", "caveats"))
    labels = found(pages["cards.xhtml"], "//x:h3[contains(@class, 'verdict-line')]")
    assert len(labels) == sum(len(card["findings"]) for card in data["cards"])
    assert [card["title"] for card in data["cards"] if card["title"] not in cards] == []
    assert [caveat["title"] for caveat in data["caveats"] if caveat["title"] not in caveats] == []
    titles = {caveat["id"]: caveat["title"] for caveat in data["caveats"]}
    texts = {name: "".join(map(str, page.itertext())) for name, page in pages.items()}
    for claim in data["claims"]:
        name = claim["path"].removeprefix("docs/").replace(".md", ".xhtml")
        assert found(pages[name], f"//*[@id='claim-{claim['id']}']//x:ul"), claim["id"]
        assert [titles[caveat] for caveat in claim["caveats"] if titles[caveat] not in texts[name]] == []


def test_tables_have_headings(pages: dict[str, _Element]) -> None:
    tables = [table for page in pages.values() for table in found(page, "//x:table")]
    assert tables
    assert [table for table in tables if not found(table, "x:thead//x:th")] == []
