"""The numbers that a text holds: how they are typed, rounded, signed, and in which unit."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ABOUT = ("about", "roughly")
"""Words that say that a figure is rounded."""

_SPACE = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_DIGITS = rf"\d{{1,3}}(?:[,{_SPACE}]\d{{3}}(?!\d))+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_NUMBER = re.compile(
    r"(?<![\w.,])(?<![^\W\d_]-)"  # not within a number or a word, nor after "FGF-"
    rf"(?P<sign>[-\N{{MINUS SIGN}}]?)(?P<digits>{_DIGITS})(?!\d)(?!(?:st|nd|rd|th)\b)",
    re.ASCII,
)
_LETTER_BEFORE = re.compile(r"[^\W\d_]-?$")
_ROUNDED = re.compile(
    rf"\b(?:{'|'.join(ABOUT)})\s+(?:(?:{_DIGITS})\s*%?\s*(?:and|to|or)\s+)?$", re.IGNORECASE | re.ASCII
)
_DURATION = re.compile(r"PT?((?P<number>\d+(?:\.\d+)?)(?P<unit>[YMWDHS]))+", re.ASCII)
_PART = re.compile(r"(\d+(?:\.\d+)?)([YMWDHS])", re.ASCII)
_MONTHS = 12
_LONGEST = 30
"""More digits than this are no figure but an attack on the arithmetic."""


class Typed(NamedTuple):
    """A number in a text. ``rounded``: "about" stands before it. ``after``: what follows it."""

    text: str
    value: Decimal
    start: int
    rounded: bool
    after: str

    @property
    def half(self) -> Decimal:
        """Half a unit of the last digit."""
        return half_unit(self.value)


def half_unit(number: Decimal) -> Decimal:
    """Half a unit of the last digit that a number was written with."""
    return Decimal(5).scaleb(_exponent(number) - 1)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def typed_numbers(text: str, names: Iterable[str] = ()) -> Iterator[Typed]:
    """The numbers of a text, with separators of thousands taken out; names with digits hold none."""
    for name in names:
        text = re.sub(re.escape(name), lambda found: " " * len(found[0]), text, flags=re.IGNORECASE)
    for found in _NUMBER.finditer(text):
        digits = re.sub(rf"[,{_SPACE}]", "", found["digits"])
        before = text[: found.start()]
        if len(digits) > _LONGEST or _LETTER_BEFORE.search(before):
            continue
        value = Decimal(digits)
        yield Typed(
            text=found[0],
            value=-value if found["sign"] else value,
            start=found.start(),
            rounded=bool(_ROUNDED.search(before)),
            after=text[found.end() : found.end() + _LONGEST],
        )


def durations(text: str) -> Iterator[Decimal]:
    """The numbers of an ISO duration, years in months and months in years as well."""
    if not _DURATION.fullmatch(text):
        return
    for digits, unit in _PART.findall(text[:_LONGEST]):
        number = Decimal(digits)
        yield number
        if unit == "Y":
            yield number * _MONTHS
        elif unit == "M" and number % _MONTHS == 0:
            yield number / _MONTHS


def rounds_to(exact: Decimal, typed: Decimal) -> bool:
    """Whether a number, rounded at the last digit typed that is not 0, gives the typed one.

    At most a tenth may be lost by it.
    """
    if not typed:
        return False
    exponent = _exponent(typed.normalize())
    return abs(exact - typed) <= min(Decimal(5).scaleb(exponent - 1), abs(typed) / 10)
