"""Why a record cannot be taken in."""

from __future__ import annotations


class NotTakenIn(Exception):  # noqa: N818  (a message for people)
    """A source cannot be read or must not be added; the message says why and what to do."""
