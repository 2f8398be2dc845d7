"""Figures of study files as readers see them, before and after: with unit, interval and origin."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from evidence.analysis.printed_values import arm_text, context_figure_text, effect_text, p_text
from evidence.diff.fields import flattened, item_words, named_items
from evidence.model import Figure, Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import JsonValue

    from evidence.vocabulary.vocabulary import Vocabulary

    File = Mapping[str, JsonValue]


class PrintedFigure(NamedTuple):
    """A figure that is printed in another way; ``fields`` are the places in the file that it tells of."""

    what: str
    before: str
    after: str
    fields: set[str]


NOT_THERE = "not there"
_PRINTED = ("value", "low", "high", "level", "measure", "unit", "per", "p", "derived", "serving")
"""The parts of an effect or of a reference figure that are printed."""


def printed_figures(old: File, new: File, vocabulary: Vocabulary) -> Iterator[PrintedFigure]:
    """The results and reference figures that came, went, or are printed in another way."""
    for name, shown in (("results", _result), ("figures", _figure)):
        before, after = (
            named_items(i) if isinstance(i := file.get(name), list) else {} for file in (old, new)
        )
        for key in dict.fromkeys((*before, *after)):
            place = f"{name}.{key}"
            words = item_words(place, flattened(old) | flattened(new), vocabulary)
            then, now = (shown(side[key], place) if key in side else None for side in (before, after))
            if key not in after:
                printed = "; ".join(then.values()) if then else ""
                yield PrintedFigure(f'The figure "{words}" was removed.', printed, NOT_THERE, {place})
            elif key not in before:
                printed = "; ".join(now.values()) if now else ""
                yield PrintedFigure(f'The figure "{words}" was added.', NOT_THERE, printed, {place})
            elif then is not None and now is not None:
                yield from _differences(words, then, now)


def _differences(words: str, then: dict[str, str], now: dict[str, str]) -> Iterator[PrintedFigure]:
    for place in dict.fromkeys((*then, *now)):
        was, is_now = then.get(place, NOT_THERE), now.get(place, NOT_THERE)
        if was != is_now:
            arm = place.partition(".arms.")[2]
            what = f'The figure "{words}"{f", group {arm}," if arm else ""} changed.'
            told = {place} if arm else {f"{place}.{part}" for part in _PRINTED}
            yield PrintedFigure(what, was, is_now, told)


def _result(item: JsonValue, place: str) -> dict[str, str] | None:
    """What is printed of a result, by its place; None where it has not the form of one."""
    try:
        result = Result.model_validate(item)
    except ValidationError:
        return None
    printed = {f"{place}.arms.{arm}": arm_text(values) for arm, values in result.arms.items()}
    if result.effect:
        p = f", {p_text(result.effect)}" if result.effect.p else ""
        printed[f"{place}.effect"] = effect_text(result.effect) + p
    return printed


def _figure(item: JsonValue, place: str) -> dict[str, str] | None:
    try:
        figure = Figure.model_validate(item)
    except ValidationError:
        return None
    return {place: context_figure_text(figure)}
