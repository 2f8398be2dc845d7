"""Matplotlib's drawing commands as small SVG: no ids, no styles, one decimal, text as text.

Matplotlib's own SVG carries ids, clip paths and metadata that would have to be taken out again;
its interface for renderers gives the shapes themselves.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex
from matplotlib.path import Path

from evidence.plots.palette import INKS, TOKENS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text
    from matplotlib.transforms import Transform

_ANCHORS = {"center": "middle", "right": "end"}
_COMMANDS = {
    int(code): letter
    for code, letter in (
        (Path.MOVETO, "M"),
        (Path.LINETO, "L"),
        (Path.CURVE3, "Q"),
        (Path.CURVE4, "C"),
        (Path.CLOSEPOLY, "Z"),
    )
}
_BOLD = 600


class Mark(NamedTuple):
    """A symbol in a box (left, top, width and height in px from the upper left corner of a canvas)."""

    symbol: str
    box: tuple[float, float, float, float]
    ink: str
    firm: bool


class Style(Protocol):
    """How a drawing names its colours and its symbols."""

    def paint(self, fill: str | None, stroke: str | None) -> str:
        """The attributes that give a shape its colours, from the names of tokens."""

    def symbol(self, name: str, place: str, ink: str, *, firm: bool) -> str:
        """A symbol at a place (attributes x, y, width, height); a firm one is filled."""


class InPage:
    """Colours by class and symbols from the page's sprite: light, dark and print come from the page."""

    def paint(self, fill: str | None, stroke: str | None) -> str:
        """Classes of the style sheet; what has no fill says so."""
        names = [f"f-{fill}"] if fill else ["no-fill"]
        return f' class="{" ".join([*names, *([f"s-{stroke}"] if stroke else [])])}"'

    def symbol(self, name: str, place: str, ink: str, *, firm: bool) -> str:
        """A use of the page's sprite."""
        return f'<use href="#{escape(name)}" {place} class="c-{ink}{" firm" if firm else ""}"/>'


class InFile:
    """Colours and shapes written out, for a file that stands alone.

    ``shapes`` gives the view box and the drawing of each symbol.
    """

    def __init__(self, shapes: Mapping[str, tuple[str, str]]) -> None:
        """A style with the shapes of the symbols."""
        self.shapes = shapes

    def paint(self, fill: str | None, stroke: str | None) -> str:
        """Colours by value."""
        drawn = f' fill="{INKS[fill]}"' if fill else ' fill="none"'
        return drawn + (f' stroke="{INKS[stroke]}"' if stroke else "")

    def symbol(self, name: str, place: str, ink: str, *, firm: bool) -> str:
        """The shape itself, with what the style sheet would add to it."""
        if name not in self.shapes:
            return ""
        view, shape = self.shapes[name]
        fill, hole = ("currentColor", INKS["paper"]) if firm else ("none", "currentColor")
        shape = shape.replace('class="shape"', f'fill="{fill}" stroke="currentColor"')
        shape = shape.replace('class="cut"', f'fill="{hole}"').replace("currentColor", INKS[ink])
        return f'<svg {place} viewBox="{view}">{shape}</svg>'


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


class SvgRenderer(RendererBase):
    """Collects what Matplotlib draws as SVG elements; ``height`` in px turns its y axis round."""

    def __init__(self, height: float, style: Style) -> None:
        """A renderer for a canvas of this height."""
        super().__init__()
        self.height = height
        self.style = style
        self.elements: list[str] = []

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803  (Matplotlib's name)
    ) -> None:
        """A shape, with fill, line or both."""
        outline = "".join(
            _COMMANDS[int(code)] + ("" if code == Path.CLOSEPOLY else self._points(points))
            for points, code in path.iter_segments(transform, simplify=False, curves=True)
        )
        width = gc.get_linewidth()
        stroke = _token(gc.get_rgb()) if width else None
        face = _token(rgbFace) if rgbFace is not None else None
        if outline and (stroke or face):
            attributes = self.style.paint(face, stroke)
            if stroke and width != 1:
                attributes += f' stroke-width="{number(width)}"'
            strokes: Any = gc.get_dashes()[1]
            if stroke and strokes is not None:
                attributes += f' stroke-dasharray="{" ".join(number(length) for length in strokes)}"'
            self.elements.append(f'<path d="{outline}"{attributes}/>')

    def _points(self, flat: Any) -> str:
        pairs = zip(flat[0::2], flat[1::2], strict=True)
        return " ".join(f"{number(x)} {number(self.height - y)}" for x, y in pairs)

    def draw_text(  # noqa: PLR0913, PLR0917  (Matplotlib gives these arguments)
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Text | None = None,
    ) -> None:
        """A line of text at its anchor, so that the reader's own font moves nothing."""
        attributes = ""
        if mtext is not None:
            x = float(mtext.get_transform().transform(mtext.get_unitless_position())[0])
            anchor = _ANCHORS.get(mtext.get_horizontalalignment())
            attributes += f' text-anchor="{anchor}"' if anchor else ""
        attributes += f' font-size="{number(prop.get_size_in_points())}"'
        weight = prop.get_weight()
        if weight == "bold" or (isinstance(weight, int) and weight >= _BOLD):
            attributes += f' font-weight="{_BOLD}"'
        if prop.get_style() == "italic":
            attributes += ' font-style="italic"'
        place = f'x="{number(x)}" y="{number(self.height - y)}"'
        paint = self.style.paint(_token(gc.get_rgb()), None)
        self.elements.append(f"<text {place}{attributes}{paint}>{escape(s, quote=False)}</text>")

    def draw_symbol(self, mark: Mark) -> None:
        """A symbol of the sprite."""
        x, y, width, height = map(number, mark.box)
        place = f'x="{x}" y="{y}" width="{width}" height="{height}"'
        self.elements.append(self.style.symbol(mark.symbol, place, mark.ink, firm=mark.firm))

    def draw_image(self, *_arguments: Any, **_options: Any) -> None:
        """No drawing of ours holds pixels."""
        raise NotImplementedError

    def flipy(self) -> bool:
        """Whether Matplotlib should count y downwards for text: no, that is done here for everything."""
        return False

    def points_to_pixels(self, points: Any) -> Any:
        """A canvas has 72 px to the inch, so that a point is a px."""
        return points


def _token(colour: Any) -> str:
    return TOKENS[to_hex(colour)]
