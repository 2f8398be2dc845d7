"""The builder: all pages, in the order of the book, into one Typst file and one PDF.

Nothing is written into the PDF's place until the whole book is set. The pages' text, the template
and the pictures stand in a folder of their own beside it, which is the only one Typst may read.
Typst and what binds its pages take 18 MB, so they come only when a book is made.
"""

from __future__ import annotations

import gc
import re
import shutil
from collections import ChainMap
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from sphinx.errors import ConfigError
from sphinx.util.display import progress_message
from sphinx.util.i18n import format_date
from sphinx.util.logging import getLogger
from sphinx.util.parallel import parallel_available

from parallel_build.read import SharedReading
from parallel_build.work_queue import shared_out
from typst_book.order import book_order, matches
from typst_book.places import INSIDE, Places, anchor, place_of, settled
from typst_book.text import quoted, quoted_list
from typst_book.translator import TypstTranslator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from typst_book.order import Leaf

logger = getLogger(__name__)

DESIGN = Path(__file__).with_name("design.typ")
"""The page design, which base and template import as ``design.typ``."""
PAPERS = {"a4": (104, 150), "a5": (74, 108)}
"""How many letters of a table's line fit, upright and on the side, by size of paper."""
COMPLETE = "-complete"
"""What the name of the complete volume ends in."""
AT_WORK = "typst-book-at-work"
"""Event: Typst sets the book in a process of its own. Handlers may do what no page waits for."""


