"""The files in docs/records/: reviews, changes, links, retractions, searches and screening."""

from __future__ import annotations

from evidence.problems import UserError


class RecordError(UserError):
    """A file of records cannot be read or added to; nothing was written."""
