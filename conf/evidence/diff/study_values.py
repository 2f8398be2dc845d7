"""The values of study files in words, before and after: fields, and figures as readers see them.

Items of lists are known by their ids, so that ``results.slope.effect.value`` means the same result on
both sides, wherever it stands in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from evidence.analysis.printed_values import arm_text, context_figure_text, effect_text, p_text
from evidence.files.studies.fields import WORDS
from evidence.model import Figure, Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import JsonValue

    from evidence.vocabulary.vocabulary import Vocabulary

    File = Mapping[str, JsonValue]

Values = dict[str, str]
"""Values as text, by their places, steps joined by dots."""

LABELS = {
    "type": "study design",
    "extraction": "how much was read",
    "publication": "kind of publication",
    "n_total": "number studied",
    "n_completed": "number who completed",
    "n_studies": "number of studies included",
    "n_randomised": "number at the start",
    "n_analysed": "number analysed",
    "population": "who or what was studied",
    "population_text": "description of who or what was studied",
    "rob": "risk of bias",
    "headline": "whether it stands for the study",
    "seen": "how it was seen",
    "source": "where it was read",
    "timepoint": "time",
    "outcome": "what was measured",
    "reviews": "kinds of study reviewed",
    "use": "whether it is used",
    "use_reason": "why it is not used",
    "flags": "calls for care",
    "doi": "DOI",
    "pmid": "PMID",
    "from": "from what it was worked out",
}
"""Fields whose names are not plain words."""
_LISTS = {"results": "result", "figures": "figure", "arms": "group", "misprints": "misprint"}


def flattened(file: Mapping[str, JsonValue]) -> Values:
    """The fields of a study file; a list of words is one value."""
    return dict(_flattened(dict(file), ""))


def _flattened(value: JsonValue, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        number = value.get("value")
        if isinstance(number, str):  # a quantity stands under the name of its field
            yield path, number
        for key, inner in value.items():
            if key == "value" and isinstance(number, str):
                continue
            yield from _flattened(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        if not any(isinstance(item, dict | list) for item in value):
            yield path, ", ".join(map(_plain, value))
            return
        for key, item in named_items(value).items():
            yield from _flattened(item, f"{path}.{key}")
    else:
        yield path, _plain(value)


def named_items(items: list[JsonValue]) -> dict[str, JsonValue]:
    """The items of a list by their ids, or by what else names them, or by their number."""
    named: dict[str, JsonValue] = {}
    for number, item in enumerate(items, start=1):
        name = item.get("id") or item.get("result") if isinstance(item, dict) else None
        key = name if isinstance(name, str) else str(number)
        named[key if key not in named else f"{key} {number}"] = item
    return named


def _plain(value: JsonValue) -> str:
    return value if isinstance(value, str) else {True: "yes", False: "no", None: ""}.get(value, str(value))  # type: ignore[arg-type]


def field_words(path: str, old: Values, new: Values, vocabulary: Vocabulary) -> str:
    """A field in words: ``how it was seen, of the result "calcium in the aorta"``."""
    first, *rest = path.split(".")
    names = [LABELS.get(step, step.replace("_", " ")) for step in (first, *rest)]
    if first in _LISTS and len(rest) > 1:
        item = item_words(f"{first}.{rest[0]}", old | new, vocabulary)
        return f'{names[-1]}, of the {_LISTS[first]} "{item}"'
    return ": ".join(names[:1] + names[-1:]) if rest else names[0]


def item_words(place: str, values: Values, vocabulary: Vocabulary) -> str:
    """A result, figure or arm as readers know it: by its label, or by what was measured, or by its id."""
    outcome = values.get(f"{place}.outcome")
    return (
        values.get(f"{place}.label")
        or values.get(f"{place}.item")
        or (vocabulary.label("outcome", outcome) if outcome else place.partition(".")[2])
    )


def value_words(path: str, value: str, vocabulary: Vocabulary) -> str:
    """A value with the labels of its words."""
    steps = path.split(".")
    if steps[0] in _LISTS and len(steps) > 1:
        steps[1] = "*"
    pattern = ".".join(steps)
    one, many = WORDS.get(pattern), WORDS.get(f"{pattern}.*")
    if one:
        return vocabulary.label(one.kind, value)
    if many:
        return ", ".join(vocabulary.label(many.kind, word) for word in value.split(", "))
    return vocabulary.label("unknown", value)


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
