"""What readers see of an object, as pure data: tags, figures, tables, lists of caveats.

A directive leaves a place in the page and names the view that belongs there. Views are
computed from the frozen handbook, once for the page's fingerprint (has what it shows
changed?) and once when the page is drawn. Nothing here imports Sphinx.
"""

from evidence.views import cards, explorer, indexes, inline, mechanism, study_page, tables, tags
from evidence.views.view_registry import make_view

__all__ = ["cards", "explorer", "indexes", "inline", "make_view", "mechanism", "study_page", "tables", "tags"]
