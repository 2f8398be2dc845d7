"""The colours of pictures: names of the style sheet's tokens, and their values on light paper.

A drawing names a token, never a colour. In a page the token stays a name, so that dark and print
come from the style sheet; a picture in a file of its own is printed with the values.
"""

from __future__ import annotations

from typing import Final

INKS: Final = {
    "paper": "#ffffff",
    "sunk": "#f2f5f5",
    "rule": "#d2dadb",
    "edge": "#728287",
    "ink": "#17242a",
    "ink-2": "#47575d",
    "trials": "#0a655f",
    "obs": "#845200",
    "lab": "#6a4590",
    "ctx": "#53626a",
    "care": "#962a26",
}
"""Tokens that drawings use. No two have one value: a drawn colour leads back to its token."""

TOKENS: Final = {colour: name for name, colour in INKS.items()}

DASHES: Final[dict[str, tuple[float, ...]]] = {
    "trials": (),
    "obs": (6, 3),
    "lab": (1.5, 3),
    "ctx": (9, 2, 2, 2),
}
"""Pattern of a stream's lines: strokes and gaps in px, as the style sheet draws its borders."""


def hue(css: str) -> str:
    """The token of a stream's colour, from the stream's class."""
    name = css.removeprefix("is-")
    return name if name in DASHES else "ctx"
