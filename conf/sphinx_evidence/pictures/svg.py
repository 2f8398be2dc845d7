"""A picture as SVG: within a page, wide and narrow, or as a file that stands alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .sheet import NARROW, WIDE, Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..views.parts import Picture
    from .markup import Style
    from .sheet import Drawing

_FONTS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"


def in_page(picture: Picture, name: str) -> str:
    """The drawing for a wide page and for a phone; the style sheet shows one. ``name`` begins their ids."""
    from .markup import InPage

    if picture.drawing is None:
        return ""
    shown = []
    for css, width in (("wide", WIDE), ("narrow", NARROW)):
        body, height = _body(picture.drawing, width, InPage())
        begin = f"{name}-{css}"
        shown.append(
            f'<svg class="picture picture-{css}" viewBox="0 0 {width:.0f} {height:.0f}" role="img"'
            f' aria-labelledby="{begin}-title" aria-describedby="{begin}-words">'
            f"{_words(picture, begin)}{body}</svg>\n"
        )
    return "".join(shown)


def in_file(picture: Picture, shapes: Mapping[str, tuple[str, str]]) -> str:
    """The wide drawing as a file, in the colours of light paper; ``shapes`` are those of the symbols."""
    from .markup import InFile

    assert picture.drawing is not None  # noqa: S101  (a file is asked for drawings alone)
    body, height = _body(picture.drawing, WIDE, InFile(shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {WIDE:.0f} {height:.0f}" font-family="{_FONTS}" role="img"'
        f' aria-labelledby="title" aria-describedby="words">{_words(picture, "")}{body}</svg>\n'
    )


def _words(picture: Picture, begin: str) -> str:
    """Name and alternative, in which Sphinx marks no words that a reader searched for: it would fail."""
    before, css = (f"{begin}-", ' class="nohighlight"') if begin else ("", "")
    return (
        f'<title id="{before}title"{css}>{escape(picture.title, quote=False)}</title>'
        f'<desc id="{before}words"{css}>{escape(picture.alternative, quote=False)}</desc>'
    )


def _body(drawing: Drawing, width: float, style: Style) -> tuple[str, float]:
    """What is drawn and how high it is. Nobody's own settings of Matplotlib change it."""
    from matplotlib import rc_context, rcdefaults

    with rc_context():
        rcdefaults()
        sheet = Sheet(width)
        height = float(round(drawing.draw(sheet) + 0.5))
        return sheet.render(height, style), height
