"""What two rules on numbers share: conversions of units, and the comparisons of a study's figures."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from evidence.analysis.consistency import Comparison, comparisons
from evidence.caching import cached_for_each
from evidence.model import Handbook, Study
from evidence.vocabulary.words import Conversion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def both_ways(conversion: Conversion) -> Iterator[tuple[str, str, Decimal]]:
    """From each unit of a conversion to the other, with the factor."""
    factor = Decimal(str(conversion.factor))
    yield conversion.unit, conversion.other, factor
    yield conversion.other, conversion.unit, 1 / factor


@cached_for_each
def comparisons_of(study: Study, handbook: Handbook) -> Sequence[Comparison]:
    """Every comparison that the figures of a study allow."""
    return comparisons(study, handbook.vocabulary.stopped_outcomes)
