"""What assistive software and readers need of the PDF: tags, alternatives, order, links, metadata."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
from collections import Counter
from fnmatch import fnmatch
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from checks.handbook.pdf.pages import Box, boxes_of, headings_of, squeezed
from checks.paths import DOCS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.handbook.pdf.conftest import Book
    from evidence.model import Handbook

LEVELS = {f"/H{level}": level for level in range(1, 7)}
INSIDE = {
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/LI": {"/L"},
    "/Lbl": {"/LI", "/Note", "/TOCI", "/Link"},  # an entry of the contents is a link with its number
    "/LBody": {"/LI"},
    "/TOCI": {"/TOC"},
}
"""Elements that mean something only inside of others."""


@pytest.fixture(scope="module")
def pdf(book: Book) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(book.path) as opened:
        yield opened


@pytest.fixture(scope="module")
def elements(pdf: pikepdf.Pdf) -> list[tuple[str, str, Any]]:
    """Every element of the structure in order: its kind, the kind around it, itself."""
    return list(_walk(pdf.Root.StructTreeRoot.K, "", dict(pdf.Root.StructTreeRoot.get("/RoleMap", {}))))


def _walk(kids: Any, around: str, roles: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            kind = str(roles.get(str(kid.S), kid.S))
            yield kind, around, kid
            if "/K" in kid:
                yield from _walk(kid.K, kind, roles)


def test_document_says_what_it_is(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Magnesium and Calcification"
        assert metadata["pdfuaid:part"] == "1"
        assert "xmp:CreateDate" not in metadata


def test_headings_skip_no_level(elements: list[tuple[str, str, Any]]) -> None:
    levels = [LEVELS[kind] for kind, _, _ in elements if kind in LEVELS]
    assert levels[0] == 1
    assert len(levels) > 200
    assert all(level <= before + 1 for before, level in pairwise(levels))


def test_elements_stand_where_they_mean_something(elements: list[tuple[str, str, Any]]) -> None:
    astray = Counter(
        (kind, around) for kind, around, _ in elements if around not in INSIDE.get(kind, {around})
    )
    assert astray == {}


def test_pictures_have_words(elements: list[tuple[str, str, Any]]) -> None:
    without = [
        element for kind, _, element in elements if kind in {"/Figure", "/Formula"} and "/Alt" not in element
    ]
    assert without == []


PICTURES = re.compile(r"^(?:[`:]{3,}\{(?:forest-plot|study-timeline|food-chart)\}|!\[)", re.MULTILINE)


def test_every_picture_is_there(elements: list[tuple[str, str, Any]]) -> None:
    """Once, or in parts of which the first tells all. Guides for contributors show how to ask for one."""
    told = [str(element.Alt) for kind, _, element in elements if kind == "/Figure"]
    # The flow of records is drawn once searches were run.
    said = [words for words in told if not words.startswith("From search to study")]
    left_out = runpy.run_path(str(ROOT / "conf" / "conf.py"))["typst_book_data"]
    pages = [
        path for path in DOCS.rglob("*.md")
        if not any(fnmatch(path.relative_to(DOCS).with_suffix("").as_posix(), name) for name in left_out)
    ]  # fmt: skip
    asked = sum(len(PICTURES.findall(path.read_text(encoding="utf-8"))) for path in pages)
    assert asked > 0
    assert len([words for words in said if not LATER_PART.search(words)]) == asked
    assert any(LATER_PART.search(words) for words in said)


LATER_PART = re.compile(r", part [2-9] of \d\. It is told together with part 1\.$")


def test_tables_have_headings_with_a_scope(elements: list[tuple[str, str, Any]]) -> None:
    kinds = Counter(kind for kind, _, _ in elements)
    assert kinds["/Table"] == kinds["/THead"] > 30
    headings = [element for kind, _, element in elements if kind == "/TH"]
    assert all("/Scope" in str(heading.get("/A", "")) for heading in headings)


def test_every_link_leads_somewhere(pdf: pikepdf.Pdf) -> None:
    pages = {page.obj.objgen for page in pdf.pages}
    links = [link for page in pdf.pages for link in page.get("/Annots", ()) if link.Subtype == "/Link"]
    inside = [link for link in links if "/Dest" in link]
    outside = [str(link.A.URI) for link in links if "/A" in link]
    assert len(inside) > 2000
    assert len(inside) + len(outside) == len(links)
    assert {link.Dest[0].objgen for link in inside if isinstance(link.Dest, pikepdf.Array)} <= pages
    named = {str(link.Dest) for link in inside if not isinstance(link.Dest, pikepdf.Array)}
    assert named <= set(pikepdf.NameTree(pdf.Root.Names.Dests)) if named else True
    assert [
        address for address in outside if not address.startswith(("https://", "http://", "mailto:"))
    ] == []
    assert all(str(link.get("/Contents", "")) for link in links)


def _aims(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """The page and the height of each place that a link leads to."""
    numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    return {
        (numbers[link.Dest[0].objgen], round(float(link.Dest[3])))
        for page in pdf.pages
        for link in page.get("/Annots", ())
        if isinstance(link.get("/Dest"), pikepdf.Array)
    }


def test_citations_lead_to_the_row_of_their_study(pdf: pikepdf.Pdf, book: Book, handbook: Handbook) -> None:
    """In the readers' volume, to a row in the table of studies; each row is another place."""
    pages = {place for place, words in enumerate(book.pages) if words.count("abstractonly") > 5}
    cited = {study for claim in handbook.claims for study in (*claim.studies, *claim.contrary)}
    assert len(cited) > 150
    assert sum(page in pages for page, _ in _aims(pdf)) >= len(cited)


