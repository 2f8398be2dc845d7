"""Whether printed figures can belong together: intervals, p values and counts of two groups.

Pure functions on numbers as printed, each known to half a unit of its last digit. Nothing here
knows of studies. What Python's own library does not have comes from scipy, imported only where it is
needed, and no more of it than that.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL_SAMPLE = 60
"""Below this number of people a t distribution stands in for the normal one."""

P_TOLERANCE = 2
"""How many times larger or smaller than printed a p worked out from an interval may be."""

OFF_CENTRE = 0.02
"""Share of an interval's width by which its estimate may lie off the middle: authors round in between."""

LARGEST_EXACT = 100_000
"""Beyond this many people Fisher's test takes long and gives what chi-square gives."""

_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_P = re.compile(r"(?P<sign>[<>=]) (?P<number>\d*\.?\d+)", re.ASCII)


class Printed(NamedTuple):
    """A number as printed: its value, and half a unit of its last digit."""

    value: Decimal
    half: Decimal

    @property
    def least(self) -> float:
        """The smallest number that is printed so."""
        return float(self.value - self.half)

    @property
    def most(self) -> float:
        """The largest number that is printed so."""
        return float(self.value + self.half)

    def holds(self, number: float | Decimal) -> bool:
        """Whether a number may be printed so; halves may go either way."""
        return abs(Decimal(number) - self.value) <= self.half * _SLACK


_SLACK = 1 + Decimal("1e-9")
"""What a float loses must not decide."""


def printed(text: str) -> Printed | None:
    """The number that a text is; None where it is none."""
    if not _NUMBER.fullmatch(text):
        return None
    return Printed(Decimal(text), Decimal(5).scaleb(-len(text.partition(".")[2]) - 1))


class Interval(NamedTuple):
    """An estimate with its limits at ``level`` percent; ``ratio``: no difference is 1, not 0."""

    value: Printed
    low: Printed
    high: Printed
    level: float
    ratio: bool

    @property
    def null(self) -> float:
        """The value that means no difference."""
        return 1.0 if self.ratio else 0.0

    @property
    def ordered(self) -> bool:
        """Whether the lower limit lies below the upper, the estimate between them, within rounding."""
        return (
            self.low.least <= self.value.most
            and self.value.least <= self.high.most
            and (self.low.least <= self.high.most)
        )

    @property
    def exactly_central(self) -> bool:
        """Whether the estimate is the exact middle of its limits as printed, on the plain scale."""
        return self.value.value - self.low.value == self.high.value - self.value.value

    def symmetric(self, *, log: bool) -> bool:
        """Whether the estimate may lie in the middle of its limits, on the plain or the log scale."""
        ends = [_scaled(part, log=log) for part in (self.low, self.high, self.value)]
        if any(end is None for end in ends):
            return False
        low, high, value = (end for end in ends if end)
        slack = OFF_CENTRE * (high[1] - low[0]) + _FLOAT
        return (low[0] + high[0]) / 2 <= value[1] + slack and value[0] <= (low[1] + high[1]) / 2 + slack

    @property
    def excludes_null(self) -> bool:
        """Whether both limits lie on one side of no difference, however they were rounded."""
        return self.low.least > self.null or self.high.most < self.null

    @property
    def holds_null(self) -> bool:
        """Whether no difference lies between the limits, however they were rounded."""
        return self.low.most < self.null < self.high.least


_FLOAT = 1e-12


def _scaled(number: Printed, *, log: bool) -> tuple[float, float] | None:
    """The range of a printed number on a scale; None where it has no logarithm."""
    if not log:
        return number.least, number.most
    if number.least <= 0:
        return None
    return math.log(number.least), math.log(number.most)


class PValue(NamedTuple):
    """A printed p: the range that it allows, from ``least`` to ``most``."""

    least: float
    most: float

    def holds(self, p: float) -> bool:
        """Whether a p may be printed so."""
        return self.least - _FLOAT <= p <= self.most + _FLOAT


def printed_p(text: str, alpha: float = 0.05) -> PValue | None:
    """``= 0.03``, ``< 0.001``, ``> 0.05`` or ``not-significant``; None for anything else."""
    if text == "not-significant":
        return PValue(alpha, 1.0)
    found = _P.fullmatch(text)
    number = printed(found["number"]) if found else None
    if found is None or number is None:
        return None
    value = float(number.value)
    match found["sign"]:
        case "<":
            return PValue(0.0, value)
        case ">":
            return PValue(value, 1.0)
        case _:
            return PValue(max(number.least, 0.0), number.most)


