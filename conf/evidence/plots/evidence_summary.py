"""The evidence table in short as a picture, drawn from the data: for previews of links, and as a cover."""

from __future__ import annotations

from functools import partial
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.model import Handbook

SHARE_PICTURE = "_static/share.png"
"""Where the picture for previews stands in the site."""

PREVIEW = (12, 6.3)
"""Width and height of the picture for previews, in hundreds of pixels."""

PAPER, INK, QUIET, RULE = "#ffffff", "#17242a", "#47575d", "#d2dadb"
UNANSWERED = "Not answered"
LEFT, WIDTH, FIRST = 0.05, 0.9, 0.27
"""Where the table begins at the left, its width and that of its first column, as shares of the picture."""

TOP, BOTTOM = 0.70, 0.05
"""Where the table begins and ends, as shares of the picture."""


def draw_evidence(handbook: Handbook, title: str, size: tuple[float, float], path: Path) -> None:
    """Write a picture: the title, then each question with the verdict of each study design.

    ``size`` is its width and height in hundreds of pixels. The same handbook gives the same bytes; the
    fonts are the library's own.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    figure = Figure(figsize=size, dpi=100, facecolor=PAPER)
    FigureCanvasAgg(figure)
    write = partial(figure.text, va="center", color=INK)
    write(LEFT, 0.87, title, fontsize=34, weight="bold")
    words = handbook.vocabulary
    streams = words.card_streams
    share = (WIDTH - FIRST) / len(streams)
    columns = [LEFT + FIRST + place * share for place in range(len(streams))]
    for column, stream in zip(columns, streams, strict=True):
        write(column, TOP + 0.045, stream.label, fontsize=13, color=QUIET)
    step = (TOP - BOTTOM) / max(1, len(handbook.cards))
    for row, card in enumerate(handbook.cards):
        line = TOP - row * step
        figure.add_artist(Line2D([LEFT, LEFT + WIDTH], [line, line], color=RULE, linewidth=1))
        write(LEFT, line - step / 2, fill(card.title, 26), fontsize=12, weight="bold")
        for column, stream in zip(columns, streams, strict=True):
            finding = card.finding(stream.id)
            verdict = words.label("verdict", finding.verdict) if finding and finding.verdict else UNANSWERED
            write(column, line - step / 2, fill(verdict, 26), fontsize=12)
    figure.savefig(path, format="png", metadata={"Software": None})
