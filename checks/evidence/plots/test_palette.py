"""The colours of plots."""

from __future__ import annotations

import re

from checks.paths import THEME
from evidence.plots.palette import INKS


def test_light_paper_has_the_colours_of_the_style_sheet() -> None:
    sheet = (THEME / "static" / "handbook.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", sheet.partition("}")[0]))
    short = {"#fff": "#ffffff"}
    assert {name: short.get(light[name], light[name]) for name in INKS} == INKS
