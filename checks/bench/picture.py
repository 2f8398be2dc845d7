"""The picture of what was measured: a line for each form of the handbook, both axes logarithmic."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_LINES = {
    "cold": ("this handbook", "o", "-"),
    "floor": ("plain MyST", "s", "--"),
    "needs": ("sphinx-needs, our sidebar", "^", "-."),
    "needs-bare": ("sphinx-needs as it comes", "v", ":"),
}
_INK = "#3b4252"
_PROLOGUE = re.compile(r"<\?xml.*?\?>\s*|<!DOCTYPE.*?>\s*|\s*<metadata>.*?</metadata>", re.DOTALL)
"""What a drawing in a page does not need, and may not hold."""


def write_picture(sizes: dict[str, Any], path: Path) -> None:
    """Draw the processor time of builds from nothing; the same figures give the same file."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "speed", "svg.fonttype": "path", "font.size": 9}):
        figure = Figure(figsize=(6.4, 3.6), layout="constrained")
        axes = figure.subplots()
        for name, (words, marker, dashes) in _LINES.items():
            points = [
                (int(size), taken["taken"][name]["processor"])
                for size, taken in sizes.items()
                if name in taken["taken"]
            ]
            if points:
                axes.plot(*zip(*points, strict=True), marker=marker, linestyle=dashes, label=words)
        axes.set(xscale="log", yscale="log", xlabel="claims", ylabel="seconds of processor time")
        axes.grid(visible=True, color="#d8dee9", linewidth=0.6)
        axes.tick_params(colors=_INK)
        axes.legend(frameon=False)
        drawn = StringIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    path.write_text(_PROLOGUE.sub("", drawn.getvalue()), encoding="utf-8", newline="\n")