class TypstBookBuilder(SharedReading):
    """Makes one PDF of all pages that the lists of pages lead to."""

    name = "typstpdf"
    format = "typst"
    epilog = "The book is %(outdir)s."
    allow_parallel = False
    default_translator_class = TypstTranslator
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg"]
    supported_remote_images = False
    places: Places
    styles: frozenset[str]

    def init(self) -> None:
        """Look at the settings before anything is read."""
        if self.config.typst_book_paper not in PAPERS:
            known = " or ".join(PAPERS)
            found = self.config.typst_book_paper
            raise ConfigError(f"typst_book_paper is {found!r}; expected {known}.")
        for setting, path in (("template", self.template), ("base", self.base)):
            if not path.is_file():
                raise ConfigError(f"typst_book_{setting} names {str(path)!r}, which is no file.")
        # All pages are held until the book is written: looking for garbage among them, again and
        # again, would take a quarter of the time.
        gc.disable()

    @property
    def narrow(self) -> bool:
        """Whether the paper is so narrow that pictures should be drawn for it."""
        return bool(self.config.typst_book_paper != next(iter(PAPERS)))

    @property
    def complete(self) -> bool:
        """Whether this is the volume with every page, beside one for readers."""
        return bool(self.config.typst_book_complete and self.config.typst_book_data)

    @property
    def left_out(self) -> Sequence[str]:
        """Patterns of the pages that are not in this volume."""
        return () if self.complete else self.config.typst_book_data

    @property
    def template(self) -> Path:
        """The handbook's own template, or the base alone."""
        named: str = self.config.typst_book_template
        return Path(self.confdir) / named if named else self.base

    @property
    def base(self) -> Path:
        """What an extension adds to the page design, or the page design alone."""
        named: str = self.config.typst_book_base
        return Path(self.confdir) / named if named else DESIGN

    @property
    def work(self) -> Path:
        """What Typst reads: text, template, pictures."""
        paper: str = self.config.typst_book_paper
        return Path(self.outdir) / paper

    @property
    def book(self) -> Path:
        """The PDF. The paper's name stands in it, unless it is the first of the papers."""
        paper = self.config.typst_book_paper
        ending = COMPLETE if self.complete else ""
        ending += "" if paper == next(iter(PAPERS)) else f"-{paper}"
        return Path(self.outdir) / f"{self.config.typst_book_name}{ending}.pdf"

    def get_outdated_docs(self) -> str:
        """The book is always set as a whole."""
        return "all pages"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The address of a page within the book."""
        return INSIDE + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same from every page."""
        return self.get_target_uri(to, typ)

    def letters_in_line(self, *, wide: bool) -> int:
        """How many letters of a table's line fit on the paper."""
        return PAPERS[self.config.typst_book_paper][wide]

    def picture(self, uri: str) -> str | None:
        """Put a picture where Typst may read it; its path there, or None where there is no file."""
        name = self.images.get(uri)
        source = Path(self.srcdir) / uri
        if name is None or not source.is_file():
            return None
        shutil.copyfile(source, self.work / "pictures" / name)
        return f"pictures/{name}"

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Lay out the folder that Typst reads."""
        from typst_book.compile import styles_of

        shutil.rmtree(self.work, ignore_errors=True)
        (self.work / "pictures").mkdir(parents=True)
        settings = f"#let paper = {quoted(self.config.typst_book_paper)}\n"
        (self.work / "settings.typ").write_text(settings, encoding="utf-8")
        shutil.copyfile(DESIGN, self.work / "design.typ")
        shutil.copyfile(self.base, self.work / "base.typ")
        shutil.copyfile(self.template, self.work / "template.typ")
        self.styles = styles_of(self.work / "template.typ")

    def write_documents(self, _docnames: Iterable[str]) -> None:
        """Write the pages as Typst, then set them."""
        from typst_book.compile import set_book

        config = self.config
        leaves = book_order(
            self.env,
            config.root_doc,
            config.typst_book_appendices,
            config.typst_book_sheets,
            self.left_out,
        )
        with progress_message("writing pages as Typst"):
            written = self._written(leaves)
            there = {place: page.aliases.get(place, place) for page in written for place in page.there}
            wanted = set().union(*(page.wanted for page in written))
            there |= _stand_ins(wanted, there, self.left_out)
            for leaf, page in zip(leaves, written, strict=True):
                _tell_dead_links(leaf.docname, page.wanted - there.keys(), self.left_out)
            wanted |= {place_of(leaf.docname) for leaf in leaves if leaf.part or leaf is leaves[0]}
            chapters = "".join(self._switched(leaves, [page.text for page in written]))
            linked = sorted({there[place] for place in wanted if place in there})
            pages = settled(chapters, there, wanted)
            text = f"{self._opening(leaves)}\n{pages}\n#placed({quoted_list(linked)})\n"
            (self.work / "book.typ").write_text(text, encoding="utf-8", newline="\n")
        logger.info("setting the book")
        meanwhile = partial(self.events.emit, AT_WORK)
        if not set_book(self.work / "book.typ", self.book, config.typst_book_fonts, meanwhile):
            self._app.statuscode = 1

    def _written(self, leaves: Sequence[Leaf]) -> list[_Page]:
        """All pages, written by as many processes as Sphinx may use."""
        number = self._app.parallel if parallel_available else 1
        if number == 1:
            return [self._leaf(leaf) for leaf in leaves]
        shares = shared_out(leaves, number, lambda taken: {leaf: self._leaf(leaf) for leaf in taken})
        pages = ChainMap(*shares)
        return [pages[leaf] for leaf in leaves]

    def _leaf(self, leaf: Leaf) -> _Page:
        tree = self.env.get_and_resolve_doctree(leaf.docname, self, tags=self.tags)
        self.post_process_images(tree)
        self.places = Places()
        translator = cast("TypstTranslator", self.create_translator(tree, self, leaf))
        translator.open()
        tree.walkabout(translator)
        inside = translator.close() + "".join(translator.turned)
        place = place_of(leaf.docname)
        if self.places.claim(place):  # a page without a heading
            inside = f"{anchor(place)}{inside}"
        text = f"#sheet[\n{inside}\n];\n" if leaf.sheet else f"{inside}\n"
        return _Page(text, self.places.there, self.places.wanted, self.places.aliases)

    def _switched(self, leaves: Sequence[Leaf], written: Sequence[str]) -> Iterable[str]:
        """The pages, with the switch to appendices before the first of them."""
        before = False
        for leaf, text in zip(leaves, written, strict=True):
            if leaf.appendix and not before:
                yield "#show: appendices\n"
            before = leaf.appendix
            yield text

    def _opening(self, leaves: Sequence[Leaf]) -> str:
        """The first lines: template, and what the title page says."""
        config = self.config
        language, _, region = str(config.language or "en").partition("_")
        parts = [
            quoted_list((place_of(leaf.docname), leaf.part))
            for number, leaf in enumerate(leaves)
            if leaf.part or number == 0
        ]
        facts = [quoted_list(pair) for pair in title_facts(config)]
        settings = {
            "title": quoted(config.project),
            "subtitle": quoted(config.typst_book_subtitle + (" · complete volume" if self.complete else "")),
            "author": quoted(config.author),
            "facts": f"({', '.join(facts)},)" if facts else "()",
            "notes": quoted_list(config.typst_book_notes),
            "parts": f"({', '.join(parts)},)" if parts else "()",
            "language": quoted(language),
            "region": quoted(region.lower()) if region else "none",
        }
        given = "".join(f"  {name}: {value},\n" for name, value in settings.items())
        return (
            '#import "design.typ": *\n#import "template.typ": *\n'
            "#let styled(name, body) = (styles.at(name))(body)\n"
            f"#show: book.with(\n{given})\n#show: dressed"
        )


class _Page(NamedTuple):
    """A page as Typst, the places on it, those that it leads to, and second labels of places."""

    text: str
    there: set[str]
    wanted: set[str]
    aliases: dict[str, str]


def _stand_ins(wanted: AbstractSet[str], there: Mapping[str, str], left_out: Sequence[str]) -> dict[str, str]:
    """For places on pages of the other volume: the place of the same name on a page of this one."""
    named = {name: place for place in there.values() if (name := place.partition("#")[2])}
    return {
        place: named[name]
        for place in wanted - there.keys()
        for docname, _, name in [place.partition("#")]
        if name in named and matches(docname, left_out)
    }


def _tell_dead_links(docname: str, missing: AbstractSet[str], left_out: Sequence[str]) -> None:
    for place in sorted(place for place in missing if not matches(place.partition("#")[0], left_out)):
        logger.warning(
            "the PDF has no place %r, to which a link leads; see that its page is in a list of pages.",
            place, location=docname, type="typst_book", subtype="link",
        )  # fmt: skip


def title_facts(config: Config) -> list[tuple[str, str]]:
    """What stands on the title page beside title and author, as names and values."""
    facts = [("Version", config.release)]
    if day := shown_date(config):
        facts.append((config.typst_book_date_name, day))
    facts += [(name, value) for name, value in config.typst_book_facts if value]
    return [(name, value) for name, value in facts if value]


def shown_date(config: Config) -> str:
    """The book's date in words: a day or a month; nothing where there is none."""
    from datetime import datetime

    iso = config.typst_book_date
    for pattern, form, shown in (
        (r"\d{4}-\d{2}-\d{2}", "%Y-%m-%d", "%-d %B %Y"),
        (r"\d{4}-\d{2}", "%Y-%m", "%B %Y"),
    ):
        if re.fullmatch(pattern, iso):
            day = datetime.strptime(iso, form)  # noqa: DTZ007  (a date has no time zone)
            return format_date(shown, date=day, language=config.language or "en")
    return str(iso)


