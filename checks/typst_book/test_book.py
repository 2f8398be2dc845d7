"""The builder on a book without any evidence: every kind of node, bad input, the same bytes twice."""

from __future__ import annotations

import contextlib
import io
import shutil
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
import pytest
from sphinx.cmd.build import build_main

from checks.handbook.pdf.pages import squeezed, words_of
from checks.paths import CONF, FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = FIXTURES / "book"


@dataclass(frozen=True)
class SmallBook:
    """A copy of the small book."""

    root: Path

    def build(self, *options: str, builder: str = "typstpdf") -> tuple[int, str]:
        """Build it; the exit code and what it complained of."""
        out, err = io.StringIO(), io.StringIO()
        folder = "pdf" if builder == "typstpdf" else builder
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            code = build_main(
                ["-q", "-n", "-b", builder, "--no-color", "-d", str(self.root / "build" / f"trees-{folder}"),
                 *options, str(self.root), str(self.root / "build" / folder)]
            )  # fmt: skip
        return code, err.getvalue()

    @property
    def pdf(self) -> Path:
        return self.root / "build" / "pdf" / "every-kind.pdf"

    def add(self, words: str) -> None:
        """Add words to the second chapter."""
        page = self.root / "second.md"
        page.write_text(page.read_text(encoding="utf-8") + "\n" + words, encoding="utf-8")


def copy_book(root: Path) -> SmallBook:
    shutil.copytree(SOURCE, root, dirs_exist_ok=True)
    return SmallBook(root)


@pytest.fixture
def small(tmp_path: Path) -> SmallBook:
    return copy_book(tmp_path / "book")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    book = copy_book(tmp_path_factory.mktemp("small") / "book")
    assert book.build("-W") == (0, "")
    return book


@pytest.fixture(scope="module")
def words(built: SmallBook) -> str:
    return "".join(words_of(built.pdf))


@pytest.mark.parametrize(
    "said",
    [
        "Plain words, slanted, heavy, literal, H2O, m2, \"quoted\"",
        "link outside (example.org/a/long/address_of/something.html)",
        "10.1681/ASN.0000000000000092-with.many/signs_that_must-break.",
        "See The second chapter, The caption of the figure, Fig. 1 and word.",
        "What the footnote says.",
        "one point", "a point below it", "3.third4.fourth",
        "Term: What it means.", "Field: Its value.", "word; another word: What both mean.", "left", "right",
        "What somebody said.", "Somebody",
        "NoteA note.", "A title of its ownA warning.",
        'name-of-the-file.pycode = "stays"  # as it is',
        "A rubric", "A topicWhat the topic says.", "Added in version 1.2: Something new.", "In the middle",
        "Table 1. A table with a caption", "HeadSecond head", "The table is on page",
        "Wide headOther headWide cellOther cell",
        "Fig. 1. The caption of the figure", "The legend of the figure.",
        "First tabWhat the first tab says.Second tabWhat the second tab says.",
        "Title of a cardWhat the card says.", "Title of a dropdownWhat the dropdown says.",
        "2The second chapter", "A sheetOne of many.", "AAn appendix",
        "Every kind", "Nobody", "Version1.0", "DateNovember 2026",
    ],
)  # fmt: skip
def test_every_kind_of_node_is_printed(words: str, said: str) -> None:
    assert squeezed(said) in words


def test_a_footnote_stands_once(words: str) -> None:
    assert words.count(squeezed("What the footnote says.")) == 1


def test_picture_has_its_words(built: SmallBook) -> None:
    with pikepdf.open(built.pdf) as pdf:
        alternatives = [str(thing.Alt) for thing in pdf.objects
                        if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing]  # fmt: skip
    assert alternatives == ["A circle in a square"]


def test_the_same_book_has_the_same_bytes(built: SmallBook, tmp_path: Path) -> None:
    other = copy_book(tmp_path / "elsewhere")
    assert other.build("-W") == (0, "")
    assert other.pdf.read_bytes() == built.pdf.read_bytes()


def test_parallel_and_serial_books_have_the_same_bytes(built: SmallBook, tmp_path: Path) -> None:
    other = copy_book(tmp_path / "elsewhere")
    assert other.build("-W", "-j", "3") == (0, "")
    assert other.pdf.read_bytes() == built.pdf.read_bytes()


def test_what_a_parallel_page_complains_of_is_told(small: SmallBook) -> None:
    small.add("```{math}\nx^2\n```\n")
    code, err = small.build("-W", "--keep-going", "-j", "3")
    assert code == 1
    assert "second.md:12: WARNING: the PDF cannot draw mathematics" in err


def test_a_link_that_leads_nowhere_is_told_and_its_words_are_printed(small: SmallBook) -> None:
    (small.root / "orphan.md").write_text("---\norphan: true\n---\n\n# In no list\n", encoding="utf-8")
    small.add("Words before a [page in no list](orphan.md).\n")
    code, err = small.build("-W", "--keep-going")
    assert code == 1
    assert "second.md: WARNING: the PDF has no place 'orphan#', to which a link leads" in err
    assert squeezed("Words before a page in no list.") in "".join(words_of(small.pdf))


def test_words_that_look_like_links_stay_words(small: SmallBook) -> None:
    said = '#inside("second#")[a] #[#metadata(none)#label("x")]'
    small.add(f"`` {said} ``\n")
    assert small.build("-W") == (0, "")
    assert squeezed(said) in "".join(words_of(small.pdf))


