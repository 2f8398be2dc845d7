"""What a drawing may hold: shapes and words. A drawing that could run or fetch something is refused.

A picture in a page runs nothing, but opened by itself an SVG file is a page like any other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from evidence.problems import UserError
from evidence.text.safe_text import MAXIMUM_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMESPACE = "http://www.w3.org/2000/svg"

_SHAPES = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "title", "desc", "style", "path", "rect", "circle", "ellipse",
        "line", "polyline", "polygon", "text", "tspan", "textPath", "marker", "clipPath", "mask", "pattern",
        "linearGradient", "radialGradient", "stop",
    }
)  # fmt: skip
_ELSEWHERE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|expression\(|\\", re.IGNORECASE)
"""Style that fetches something; a backslash could hide any of it."""


class SvgError(UserError):
    """The first thing in a drawing that is refused."""


def svg_fault(raw: bytes) -> tuple[int, str] | None:
    """The line and the name of the first thing in a drawing that is refused; None for a harmless one."""
    if len(raw) > MAXIMUM_BYTES:
        return 1, f"a drawing larger than {MAXIMUM_BYTES:,} bytes"
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text, parser.buffer_size = True, MAXIMUM_BYTES  # no word is cut in two

    def element(name: str, attributes: dict[str, str]) -> None:
        for fault in _faults(name, attributes):
            raise SvgError(fault)

    def words(text: str) -> None:
        if _ELSEWHERE.search(text):
            raise SvgError("style that fetches something")

    def refuse(*_found: object) -> None:
        raise SvgError("a declaration or instruction")

    parser.StartElementHandler = element
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = refuse
    parser.ProcessingInstructionHandler = refuse
    try:
        parser.Parse(raw, True)
    except SvgError as fault:
        return parser.CurrentLineNumber, str(fault)
    except (expat.ExpatError, ValueError, LookupError):
        return max(parser.CurrentLineNumber, 1), "text that is not XML"
    return None


def _faults(name: str, attributes: dict[str, str]) -> Iterator[str]:
    """What is refused in an element: its kind, handlers of events, addresses, style from elsewhere."""
    namespace, _, local = name.rpartition(" ")
    if namespace != NAMESPACE or local not in _SHAPES:
        yield f"the element <{local[:30]}>"
    for attribute, value in attributes.items():
        short = attribute.rpartition(" ")[2].lower()
        if short.startswith("on"):
            yield f"the attribute {short[:30]}, which runs code"
        elif short in {"href", "src", "base"} and not value.startswith("#"):
            yield f"the address {value[:30]!r}"
        elif _ELSEWHERE.search(value):
            yield f"style that fetches something, in {short[:30]}"
