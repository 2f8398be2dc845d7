"""A picture as SVG: within a page, wide and narrow, or as files that stand alone."""

from __future__ import annotations

from contextlib import contextmanager
from html import escape
from math import ceil
from typing import TYPE_CHECKING

from evidence.plots.canvas import NARROW, WIDE, Canvas, Long

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.plots.svg_renderer import Style
    from evidence.views.elements import Drawing, Picture

_FONTS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"

TALLEST = 700.0
"""Height in px from which a picture on paper is divided: two thirds of a page of A4."""
PART = 480.0
"""Height of its parts, of which a page holds two and a heading."""


def in_page(picture: Picture, name: str) -> str:
    """The drawing for a wide page and for a phone; the style sheet shows one. ``name`` begins their ids."""
    from evidence.plots.svg_renderer import InPage

    if picture.drawing is None:
        return ""
    shown = []
    for css, width in (("wide", WIDE), ("narrow", NARROW)):
        body, height = _body(picture.drawing, width, InPage())
        begin = f"{name}-{css}"
        shown.append(
            f'<svg class="picture picture-{css}" viewBox="0 0 {width:.0f} {height:.0f}" role="img"'
            f' aria-labelledby="{begin}-title" aria-describedby="{begin}-words">'
            f"{_words(picture.title, picture.alternative, begin)}{body}</svg>\n"
        )
    return "".join(shown)


def in_files(
    picture: Picture, shapes: Mapping[str, tuple[str, str]], *, narrow: bool = False
) -> list[tuple[str, str]]:
    """Drawings for paper, in the colours of light paper, each with its words.

    A picture that is higher than most of a page stands in several files, if it is made of rows.
    ``shapes`` are those of the symbols.
    """
    from evidence.plots.svg_renderer import InFile

    assert picture.drawing is not None  # noqa: S101  (a file is asked for drawings alone)
    width = NARROW if narrow else WIDE
    drawn = _drawn(picture.drawing, width, InFile(shapes))
    files = []
    for number, (body, height) in enumerate(drawn, start=1):
        title = f"{picture.title}, part {number} of {len(drawn)}" if len(drawn) > 1 else picture.title
        words = picture.alternative if number == 1 else "It is told together with part 1."
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}"'
            f' viewBox="0 0 {width:.0f} {height:.0f}" font-family="{_FONTS}" role="img"'
            f' aria-labelledby="title" aria-describedby="words">{_words(title, words, "")}{body}</svg>\n'
        )
        files.append((svg, f"{title}. {words}"))
    return files


def _drawn(drawing: Drawing, width: float, style: Style) -> list[tuple[str, float]]:
    """What is drawn and how high it is; of a tall drawing of rows parts no higher than ``PART``."""
    with _settings():
        canvases = [_drawn_on_canvas(drawing, width)]
        height = canvases[0][1]
        if isinstance(drawing, Long) and height > TALLEST:
            number = ceil(height / PART)
            while (
                max(high for _, high in canvases) > PART and len(parts := drawing.divided(number)) == number
            ):
                canvases = [_drawn_on_canvas(part, width) for part in parts]
                number += 1
        return [(canvas.render(high, style), high) for canvas, high in canvases]


def _words(title: str, alternative: str, begin: str) -> str:
    """Name and alternative, in which Sphinx marks no words that a reader searched for: it would fail."""
    before, css = (f"{begin}-", ' class="nohighlight"') if begin else ("", "")
    return (
        f'<title id="{before}title"{css}>{escape(title, quote=False)}</title>'
        f'<desc id="{before}words"{css}>{escape(alternative, quote=False)}</desc>'
    )


def _body(drawing: Drawing, width: float, style: Style) -> tuple[str, float]:
    """What is drawn and how high it is."""
    with _settings():
        canvas, height = _drawn_on_canvas(drawing, width)
        return canvas.render(height, style), height


def _drawn_on_canvas(drawing: Drawing, width: float) -> tuple[Canvas, float]:
    """A canvas with a drawing on it, and how high it has to be."""
    canvas = Canvas(width)
    return canvas, float(round(drawing.draw(canvas) + 0.5))


@contextmanager
def _settings() -> Iterator[None]:
    """Matplotlib as it is made: nobody's own settings of it change a picture."""
    from matplotlib import rc_context, rcdefaults

    with rc_context():
        rcdefaults()
        yield