def setup_builder(app: Sphinx) -> None:
    """Register the builder and its settings."""
    settings: dict[str, tuple[Any, Any]] = {
        "typst_book_name": ("book", str),  # of the file, without its ending
        "typst_book_paper": ("a4", str),
        "typst_book_base": ("", str),  # a Typst file, for extensions: templates import it as base.typ
        "typst_book_template": ("", str),  # a Typst file beside conf.py
        "typst_book_subtitle": ("", str),
        "typst_book_date": ("", str),  # YYYY-MM-DD or YYYY-MM: no build reads the clock
        "typst_book_date_name": ("Date", str),
        "typst_book_facts": ([], [list, tuple]),  # pairs of name and value for the title page
        "typst_book_notes": ([], [list, tuple]),  # sentences under them
        "typst_book_appendices": ([], [list, tuple]),  # pages that become appendices, in this order
        "typst_book_sheets": ([], [list, tuple]),  # patterns of pages that are many and alike
        "typst_book_data": ([], [list, tuple]),  # patterns of pages that are only in the complete volume
        "typst_book_complete": (False, bool),  # every page in one volume
        "typst_book_fonts": ([], [list, tuple]),  # folders in installed packages: "package:folder"
    }
    for name, (default, types) in settings.items():
        app.add_config_value(name, default, "", types)
    app.add_builder(TypstBookBuilder)
    app.add_event(AT_WORK)
    app.connect("build-finished", lambda _app, _error: gc.enable())
