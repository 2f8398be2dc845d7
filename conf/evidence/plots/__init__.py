"""Pictures and maps made from the data while the handbook is built.

A module a picture: a view that gathers its data from the frozen handbook, as every table has one,
and the drawing of these data on a canvas. The same data give the same bytes.
"""

from evidence.plots import evidence_map
from evidence.plots import food_chart as foods
from evidence.plots import forest_plot as forest
from evidence.plots import screening_flow as screening
from evidence.plots import study_timeline as timeline

__all__ = ["evidence_map", "foods", "forest", "screening", "timeline"]
