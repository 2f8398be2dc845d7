"""Typst in a process of its own, so that the memory it takes is given back before the book is bound.

Run as a program: takes an order as JSON in its argument, writes the PDF, and answers as JSON what was told.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typst


def set_pages(order: dict[str, Any]) -> dict[str, Any]:
    """Set ``text`` into ``pdf``; answers with places and warnings, or with the error."""
    text = Path(order["text"])
    try:
        compiler = typst.Compiler(
            str(text), root=str(text.parent), font_paths=order["fonts"], ignore_system_fonts=True
        )
        pdf, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=order["standard"])
        places = compiler.query("<places>", field="value", one=True)
    except typst.TypstError as error:
        return {"error": told(error)}
    assert isinstance(pdf, bytes)  # noqa: S101  (one file, as asked for)
    Path(order["pdf"]).write_bytes(pdf)
    return {"places": json.loads(places), "warnings": [told(warning) for warning in warnings]}


def told(problem: Any) -> str:
    """What Typst says, with its hints, on one line."""
    said = [problem.message, *(f"({hint})" for hint in problem.hints)]
    return " ".join(" ".join(said).split())


if __name__ == "__main__":
    json.dump(set_pages(json.loads(sys.argv[1])), sys.stdout)