def test_the_readers_volume_is_short(book: Book) -> None:
    assert len(book.pages) <= 120


def test_citations_lead_to_the_sheet_of_their_study(complete: Book, handbook: Handbook) -> None:
    """In the complete volume each sheet is linked to, and the link opens its page where the heading is."""
    with pikepdf.open(complete.path) as pdf:
        aims = _aims(pdf)
    headings = {squeezed(title): (page, round(top)) for title, page, top in headings_of(complete.path)}
    titles = [
        f"{handbook.entry_by_key[study.id].short}. {handbook.entry_by_key[study.id].title}"
        for study in handbook.studies
    ]
    assert [title for title in titles if headings[squeezed(title)] not in aims] == []


def test_outline_and_page_labels(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[0] == "Contents"
    assert any("Evidence cards" in title for title in titles)
    labels = [str(page.label) for page in pdf.pages]
    assert labels[1] == "i"
    assert labels[-1] == str(len(labels) - labels.index("1"))


def test_fonts_are_embedded(pdf: pikepdf.Pdf) -> None:
    described = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)
                 and thing.get("/Type") == "/FontDescriptor"]  # fmt: skip
    assert described
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in described)


def test_evidence_table_stands_on_a_page_on_its_side(pdf: pikepdf.Pdf, book: Book) -> None:
    wide = [index for index, page in enumerate(pdf.pages) if page.mediabox[2] > page.mediabox[3]]
    assert [book.pages[index].startswith("QuestionTrialsinpeople") for index in wide] == [True]


def test_no_words_stand_outside_of_their_page(book: Book) -> None:
    margin = 25
    astray = [
        (number, box)
        for number, (width, height, boxes) in enumerate(boxes_of(book.path), start=1)
        for box in boxes
        if box.left < margin or box.bottom < margin or box.right > width - margin or box.top > height - margin
    ]
    assert astray == []


def test_no_words_stand_on_others(book: Book) -> None:
    pages = enumerate(boxes_of(book.path), start=1)
    assert [number for number, (_, _, boxes) in pages if overprinted(boxes)] == []


def overprinted(boxes: list[Box]) -> bool:
    """Whether the middle of a line of words stands within another one."""
    placed = sorted(boxes, key=lambda box: box.bottom)
    for index, box in enumerate(placed):
        for other in placed[index + 1 :]:
            if other.bottom > box.top:
                break
            height = min(box.top, other.top) - max(box.bottom, other.bottom)
            width = min(box.right, other.right) - max(box.left, other.left)
            least = min(box.top - box.bottom, other.top - other.bottom)
            if width > 2 and height > 0.6 * least:
                return True
    return False


def test_overprint_is_seen() -> None:
    line = Box(100, 500, 300, 510)
    assert overprinted([line, Box(150, 498, 350, 508)])
    assert not overprinted([line, Box(100, 488, 300, 498)])


def test_no_page_is_empty(book: Book) -> None:
    assert [number for number, words in enumerate(book.pages, start=1) if len(words) < 20] == []


def test_a_validator_agrees(book: Book) -> None:
    """VeraPDF with the profile PDF/UA-1, where it is installed."""
    if shutil.which("verapdf") is None:
        pytest.skip("veraPDF was not found")
    run = subprocess.run(
        ["verapdf", "--flavour", "ua1", "--format", "text", str(book.path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stdout.startswith("PASS"), run.stdout
