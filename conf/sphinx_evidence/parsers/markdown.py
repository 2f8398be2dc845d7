"""The parser of pages: MyST behind a barrier, so that one bad page never stops the others."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from myst_parser.parsers.sphinx_ import MystParser

from evidence.problems import problem
from evidence.text.safe_text import TextError, checked_text, line_with_another_end
from evidence.text.yaml_tree import Mapping, YamlError, load_tree
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.parsers.guard import read_page
from sphinx_evidence.parsers.source_lines import source_lines

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from evidence.model import Page

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<fields>.*?)^(---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)

UNREADABLE = "page-readable"

LENIENT = "handbook-utf-8"
"""UTF-8 that replaces what is no UTF-8: the fault is told with its line, and the build goes on."""


def _lenient_codec(name: str) -> codecs.CodecInfo | None:
    if name != LENIENT.replace("-", "_"):
        return None
    plain = codecs.lookup("utf-8-sig")

    def decode(data: Any, errors: str = "strict", /) -> tuple[str, int]:
        return plain.decode(data, "replace")

    class Decoder(codecs.IncrementalDecoder):
        """Decodes a whole file at its end, bad bytes replaced."""

        def __init__(self, errors: str = "strict") -> None:
            super().__init__(errors)
            self._inner = plain.incrementaldecoder("replace")

        def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]
            return self._inner.decode(data, final)

    return codecs.CodecInfo(plain.encode, decode, incrementaldecoder=Decoder, name=name)


codecs.register(_lenient_codec)


def check_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Before a file is parsed: mixed line ends are told, and an unreadable page becomes an empty one.

    What else is unreadable in a study file is found by its own parser.
    """
    env = app.env
    path = env.doc2path(docname)
    raw = path.read_bytes()
    page = evidence_domain(env).page(docname)
    try:
        if path.suffix == ".md":
            checked_text(raw)
    except TextError as fault:
        page.problems.append(problem(UNREADABLE, page.path, fault.line, fault.message, fault.hint))
        page.readable = False
        source[0] = _stand_in(docname)
        return
    line = line_with_another_end(raw)
    if line:
        words = "this line ends otherwise than the lines before it"
        hint = "Save the file with one kind of line end"
        page.problems.append(problem(UNREADABLE, page.path, line, words, hint))


def _stand_in(docname: str) -> str:
    """The page that is shown instead of one that cannot be read."""
    return f"---\norphan: true\n---\n\n# {docname}\n\nThis page could not be read; the build log says why.\n"


class PageParser(MystParser):
    """MyST; whatever a page makes go wrong becomes a problem of that page."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Read a page, then its allowances."""
        env = document.settings.env
        docname = env.current_document.docname
        page = evidence_domain(env).page(docname)
        try:
            read_page(without_faulty_front_matter(inputstring, page), document)
        except Exception as error:  # noqa: BLE001  (one barrier per document)
            evidence_domain(env).clear_doc(docname)
            document.clear()
            read_page(_stand_in(docname), document)
            page = evidence_domain(env).page(docname)
            page.readable = False
            page.problems.append(
                problem(
                    "page-markup", page.path, 1,
                    f"this page cannot be read: {type(error).__name__}: {error}",
                    "Undo the last change to it, or report this page with the message",
                )
            )  # fmt: skip
            return
        allowances, wrong = source_lines(env).allowances()
        page.allowances += allowances
        page.problems += wrong


def without_faulty_front_matter(text: str, page: Page) -> str:
    """The text of a page; front matter that is not plain fields is told and taken out."""
    front = _FRONT_MATTER.match(text)
    if front is None or not front["fields"].strip():
        return text
    try:
        tree = load_tree(front["fields"])
    except YamlError as error:
        fault = error
    else:
        if isinstance(tree, Mapping):
            page.metadata_lines = {name: line + 1 for name, line in tree.key_lines.items()}
            return text
        fault = YamlError("expected fields", tree.line, "Write one a line, as in changed: 2026-11-23")
    message = f"the front matter cannot be read: {fault.message}"
    page.problems.append(problem("page-markup", page.path, fault.line + 1, message, fault.hint))
    return "\n" * front[0].count("\n") + text[front.end() :]
