"""The same amount in two units agrees, within the rounding of either.

Pairs such as ``2.5 mg/dL (1.03 mmol/L)``, also of two numbers, with the factors of the vocabulary.
The nearest name of a substance before the pair says whether the factor holds.

Bad (page):

    # Example

    In blood, 2.5 mg/dL (1.30 mmol/L) of magnesium is much.

Good (page):

    # Example

    In blood, 2.5 mg/dL (1.03 mmol/L) of magnesium is much, and so is 3.9 mEq/L (1.95 mmol/L).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.model import Handbook, Page, Severity
from evidence.rules.numbers._shared import both_ways
from evidence.rules.registry import Remark, Remarks, rule
from evidence.text.numbers import half_unit, typed_numbers
from evidence.vocabulary.words import Conversion, mentions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

_FIGURE = r"[-\N{MINUS SIGN}]?\d+(?:\.\d+)?"
_FIGURES = rf"{_FIGURE}(?:\s*(?:to|and|or|-|\N{{EN DASH}}|,)\s*{_FIGURE})*"


@rule("pages", of_page=("sentences",), severity=Severity.WARNING, position=1)
def check(page: Page, handbook: Handbook) -> Remarks:
    conversions = [(c, *both) for c in handbook.vocabulary.conversion for both in both_ways(c)]
    for sentence in page.sentences:
        for conversion, unit, other, factor in conversions:
            for one, two in _pairs(sentence.text, unit, other, conversion):
                if not _agree(one, two, factor):
                    yield Remark(
                        sentence.at,
                        f"{one} {unit} is {_rounded_like(two, one * factor)} {other}, not {two} {other}",
                        f"One {conversion.unit} is {conversion.factor} {conversion.other}: correct one",
                    )


def _pairs(text: str, unit: str, other: str, conversion: Conversion) -> Iterator[tuple[Decimal, Decimal]]:
    """Numbers in two units, side by side; of lists, equally long, one after the other."""
    pattern = (
        rf"(?<![\w.,-])(?P<first>{_FIGURES})\s*{re.escape(unit)}(?![\w/])[^().;\d]{{0,25}}?"
        r"(?:\(|=|\bor\b|, about)\s*(?:(?:about|roughly|or|that is|=)\s*)*"
        rf"(?P<second>{_FIGURES})\s*{re.escape(other)}(?![\w/])"
    )
    for match in re.finditer(pattern, text, re.ASCII):
        first, second = (
            [typed.value for typed in typed_numbers(match[name])] for name in ("first", "second")
        )
        if len(first) == len(second) and not _is_of_another(text[: match.start()], conversion):
            yield from zip(first, second, strict=True)


def _is_of_another(before: str, conversion: Conversion) -> bool:
    """Whether the nearest substance named before a pair is another one."""
    for word in reversed(re.findall(r"\w+", before)):
        if mentions(word, conversion.of):
            return False
        if mentions(word, conversion.not_of):
            return True
    return False


def _agree(one: Decimal, two: Decimal, factor: Decimal) -> bool:
    """Whether either number, converted, rounds to the other."""
    return abs(one * factor - two) <= half_unit(two) or abs(two / factor - one) <= half_unit(one)


def _rounded_like(printed: Decimal, number: Decimal) -> Decimal:
    """A number with as many decimals as a printed one."""
    exponent = printed.as_tuple().exponent
    return round(number, -exponent if isinstance(exponent, int) else 2)
