"""A canvas to draw on, in px from its upper left corner, with Matplotlib behind it.

Pictures draw words, lines, boxes and symbols at places they work out, and data on axes. Type is
never smaller than 12 px. Matplotlib is imported when the first canvas is made.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, runtime_checkable

from evidence.plots.palette import DASHES, INKS
from evidence.views.elements import Drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from evidence.plots.svg_renderer import Mark, Style

WIDE: Final = 704.0
"""Width of the wide drawing in px: the narrowest place where tables stand as tables."""

NARROW: Final = 288.0
"""Width of the narrow drawing in px: what a phone of 320 px leaves between its margins."""

BODY: Final = 13.0
SMALL: Final = 12.0
_LEADING: Final = 1.3

_Row = TypeVar("_Row")


@runtime_checkable
class Long(Drawing, Protocol):
    """A drawing of rows, which can stand on several canvases."""

    def divided(self, number: int) -> Sequence[Drawing]:
        """The rows in so many drawings at most, in order, on the same scales."""


def shares(rows: Sequence[_Row], number: int) -> list[Sequence[_Row]]:
    """Rows in so many parts, none empty, of about one length."""
    bounds = [len(rows) * place // number for place in range(number + 1)]
    return [rows[start:end] for start, end in pairwise(bounds) if end > start]


@dataclass(slots=True)
class Canvas:
    """A canvas of a given width; its height is known when the drawing is done."""

    width: float
    figure: Figure = field(init=False)
    symbols: list[Mark] = field(default_factory=list)
    axes: list[tuple[Axes, tuple[float, float, float, float]]] = field(default_factory=list)
    down: Any = field(init=False)
    """The transform from px below the upper edge to Matplotlib's, filled in at the end."""

    def __post_init__(self) -> None:
        """Begin an empty canvas."""
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.figure = Figure(dpi=72)
        self.figure.patch.set_visible(False)
        self.down = Affine2D()

    @property
    def wide(self) -> bool:
        """Whether there is room for columns."""
        return self.width >= WIDE

    # -- marks

    def text(  # noqa: PLR0913  (how type looks)
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = BODY,
        ink: str = "ink",
        anchor: str = "left",
        bold: bool = False,
        italic: bool = False,
    ) -> None:
        """A line of words; ``y`` is its base line, ``anchor`` left, center or right."""
        self.figure.text(
            x, y, words, transform=self.down, color=INKS[ink], ha=anchor, va="baseline",
            fontproperties=_font(size, bold=bold, italic=italic), parse_math=False,
        )  # fmt: skip

    def paragraph(self, x: float, y: float, words: str, width: float, **style: Any) -> float:
        """Words in as many lines as they need; ``y`` is the upper edge, the lower one is returned."""
        size = style.get("size", BODY)
        for line in self.wrap(words, width, size, bold=style.get("bold", False)):
            y += size * _LEADING
            self.text(x, y - size * 0.3, line, **style)
        return y

    def line(
        self,
        points: Sequence[tuple[float, float]],
        ink: str,
        width: float = 1,
        dashes: Sequence[float] = (),
    ) -> None:
        """A line through points."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        self.figure.add_artist(
            Line2D(
                xs, ys, transform=self.down, color=INKS[ink], linewidth=width, solid_capstyle="butt",
                linestyle=pattern(dashes, width),
            ),
            clip=False,
        )  # fmt: skip

    def shape(
        self,
        points: Sequence[tuple[float, float]],
        fill: str | None,
        edge: str | None = None,
        width: float = 1,
    ) -> None:
        """A closed shape."""
        from matplotlib.patches import Polygon

        self.figure.add_artist(
            Polygon(
                points, closed=True, transform=self.down, linewidth=width if edge else 0, zorder=1.5,
                facecolor=INKS[fill] if fill else "none", edgecolor=INKS[edge] if edge else "none",
            ),
            clip=False,
        )  # fmt: skip

    def box(
        self, x: float, y: float, size: tuple[float, float], fill: str | None, edge: str | None = None
    ) -> None:
        """A rectangle by its upper left corner, width and height."""
        right, below = x + size[0], y + size[1]
        self.shape([(x, y), (right, y), (right, below), (x, below)], fill, edge)

    def symbol(  # noqa: PLR0913  (where and how a symbol looks)
        self, name: str, x: float, y: float, size: float = 14, *, ink: str = "ink", firm: bool = False
    ) -> float:
        """A symbol of the sprite by its upper left corner; its width is returned. A firm one is filled."""
        from evidence.plots.svg_renderer import Mark

        width = size * 46 / 11 if name.startswith("c-") else size
        self.symbols.append(Mark(name, (x, y, width, size), ink, firm))
        return width

    def axis(
        self, box: tuple[float, float, float, float], limits: tuple[float, float], ticks: Sequence[float],
        *, log: bool = False, unit: str = "",
    ) -> Axes:  # fmt: skip
        """Axes between left, right, top and bottom: a scale along x, px of the canvas along y."""
        from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

        left, right, top, bottom = box
        axes = self.figure.add_axes((0, 0, 1, 1))
        axes.patch.set_visible(False)
        if log:
            axes.set_xscale("log")
        axes.set_xlim(*limits)
        axes.set_ylim(bottom, top)
        axes.xaxis.set_major_locator(FixedLocator(list(ticks)))
        axes.xaxis.set_minor_locator(NullLocator())
        labels = [plain(tick) for tick in ticks]
        labels[-1] += f" {unit}" if unit else ""
        axes.xaxis.set_major_formatter(FixedFormatter(labels))
        axes.yaxis.set_visible(False)
        for name, spine in axes.spines.items():
            spine.set_visible(name == "bottom")
            spine.set_color(INKS["edge"])
            spine.set_linewidth(1)
        axes.tick_params(axis="x", length=4, width=1, pad=3, color=INKS["edge"], labelcolor=INKS["ink-2"])
        for label in axes.get_xticklabels():
            label.set_fontproperties(_font(SMALL))
        if unit:  # its label is long, and the canvas ends a little to the right of it
            axes.get_xticklabels()[-1].set_horizontalalignment("right")
        self.axes.append((axes, (left, right, top, bottom)))
        return axes

    # -- measures

    def measure(self, words: str, size: float = BODY, *, bold: bool = False) -> float:
        """The width of words in px, in a font that is wider than those of most readers."""
        return _measure(words, bold=bold) * size

    def wrap(self, words: str, width: float, size: float = BODY, *, bold: bool = False) -> list[str]:
        """Words in lines no wider than ``width``, as far as no single word is."""
        lines: list[str] = []
        for word in words.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.measure(longer, size, bold=bold) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    # -- the end

    def render(self, height: float, style: Style) -> str:
        """All that was drawn, as SVG elements on a canvas of this height."""
        from evidence.plots.svg_renderer import SvgRenderer

        self.figure.set_size_inches(self.width / 72, height / 72)
        self.down.clear().scale(1, -1).translate(0, height)
        for axes, (left, right, top, bottom) in self.axes:
            axes.set_position(
                (left / self.width, 1 - bottom / height, (right - left) / self.width, (bottom - top) / height)
            )
        renderer = SvgRenderer(height, style)
        self.figure.draw(renderer)
        for symbol in self.symbols:
            renderer.draw_symbol(symbol)
        return "".join(renderer.elements)


def pattern(dashes: Sequence[float], width: float) -> Any:
    """Strokes and gaps in px as Matplotlib takes them, in widths of the line."""
    return (0, tuple(length / width for length in dashes)) if dashes else "solid"


def interval_style(hue: str) -> dict[str, Any]:
    """How a stream's line looks on axes: its colour and its pattern."""
    return {"color": INKS[hue], "linewidth": 2, "solid_capstyle": "butt", "dash_capstyle": "butt",
            "linestyle": pattern(DASHES[hue], 2), "clip_on": False}  # fmt: skip


def plain(value: float) -> str:
    """A number for an axis, with a typographic minus sign."""
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


@cache
def _measure(words: str, *, bold: bool) -> float:
    """Width over size. The font comes with Matplotlib, so that every machine breaks lines alike."""
    from matplotlib.font_manager import get_font

    font = get_font(_font_file(bold=bold))
    font.set_size(100, 72)
    font.set_text(words, 0.0)
    return float(font.get_width_height()[0]) / 64 / 100


def _font_file(*, bold: bool) -> str:
    from matplotlib import get_data_path

    return f"{get_data_path()}/fonts/ttf/DejaVuSans{'-Bold' if bold else ''}.ttf"


def _font(size: float, *, bold: bool = False, italic: bool = False) -> Any:
    from matplotlib.font_manager import FontProperties

    font = FontProperties(fname=_font_file(bold=bold), size=size, weight="bold" if bold else "normal")
    font.set_style("italic" if italic else "normal")
    return font
