"""Dates as files write them, and in words."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def day(text: str) -> date | None:
    """The day that a text such as 2026-11-23 names; None where it names none."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def date_words(iso: str) -> str:
    """A day or a month in words: 23 November 2026, November 2026. Other texts stay as they are."""
    first = day(f"{iso}-01" if _MONTH.fullmatch(iso) else iso)
    if first is None:
        return iso
    month = f"{_MONTHS[first.month - 1]} {first.year}"
    return month if _MONTH.fullmatch(iso) else f"{first.day} {month}"
