"""Pictures made from the data while the handbook is built.

A module a picture: a view that gathers its data from the frozen handbook, as every table has one,
and the drawing of these data on a sheet. The same data give the same bytes.
"""

from . import directions, foods, forest, mechanism, screening, timeline

__all__ = ["directions", "foods", "forest", "mechanism", "screening", "timeline"]