def p_of_interval(interval: Interval, people: float = math.inf) -> PValue | None:
    """The p values that belong to an interval, within its rounding.

    None where the interval is not symmetric on its scale (exact and likelihood intervals are
    not), or too few people, or no usual level, leave nothing to work out.
    """
    if not interval.symmetric(log=interval.ratio) or not 50 < interval.level < 100 or people <= 2:  # noqa: PLR2004
        return None
    value, low, high = (
        _scaled(part, log=interval.ratio) for part in (interval.value, interval.low, interval.high)
    )
    if not (value and low and high):
        return None
    widest, narrowest = high[1] - low[0], max(high[0] - low[1], 0.0)
    null = math.log(interval.null) if interval.ratio else interval.null
    farthest = max(abs(value[0] - null), abs(value[1] - null))
    nearest = 0.0 if value[0] <= null <= value[1] else min(abs(value[0] - null), abs(value[1] - null))
    if widest <= 0:
        return None
    errors = 2 * _errors_of_level(interval.level, people)
    least = 0.0 if narrowest == 0 else 2 * _tail(farthest * errors / narrowest, people)
    return PValue(least, 2 * _tail(nearest * errors / widest, people))


def _errors_of_level(level: float, people: float) -> float:
    """How many standard errors a limit at a level in percent lies from the estimate."""
    if people >= SMALL_SAMPLE:
        return NormalDist().inv_cdf(0.5 + level / 200)
    from scipy import special

    return float(special.stdtrit(people - 2, 0.5 + level / 200))


def _tail(errors: float, people: float) -> float:
    """The share of results that lie more than so many standard errors above the middle."""
    if people >= SMALL_SAMPLE:
        return math.erfc(errors / math.sqrt(2)) / 2
    from scipy import special

    return float(special.stdtr(people - 2, -errors))


def p_fits_interval(p: PValue, interval: Interval, people: float = math.inf) -> bool:
    """Whether a printed p may belong to an interval: same side of no difference, within a factor of two."""
    alpha = 1 - interval.level / 100
    if (interval.excludes_null and p.least > alpha) or (interval.holds_null and p.most < alpha):
        return False
    worked_out = p_of_interval(interval, people)
    if worked_out is None:
        return True
    least, most = worked_out.least / P_TOLERANCE, worked_out.most * P_TOLERANCE
    return most >= p.least - _FLOAT and least <= p.most + _FLOAT


class Counts(NamedTuple):
    """Events in two groups: ``events`` of ``people`` against ``other_events`` of ``other_people``."""

    events: int
    people: int
    other_events: int
    other_people: int

    @property
    def possible(self) -> bool:
        """Whether each group has people, and no more events than people."""
        return 0 <= self.events <= self.people > 0 and 0 <= self.other_events <= self.other_people > 0


def p_of_counts(counts: Counts) -> Mapping[str, float]:
    """The p of two groups by each of the usual tests, by its name."""
    import numpy as np
    from scipy import stats

    a, n, c, m = counts
    table = np.array([[a, n - a], [c, m - c]])
    if a + c in {0, n + m}:
        return {"Fisher exact": 1.0, "chi-square": 1.0, "continuity-corrected chi-square": 1.0}
    found = {}
    if n + m <= LARGEST_EXACT:
        found["Fisher exact"] = float(stats.fisher_exact(table).pvalue)
    found["chi-square"] = float(stats.chi2_contingency(table, correction=False).pvalue)
    found["continuity-corrected chi-square"] = float(stats.chi2_contingency(table, correction=True).pvalue)
    return found


def effect_of_counts(measure: str, counts: Counts, level: float = 95) -> tuple[float, float, float] | None:
    """RR, OR or RD of two groups with its usual interval (Katz, Woolf, Wald); None where it has none."""
    a, n, c, m = counts
    if not 50 < level < 100:  # noqa: PLR2004
        return None
    z = _errors_of_level(level, math.inf)
    if measure == "RD":
        value = a / n - c / m
        error = math.sqrt(a * (n - a) / n**3 + c * (m - c) / m**3)
        return value, value - z * error, value + z * error
    if measure == "RR" and a and c:
        value = (a / n) / (c / m)
        error = math.sqrt(max(1 / a - 1 / n + 1 / c - 1 / m, 0.0))
    elif measure == "OR" and a and c and n - a and m - c:
        value = a * (m - c) / (c * (n - a))
        error = math.sqrt(1 / a + 1 / (n - a) + 1 / c + 1 / (m - c))
    else:
        return None
    return value, value * math.exp(-z * error), value * math.exp(z * error)
