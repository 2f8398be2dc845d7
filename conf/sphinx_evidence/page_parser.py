"""The parser of pages: MyST behind a barrier, so that one bad page never stops the others."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from docutils import nodes
from myst_parser.sphinx_ import Parser as MystParser

from .directives.base import source_lines
from .domain import evidence, path_of
from .model import Problem, Severity

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

MAX_BYTES = 1_000_000
"""The largest page or study file that is read."""

LENIENT = "handbook-utf-8"
"""UTF-8 that replaces what is no UTF-8: the fault is told with its line, and the build goes on."""


def _lenient_codec(name: str) -> codecs.CodecInfo | None:
    if name != LENIENT.replace("-", "_"):
        return None
    plain = codecs.lookup("utf-8-sig")

    def decode(data: bytes, errors: str = "strict") -> tuple[str, int]:
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


def unreadable(path: Path, shown: str) -> Problem | None:
    """Why a file cannot be read as a page: too large, null bytes, not UTF-8."""
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        return Problem(
            "page-readable", Severity.ERROR, shown, 1,
            f"this file has {len(raw):,} bytes; at most {MAX_BYTES:,} are read.",
            "Split it, or move large data out of docs/.",
        )
    null = raw.find(b"\0")
    if null >= 0:
        line = raw.count(b"\n", 0, null) + 1
        return Problem(
            "page-readable", Severity.ERROR, shown, line,
            "a null byte stands here; a page is text in UTF-8.", "Save the file again as UTF-8 text.",
        )
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(
            "page-readable", Severity.ERROR, shown, line,
            f"the byte 0x{raw[error.start]:02x} is not UTF-8.", "Save the file again as UTF-8 text.",
        )
    return None


def check_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """Before a document is parsed: an unreadable file becomes an empty page with its problem."""
    env = app.env
    page = evidence(env).page(docname)
    problem = unreadable(env.doc2path(docname), path_of(docname, env))
    if problem is not None:
        page.problems.append(problem)
        source[0] = "" if page.path.endswith(".yaml") else f"# {docname}\n"


class PageParser(MystParser):
    """MyST; whatever a page makes go wrong becomes a problem of that page."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Read a page, then its allowances."""
        env = document.settings.env
        page = evidence(env).page(env.current_document.docname)
        try:
            super().parse(inputstring, document)
        except Exception as error:  # noqa: BLE001  (one barrier per document)
            document.children = []
            section = nodes.section(ids=["unreadable"], names=["unreadable"])
            section += nodes.title("", page.docname)
            section += nodes.paragraph("", "This page could not be read; the build log says why.")
            document += section
            page.problems.append(
                Problem(
                    "page-markup", Severity.ERROR, page.path, 1,
                    f"this page cannot be read: {type(error).__name__}: {error}.",
                    "Undo the last change to it, or report this page with the message.",
                )
            )
            return
        allowances, wrong = source_lines(env).allowances()
        page.allowances += allowances
        page.problems += wrong
