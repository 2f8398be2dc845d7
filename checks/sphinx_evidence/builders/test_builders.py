"""Every builder draws everything: no unknown node, none of our own left, nothing lost on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from evidence.analysis.streams import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook, Run
    from evidence.model import Handbook

SEEN_BY_EVERYBODY = ("text", "latex", "epub", "html", "dirhtml", "singlehtml")


Build = Callable[[str], "Run"]


@pytest.fixture(scope="module")
def build(shared_mini: MiniHandbook) -> Build:
    """Builds with one builder, once for all checks of this file."""
    return cache(lambda builder: shared_mini.build(builder, "-W"))


@pytest.fixture(scope="module")
def handbook(shared_mini: MiniHandbook) -> Handbook:
    reading = shared_mini.read()
    assert reading.problems == ()
    return reading.handbook


@pytest.mark.parametrize("builder", [*SEEN_BY_EVERYBODY, "man", "texinfo", "xml", "pseudoxml", "dummy"])
def test_builds_without_a_warning(build: Build, builder: str) -> None:
    run = build(builder)
    assert (run.code, run.err) == (0, "")


def test_texts_can_be_translated(mini: MiniHandbook) -> None:
    run = mini.build("gettext", "-W")
    assert (run.code, run.err) == (0, "")
    words = (mini.out("gettext") / "card.pot").read_text(encoding="utf-8")
    assert "In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths." in words


@pytest.mark.parametrize("builder", SEEN_BY_EVERYBODY)
def test_nothing_is_lost(build: Build, shared_mini: MiniHandbook, handbook: Handbook, builder: str) -> None:
    build(builder)
    shown = READERS[builder](shared_mini.out(builder))
    assert [words for words in _everything(handbook) if " ".join(words.split()) not in shown] == []


def test_the_claims_own_tag_holds_what_it_rests_on(build: Build, shared_mini: MiniHandbook) -> None:
    build("text")
    text = (shared_mini.out("text") / "card.txt").read_text(encoding="utf-8")
    assert (
        "One label sets 2 tablets per 24 hours as the most a day. "
        "* Guideline, label, intake limit * High certainty of the quotation "
        "* Evidence: Feigned Label 2007 * See: Pretended 2009 "
        "* **Caveats:** Cells are not people · Only before and after"
    ) in " ".join(text.split())


@pytest.mark.parametrize("stream", ["trials", "observational", "laboratory"])
def test_findings_are_tabs_in_html(build: Build, shared_mini: MiniHandbook, stream: str) -> None:
    build("html")
    (label,) = _page(shared_mini, "card").xpath(f'//label[@id="card-arteries-{stream}"]')
    (panel,) = label.xpath("following-sibling::div[1]")
    assert panel.xpath('.//div[contains(@class, "claim")]')
    assert "sd-tab-label" in label.get("class")


@pytest.mark.parametrize("builder", ["text", "latex", "epub"])
def test_findings_are_labelled_parts_elsewhere(build: Build, shared_mini: MiniHandbook, builder: str) -> None:
    build(builder)
    shown = READERS[builder](shared_mini.out(builder))
    labels = (
        "Trials in people: Not shown in people (inconclusive)",
        "Observational studies: Linked, cause not shown (supports)",
        "Laboratory studies: Repeated in the laboratory (supports)",
    )
    assert [label for label in labels if label not in shown] == []


def test_anchors_in_html(build: Build, shared_mini: MiniHandbook, handbook: Handbook) -> None:
    build("html")
    expected = {
        "card": {
            "card-arteries",
            "card-vessels",
            "claim-slower-in-a-trial",
            *(c.anchor for c in handbook.claims),
        },
        "caveats": {"caveat-rats-are-not-people", *(caveat.anchor for caveat in handbook.caveats)},
        "studies/mini-trial-2001": {"study-mini-trial-2001"},
    }
    for page, anchors in expected.items():
        assert anchors <= set(_page(shared_mini, page).xpath("//@id"))


@pytest.mark.parametrize("page", ["studies/mini-trial-2001", "studies/mini-rats-2005", "lists"])
def test_sections_are_listed_beside_the_page(build: Build, shared_mini: MiniHandbook, page: str) -> None:
    build("html")
    root = html.parse(str(shared_mini.out() / f"{page}.html")).getroot()
    listed = root.xpath("//nav[contains(@class, 'this-page')]//a/@href")
    assert listed == ["#", *(f"#{name}" for name in root.xpath("//article/section/section/@id"))]


def test_every_link_inside_leads_somewhere(build: Build, shared_mini: MiniHandbook) -> None:
    build("html")
    out = shared_mini.out("html")
    pages = {path.resolve(): html.parse(str(path)).getroot() for path in out.rglob("*.html")}
    ids = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    broken = [
        f"{path.name}: {address}"
        for path, page in pages.items()
        for address in page.xpath('//*[@role="main"]//a/@href | //article//a/@href')
        if "://" not in address
        for target, _, anchor in [address.partition("#")]
        if (anchor or None) not in {*ids.get((path.parent / target).resolve() if target else path, ()), None}
    ]
    assert broken == []


def test_every_link_of_the_pdf_leads_somewhere(build: Build, shared_mini: MiniHandbook) -> None:
    build("latex")
    tex = _latex_file(shared_mini.out("latex")).read_text(encoding="utf-8")
    places = set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", tex))
    links = set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}\]", tex))
    assert links
    assert links - places == set()


def test_the_book_is_judged_as_pages_are(mini: MiniHandbook) -> None:
    mini.page("# An extra page\n\nMagnesium lowers blood pressure.\n")
    pages, book = mini.build("html"), mini.build("typstpdf")
    assert "untagged-claim" in pages.err
    assert told(pages) == told(book)


def told(run: Run) -> list[str]:
    """The warnings of rules."""
    return [line for line in run.err.splitlines() if "[evidence." in line]


def test_every_view_is_drawn(build: Build, shared_mini: MiniHandbook) -> None:
    build("xml")
    pages = [path.read_text(encoding="utf-8") for path in shared_mini.out("xml").rglob("*.xml")]
    assert any("<evidence_claim" in page for page in pages)  # a wrapper, with what it shows inside
    assert not any("<evidence_view" in page for page in pages)


def _everything(handbook: Handbook) -> Iterator[str]:
    """Every text that a reader of any builder must find."""
    words = handbook.vocabulary
    for claim in handbook.claims:
        yield plain_text(claim.content, handbook)
        yield from (words.label("study-type", kind) for kind in claim.study_types)
        yield words.label("certainty", claim.certainty or "")
        yield from (handbook.entry_by_key[key].short for key in (*claim.studies, *claim.cite))
    for finding in handbook.findings:
        yield words.label("stream", finding.stream)
        yield words.label("verdict", finding.verdict or "")
        yield plain_text(finding.lead, handbook)
    for restatement in handbook.restatements:
        yield plain_text(restatement.content, handbook)
    for caveat in handbook.caveats:
        yield caveat.title
        yield caveat.summary
    for study in handbook.studies:
        yield handbook.entry_by_key[study.id].title
        yield from (arm.label for arm in study.arms if arm.label)
        yield from filter(None, (study.population_text, study.comparator, study.notes))
    for statement in handbook.statements:
        yield statement.id
        yield from filter(None, [statement.section])


def _read_text(folder: Path) -> str:
    return _joined(path.read_text(encoding="utf-8") for path in folder.rglob("*.txt"))


def _read_markup(folder: Path) -> str:
    paths = [path for pattern in ("*.html", "*.xhtml") for path in folder.rglob(pattern)]
    return _joined(_visible(path) for path in paths)


def _visible(path: Path) -> str:
    root = etree.parse(str(path), etree.HTMLParser(encoding="utf-8")).getroot()
    etree.strip_elements(root, "script", "style", with_tail=False)
    return "".join(map(str, root.itertext()))


def _read_latex(folder: Path) -> str:
    tex = _latex_file(folder).read_text(encoding="utf-8").replace(r"\sphinxhyphen{}", "-")
    tex = re.sub(r"\\(?:hyperref\[[^]]*\]|detokenize\{[^}]*\})", "", tex)
    tex = re.sub(r"\\([%&#_$])", r"\1", tex)
    return _joined([re.sub(r"\\[A-Za-z]+\*?|[{}]", "", tex)])


def _latex_file(folder: Path) -> Path:
    (path,) = folder.glob("*.tex")
    return path


def _joined(texts: Iterator[str] | list[str]) -> str:
    return " ".join(" ".join(texts).split())


def _page(mini: MiniHandbook, name: str) -> html.HtmlElement:
    return html.parse(str(mini.out("html") / f"{name}.html")).getroot()


READERS: dict[str, Callable[[Path], str]] = {
    "text": _read_text,
    "latex": _read_latex,
    "epub": _read_markup,
    "html": _read_markup,
    "dirhtml": _read_markup,
    "singlehtml": _read_markup,
}


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_typed_quotation_marks_are_printed_save_in_records_to_copy(mini: MiniHandbook, builder: str) -> None:
    mini.replace("studies/mini-trial-2001.yaml", "notes: This", 'notes: >-\n  The authors\' "trial". This')
    mini.replace("references.bib", "A made-up experiment in rats", "A maker's experiment in rats")
    assert mini.build(builder, "-W").code == 0
    suffix = {"html": "html", "epub": "xhtml"}[builder]
    trial, rats, listed = (
        str(html.parse(str(mini.out(builder) / f"{page}.{suffix}")).getroot().text_content())
        for page in ("studies/mini-trial-2001", "studies/mini-rats-2005", "references")
    )
    assert "The authors\u2019 “trial”." in trial
    assert "A maker\u2019s experiment" in listed
    assert "title = {A maker's experiment in rats}" in rats
