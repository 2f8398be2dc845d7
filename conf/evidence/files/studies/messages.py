"""What is wrong with the fields of a study file, in words for people who wrote it by hand."""

from __future__ import annotations

from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from evidence.files.studies.fields import EXAMPLES, field_at
from evidence.model import Study, Unknown
from evidence.problems import Fault, Steps, did_you_mean, listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from evidence.vocabulary.vocabulary import Vocabulary


_EXPECTED = {
    "string_pattern_mismatch": (
        "lower case words joined by hyphens",
        "Use a to z, 0 to 9 and single hyphens.",
    ),
    "string_type": ("words", 'Write them on one line, in "quotes" if need be.'),
    "bool_type": ("true or false", ""),
    "tuple_type": ("a list", 'Begin each item on its own line with "- ".'),
}
"""What each error of pydantic means to an author, and how to mend it."""


def schema_faults(error: ValidationError, vocabulary: Vocabulary, most: int) -> Iterator[Fault]:
    """The faults that pydantic found, at most ``most`` of them, each said in plain words."""
    for details in error.errors(include_url=False)[:most]:
        steps: Steps = tuple(details["loc"])
        yield Fault(steps, *_words(details, steps, vocabulary))


def field_names(steps: Steps) -> tuple[str, ...]:
    """The fields that may stand at a place of a study file, as authors write them."""
    kind: Any = Study
    for step in steps:
        kind = _inside(kind, step)
    models = [part for part in _parts(kind) if isinstance(part, type) and issubclass(part, BaseModel)]
    return tuple(_authors_name(model, name) for model in models for name in _written(model))


def missing_field(name: str, steps: Steps, vocabulary: Vocabulary) -> tuple[str, str]:
    """What to say of a field that is not there, with its words or an example of it."""
    field = field_at((*steps, name))
    if field:
        hint = f"Add it with one of: {listed(field.words(vocabulary))}."
    else:
        hint = f"Add it, for example {EXAMPLES.get(name, f'{name}: {Unknown.NOT_SEEN}')}"
    return f"the field {name}: is missing", hint


def _words(details: ErrorDetails, steps: Steps, vocabulary: Vocabulary) -> tuple[str, str]:
    """The message for one error of pydantic and how to mend it."""
    name = next((step for step in reversed(steps) if isinstance(step, str)), "the file")
    found = shown(details["input"])
    match details["type"]:
        case "missing":
            said = missing_field(name, steps[:-1], vocabulary)
        case "extra_forbidden":
            said = f"there is no field {shown(name)} here", did_you_mean(name, field_names(steps[:-1]))
        case "model_type" | "dict_type":
            said = (
                f"{name}: expected a group of fields, found {found}",
                f"Write them indented under it, one a line: {', '.join(field_names(steps))}",
            )
        case kind if kind in _EXPECTED:
            expected, hint = _EXPECTED[kind]
            said = f"{name}: expected {expected}, found {found}", hint
        case "literal_error":
            said = f"{name}: expected {details['ctx']['expected']}, found {found}", ""
        case _:
            field = field_at(steps)
            said = (
                f"{name}: {details['msg'].removeprefix('Value error, ')}",
                f"Write one of: {listed(field.words(vocabulary))}." if field else "",
            )
    return said


def _inside(kind: Any, step: str | int) -> Any:
    """The type of what stands at a step inside a type; None where nothing may stand there."""
    for part in _parts(kind):
        if isinstance(part, type) and issubclass(part, BaseModel):
            for name, field in part.model_fields.items():
                if _authors_name(part, name) == step:
                    return field.annotation
        elif get_origin(part) is dict and isinstance(step, str):
            return get_args(part)[1]
        elif get_origin(part) is tuple and isinstance(step, int):
            return get_args(part)[0]
    return None


def _parts(kind: Any) -> list[Any]:
    """A type without ``Annotated`` and ``| None`` around it."""
    if get_origin(kind) is Annotated:
        return _parts(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return [part for option in get_args(kind) for part in _parts(option)]
    return [kind]


def _written(model: type[BaseModel]) -> Iterator[str]:
    """The fields of a model that authors write, not those that the reader fills in."""
    return (name for name, field in model.model_fields.items() if not field.exclude)


def _authors_name(model: type[BaseModel], name: str) -> str:
    """``from`` is called ``source`` in Python, where ``from`` is a word of the language."""
    return model.model_fields[name].alias or name
