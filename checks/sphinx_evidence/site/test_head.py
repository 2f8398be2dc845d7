"""What pages tell previews, search engines and servers, and that it is the same from build to build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from lxml import etree, html

from evidence.export.schema_org import as_script

if TYPE_CHECKING:
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook

SITE = "https://example.org/handbook/"
ADDRESS = ("-D", f"html_baseurl={SITE}")
PUBLISHED = ("404.html", "robots.txt", "sitemap.xml", "_static/share.png")


@pytest.fixture(scope="module")
def on_disk(shared_mini: MiniHandbook) -> Path:
    """The pages of a handbook without an address."""
    assert shared_mini.build("html", "-W").code == 0
    return shared_mini.out()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a handbook with an address."""
    from checks.fixtures.small_handbook import copy_mini

    mini = copy_mini(tmp_path_factory.mktemp("published"))
    assert mini.build("html", "-W", *ADDRESS).code == 0
    return mini.out()


def head_of(page: Path) -> dict[str, str]:
    """The named contents of a head, its canonical address among them."""
    root = html.parse(str(page)).getroot()
    named = {meta.get("name") or meta.get("property"): meta.get("content") for meta in root.iter("meta")}
    canonical = root.xpath("//link[@rel='canonical']/@href")
    return {str(name): str(value) for name, value in named.items()} | {
        "canonical": "".join(map(str, canonical))
    }


def facts_of(page: Path) -> dict[str, Any]:
    """The linked data of a page."""
    (script,) = html.parse(str(page)).getroot().xpath("//script[@type='application/ld+json']")
    facts: dict[str, Any] = json.loads(script.text)
    return facts


def test_a_page_has_a_description_and_a_preview(on_disk: Path) -> None:
    head = head_of(on_disk / "card.html")
    assert head["description"] == head["og:description"] == "One question, answered by each kind of study."
    assert (head["og:title"], head["og:type"]) == ("Arteries", "article")
    assert head_of(on_disk / "index.html")["og:type"] == "website"
    assert "randomised trial" in head_of(on_disk / "studies" / "mini-trial-2001.html")["description"]


def test_without_an_address_nothing_needs_one(on_disk: Path) -> None:
    head = head_of(on_disk / "card.html")
    assert head["canonical"] == ""
    assert not {"og:url", "og:image"} & set(head)
    assert "url" not in facts_of(on_disk / "card.html")
    assert [name for name in PUBLISHED if (on_disk / name).exists()] == []


def test_with_an_address_pages_say_theirs(published: Path) -> None:
    head = head_of(published / "card.html")
    assert head["canonical"] == head["og:url"] == f"{SITE}card.html"
    assert head["og:image"] == f"{SITE}_static/share.png"
    assert (published / "_static" / "share.png").read_bytes().startswith(b"\x89PNG")
    assert f"Sitemap: {SITE}sitemap.xml" in (published / "robots.txt").read_text(encoding="utf-8")


def test_the_sitemap_has_every_page_and_its_day(published: Path) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    sitemap = etree.parse(str(published / "sitemap.xml"))
    listed = {
        str(entry.findtext("s:loc", namespaces=names)): entry.findtext("s:lastmod", namespaces=names)
        for entry in sitemap.iterfind("s:url", names)
    }
    own = {"404.html", "search.html", "genindex.html"}
    pages = {path.relative_to(published).as_posix() for path in published.rglob("*.html")} - own
    assert {address.removeprefix(SITE) for address in listed} == pages
    assert listed[f"{SITE}card.html"] == "2026-01-01"
    assert listed[f"{SITE}studies/mini-trial-2001.html"] is None


def test_the_page_for_wrong_addresses_works_at_any_depth(published: Path) -> None:
    page = html.parse(str(published / "404.html")).getroot()
    addresses = [str(a) for a in page.xpath("//@href | //@src | //@data-content_root")]
    inside = [a for a in addresses if not a.startswith(("#", "https://"))]
    assert inside
    assert [a for a in inside if not a.startswith("/handbook/")] == []
    files = [a.removeprefix("/handbook/").partition("?")[0].partition("#")[0] for a in inside]
    assert [file for file in files if not (published / file).exists()] == []
    assert page.xpath("//meta[@name='robots'][@content='noindex']")
    assert head_of(published / "404.html")["canonical"] == ""


def test_linked_data_says_what_a_page_rests_on(on_disk: Path, published: Path) -> None:
    facts = facts_of(published / "card.html")
    assert (facts["@type"], facts["dateModified"]) == ("MedicalWebPage", "2026-01-01")
    assert (facts["url"], facts["inLanguage"]) == (f"{SITE}card.html", "en-GB")
    assert facts["about"]
    assert all(source["name"] for source in facts["citation"])
    assert "lastReviewed" not in facts
    assert facts_of(on_disk / "words.html")["@type"] == "WebPage"


def test_linked_data_tells_of_the_study(on_disk: Path) -> None:
    work = facts_of(on_disk / "studies" / "mini-trial-2001.html")["mainEntity"]
    assert work["@type"] == "MedicalScholarlyArticle"
    assert work["about"]["@type"] == "MedicalTrial"
    assert {name["propertyID"] for name in work["identifier"]} >= {"DOI"}
    assert work["datePublished"] == "2001"
    cohort = facts_of(on_disk / "studies" / "mini-cohort-2003.html")["mainEntity"]
    assert cohort["about"]["@type"] == "MedicalObservationalStudy"
    assert "about" not in facts_of(on_disk / "studies" / "mini-label-2007.html")["mainEntity"]


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "a & b &lt; c", "]]>", "“ü”"]
)
def test_no_title_breaks_out_of_its_script(text: str) -> None:
    page = html.fromstring(
        f"<html><head><script type='application/ld+json'>{as_script({'name': text})}</script></head></html>"
    )
    (script,) = page.iter("script")
    assert json.loads(str(script.text))["name"] == text


def test_a_new_title_reaches_the_pages_that_cite_it(mini: MiniHandbook) -> None:
    mini.build()
    (before,) = [c for c in facts_of(mini.out() / "card.html")["citation"] if "rats" in c["name"].lower()]
    mini.replace("references.bib", before["name"], "A title that was mended")
    mini.build()
    assert "A title that was mended" in {c["name"] for c in facts_of(mini.out() / "card.html")["citation"]}


def test_the_files_of_a_site_are_the_same_from_build_to_build(published: Path, mini: MiniHandbook) -> None:
    assert mini.build("html", *ADDRESS).code == 0
    for name in (*PUBLISHED, "index.html"):
        assert (mini.out() / name).read_bytes() == (published / name).read_bytes(), name


def test_a_page_that_is_no_more_is_no_more_in_the_book(mini: MiniHandbook) -> None:
    extra = mini.page("# Withdrawn\n")
    mini.build("epub")
    (book,) = mini.out("epub").glob("*.epub")
    with ZipFile(book) as packed:
        assert "extra.xhtml" in packed.namelist()
    extra.unlink()
    mini.build("epub")
    with ZipFile(book) as packed:
        assert "extra.xhtml" not in packed.namelist()
        assert b"extra" not in packed.read("content.opf")


def test_a_book_is_the_same_from_build_to_build(mini: MiniHandbook, shared_mini: MiniHandbook) -> None:
    books = [one.build("epub").code or next(one.out("epub").glob("*.epub")) for one in (mini, shared_mini)]
    first, second = (book.read_bytes() for book in books if not isinstance(book, int))
    assert first == second
