"""What readers see of an object, as pure data: tags, figures, tables, lists of caveats.

A directive leaves a place in the page and names the view that belongs there. Views are
computed from the frozen handbook, once for the page's fingerprint (has what it shows
changed?) and once when the page is drawn. Nothing here imports Sphinx.
"""

from evidence.views import cards, explorer, history, mechanism, rules, study_page, tables
from evidence.views import indexes as claim_index
from evidence.views import inline as words
from evidence.views import tags as statements
from evidence.views.registry import make_view

__all__ = [
    "cards",
    "claim_index",
    "explorer",
    "history",
    "make_view",
    "mechanism",
    "rules",
    "statements",
    "study_page",
    "tables",
    "words",
]
