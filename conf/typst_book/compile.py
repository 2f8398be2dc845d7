"""A book set by Typst from its text, wholly or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst
from sphinx.errors import ConfigError
from sphinx.util.logging import getLogger

from typst_book import typesetter
from typst_book.links import Position, bind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

logger = getLogger(__name__)

STANDARD = "ua-1"
"""PDF/UA-1: a missing text alternative or a skipped level of headings stops the book."""


def styles_of(template: Path) -> frozenset[str]:
    """The classes to which a template gives a look."""
    probe = template.with_name("styles.typ")
    probe.write_text(
        '#import "design.typ": *\n#import "template.typ": *\n#metadata(styles.keys()) <styles>\n',
        encoding="utf-8",
    )
    try:
        found = typst.query(
            str(probe), "<styles>", field="value", one=True, root=str(probe.parent), ignore_system_fonts=True
        )
    except typst.TypstError as error:
        raise ConfigError(f"the template of the PDF has an error: {typesetter.told(error)}") from None
    finally:
        probe.unlink()
    return frozenset(json.loads(found))


def set_book(text: Path, book: Path, fonts: Sequence[str], meanwhile: Callable[[], object]) -> bool:
    """Set a book and say whether it could be; the PDF is replaced only when the new one is whole.

    ``meanwhile`` is done while Typst works.
    """
    unbound = text.with_suffix(".pdf")
    order = {
        "text": str(text),
        "pdf": str(unbound),
        "fonts": [str(_folder(font)) for font in fonts],
        "standard": STANDARD,
    }
    with subprocess.Popen(  # noqa: S603  (this Python, and a file of this package)
        [sys.executable, "-I", typesetter.__file__, json.dumps(order)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    ) as child:  # fmt: skip
        meanwhile()
        said, complained = child.communicate()
    stopped = {"error": _last_line(complained)}
    answer: dict[str, Any] = json.loads(said) if child.returncode == 0 else stopped
    if error := answer.get("error"):
        logger.error("the PDF was not made: %s", error, type="typst_book", subtype="typst")
        return False
    for warning in answer["warnings"]:
        logger.warning("Typst: %s", warning, type="typst_book", subtype="typst")
    places = {name: Position(page, x, y) for name, page, x, y in answer["places"]}
    unfinished = book.with_suffix(".part")
    unfinished.write_bytes(bind(unbound.read_bytes(), places))
    unfinished.replace(book)
    unbound.unlink()
    return True


def _last_line(words: str) -> str:
    return (words.strip().splitlines() or ["Typst stopped without a word"])[-1]


def _folder(font: str) -> Path:
    """The folder of an installed package that is named like ``package:folder``."""
    package, _, folder = font.partition(":")
    found = find_spec(package)
    places = list(found.submodule_search_locations or ()) if found else []
    if not places:
        raise ConfigError(f"typst_book_fonts names {font!r}, but {package!r} is not installed.")
    return Path(places[0]) / folder
