"""What a derived number of a study file should be, where its ``from:`` tells the formula.

"24.305 of 172.42" is a share, "46 less 25" a difference, "12.9 % of 31" a part, "6 + 15 + 6" a sum,
and "58 % lower odds" a ratio of 0.42. Other words are left to readers.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from evidence.analysis.statistics import printed
from evidence.model import Effect, Figure, Quantity
from evidence.model.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Study
    from evidence.problems import Steps

RATIOS = frozenset({"RR", "OR", "HR"})
"""Measures in which no difference is 1."""

_N = r"(\d[\d,]*(?:\.\d+)?)"
_WORDS = r"[^\d%+()]*"
_SHARE = re.compile(rf"{_N} of {_N}{_WORDS}")
_PART = re.compile(rf"{_N} ?% of {_N}{_WORDS}")
_LESS = re.compile(rf"{_N}{_WORDS} less {_N}(?: and {_N})?{_WORDS}")
_PLUS = re.compile(rf"{_N}(?: \+ {_N})+")
_AND = re.compile(rf"{_N}{_WORDS} and {_N}{_WORDS}")
_CHANGE = re.compile(rf"{_N} ?% (lower|less|higher|more)\b{_WORDS}")
_NUMBER = re.compile(_N)


class WorkedOut(NamedTuple):
    """A derived number: where it stands, what the file says, and what its ``from:`` gives."""

    steps: Steps
    stated: Quantity
    number: Decimal

    @property
    def fault(self) -> str:
        """What does not fit; empty where the number may be printed so."""
        as_printed = printed(self.stated.text)
        if as_printed is None or as_printed.holds(self.number):
            return ""
        expected = f"{self.number:f}" if self.number == int(self.number) else f"{float(self.number):.4g}"
        return f"our {self.stated.text} should be {expected}, worked out from {self.stated.source!r}"


def worked_out(study: Study) -> Iterator[WorkedOut]:
    """Every derived number of a study whose formula can be told."""
    for steps, record, quantity in _quantities(study, ()):
        number = _number(str(steps[-1]), record, quantity) if quantity.derived and quantity.known else None
        if number is not None:
            yield WorkedOut((*steps, "value"), quantity, number)


def _quantities(record: Record, steps: Steps) -> Iterator[tuple[Steps, Record, Quantity]]:
    """Every number in a record and below it, with the record that holds it."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        parts: dict[str | int, object] = {}
        if isinstance(value, tuple):
            parts = dict(enumerate(value))
        elif isinstance(value, dict):
            parts = value
        for here, part in (((*steps, name, key), part) for key, part in parts.items()):
            if isinstance(part, Record):
                yield from _quantities(part, here)
        if isinstance(value, Quantity):
            yield (*steps, name), record, value
        elif isinstance(value, Record):
            yield from _quantities(value, (*steps, name))


def _number(name: str, record: Record, quantity: Quantity) -> Decimal | None:
    """What the words under ``from:`` give; None where they tell no formula, or not of such a field."""
    text = " ".join((quantity.source or "").split())
    numbers = [Decimal(found.replace(",", "")) for found in _NUMBER.findall(text)]
    counted = name.startswith("n") or name == "events"
    if _SHARE.fullmatch(text) and isinstance(record, Figure) and record.unit == "%" and numbers[1]:
        return 100 * numbers[0] / numbers[1]
    if _PART.fullmatch(text) and counted:
        return numbers[0] * numbers[1] / 100
    if _LESS.fullmatch(text):
        return numbers[0] - sum(numbers[1:])
    if _PLUS.fullmatch(text) or (_AND.fullmatch(text) and counted):
        return sum(numbers, Decimal(0))
    change = _CHANGE.fullmatch(text)
    if change and isinstance(record, Effect) and record.measure in RATIOS and name == "value":
        part = numbers[0] / 100
        return 1 + part if change[2] in {"higher", "more"} else 1 - part
    return None