def test_another_paper(small: SmallBook) -> None:
    assert small.build("-W", "-D", "typst_book_paper=a5") == (0, "")
    with pikepdf.open(small.pdf.with_name("every-kind-a5.pdf")) as pdf:
        assert round(float(pdf.pages[0].mediabox[2])) == 420


@pytest.mark.parametrize(
    ("added", "complaint"),
    [
        ("```{image} picture.svg\n```\n", "second.md:12: WARNING: the picture 'picture.svg' says nothing"),
        (
            "```{image} gone.svg\n:alt: Gone\n```\n",
            "second.md:12: WARNING: image file not readable: gone.svg",
        ),
        ("```{math}\nx^2\n```\n", "second.md:12: WARNING: the PDF cannot draw mathematics; say it in words."),
    ],
)
def test_bad_input_is_told_at_its_line(small: SmallBook, added: str, complaint: str) -> None:
    small.add(added)
    code, err = small.build("-W", "--keep-going")
    assert code == 1
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1, err
    assert complaint in err


def test_a_node_without_a_form_is_told_and_its_words_are_printed(small: SmallBook) -> None:
    small.add("```{productionlist} start: middle\n```\n")
    code, err = small.build("-W", "--keep-going")
    assert code == 1
    assert "second.md:12: WARNING: the PDF has no form for 'production'; write it in another way." in err
    assert "middle" in "".join(words_of(small.pdf))


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        ("typst_book_paper=b4", "typst_book_paper is 'b4'; expected a4 or a5."),
        ("typst_book_template=gone.typ", "which is no file"),
        ("typst_book_fonts=no_such_package:fonts", "'no_such_package' is not installed"),
    ],
)
def test_bad_settings_are_told(small: SmallBook, setting: str, complaint: str) -> None:
    code, err = small.build("-D", setting)
    assert code == 2
    assert complaint in err
    assert "Traceback (most" not in err


def test_a_fault_of_the_template_leaves_the_book_as_it_was(small: SmallBook) -> None:
    assert small.build() == (0, "")
    before = small.pdf.read_bytes()
    template = small.root / "template.typ"
    template.write_text('#import "design.typ": *\n#let dressed(body) = { panic("torn") }\n', encoding="utf-8")
    code, err = small.build()
    assert code == 1
    assert "the PDF was not made" in err
    assert "torn" in err
    assert small.pdf.read_bytes() == before
    assert [path.name for path in small.pdf.parent.glob("*.p*")] == ["every-kind.pdf"]


def test_pages_link_to_the_book_once_it_is_there(small: SmallBook) -> None:
    with (small.root / "index.md").open("a", encoding="utf-8") as source:
        source.write("\n```{book-download}\n```\n")
    html = small.root / "build" / "html"
    assert small.build("-W", builder="html") == (0, "")
    assert ".pdf" not in (html / "index.html").read_text(encoding="utf-8")
    without = (html / "index.html").read_bytes()

    assert small.build("-W") == (0, "")
    assert small.build("-W", builder="html") == (0, "")
    page = (html / "index.html").read_text(encoding="utf-8")
    assert 'href="_downloads/every-kind.pdf"' in page
    assert "MB, date November 2026" in page
    assert (html / "_downloads" / "every-kind.pdf").read_bytes() == small.pdf.read_bytes()
    with_book = page

    shutil.rmtree(html)
    shutil.rmtree(small.root / "build" / "trees-html")
    assert small.build("-W", builder="html") == (0, "")
    assert (html / "index.html").read_text(encoding="utf-8") == with_book

    small.pdf.unlink()
    assert small.build("-W", builder="html") == (0, "")
    assert (html / "index.html").read_bytes() == without
    assert not (html / "_downloads" / "every-kind.pdf").exists()


def test_pages_of_data_are_in_the_complete_volume_alone(small: SmallBook) -> None:
    """A link to one leads to the place of the same name in the readers' volume, or is plain words."""
    (small.root / "data.md").write_text("# Data\n\n(row)=\n## The row\n\nEvery figure.\n", encoding="utf-8")
    index = small.root / "index.md"
    index.write_text(
        index.read_text(encoding="utf-8").replace("second\n", "second\ndata\n", 1), encoding="utf-8"
    )
    small.add("See [the row](#row).")
    volumes = ("-D", "typst_book_data=data")
    assert small.build("-W", *volumes) == (0, "")
    assert small.build("-W", *volumes, "-D", "typst_book_complete=1") == (0, "")
    readers, complete = (
        "".join(words_of(path)) for path in (small.pdf, small.pdf.with_name("every-kind-complete.pdf"))
    )
    assert squeezed("See the row.") in readers
    assert squeezed("Every figure.") not in readers
    assert squeezed("See the row.") in complete
    assert squeezed("Every figure.") in complete
    assert squeezed("complete volume") in complete


def test_the_builder_knows_nothing_of_evidence() -> None:
    """It may be used for any handbook: no import of the engine, none of its words."""
    package = CONF / "typst_book"
    files = [*package.glob("*.py"), *package.glob("*.typ")]
    assert files
    words = ("sphinx_evidence", "evidence", "claim", "caveat", "magnesium")
    found = {
        (path.name, word)
        for path in files
        for word in words
        if word
        in path.read_text(encoding="utf-8").lower().replace("places.claim", "").replace("def claim", "")
    }
    assert found == set()
