"""The fields of a study file as pairs of place and value, and both in words.

Items of lists are known by their ids, so that ``results.slope.effect.value`` means the same result on
both sides, wherever it stands in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.files.studies.fields import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import JsonValue

    from evidence.vocabulary.vocabulary import Vocabulary

Values = dict[str, str]
"""Values as text, by their places, steps joined by dots."""

LABELS = {
    "type": "kind of study",
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
