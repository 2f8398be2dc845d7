"""The JSON Schema of study files, for editors: fields from the model, words from the vocabulary.

``conf/study.schema.json`` is written from here by ``make schema``; a check compares the two. The
schema helps while typing. What it cannot say (which fields a study type needs, what must fit
together) is judged by ``evidence check``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evidence.files.studies.fields import FORMS, WORDS
from evidence.model import NUMBER_PATTERN, Study, Unknown

if TYPE_CHECKING:
    from evidence.vocabulary.vocabulary import Vocabulary

SCHEMA_NAME = "study.schema.json"
"""Its file in the folder of conf.py."""

FIRST_LINE = f"# yaml-language-server: $schema=../../conf/{SCHEMA_NAME}"
"""The first line of a study file: editors find the schema by it."""

_Schema = dict[str, Any]
_UNKNOWN = [word.value for word in Unknown]


def study_json_schema(vocabulary: Vocabulary) -> _Schema:
    """The schema as data, with the words of a vocabulary."""
    schema = Study.model_json_schema(mode="validation")
    parts: dict[str, _Schema] = schema.pop("$defs")
    for reader_fills in ("path", "lines"):
        del schema["properties"][reader_fills]
    fields = {name: _field(part, name, "", parts, vocabulary) for name, part in schema["properties"].items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Study file",
        "description": _words(Study.__doc__),
        "type": "object",
        "additionalProperties": False,
        "required": schema["required"],
        "properties": fields,
    }


def schema_text(vocabulary: Vocabulary) -> str:
    """The schema as the file holds it."""
    return json.dumps(study_json_schema(vocabulary), indent=1, ensure_ascii=False) + "\n"


def _field(
    part: _Schema, name: str, around: str, parts: dict[str, _Schema], vocabulary: Vocabulary
) -> _Schema:
    """The schema of one field; ``around`` is the place of the record that holds it."""
    place = f"{around}.{name}" if around else name
    kinds = [kind for kind in part.get("anyOf", [part]) if kind.get("type") != "null"]
    drawn = [_kind(kind, place, parts, vocabulary) for kind in kinds]
    return drawn[0] if len(drawn) == 1 else {"anyOf": drawn}


def _kind(part: _Schema, place: str, parts: dict[str, _Schema], vocabulary: Vocabulary) -> _Schema:
    named = part.get("$ref", "").rpartition("/")[2]
    if named == "Quantity":
        return _QUANTITY
    if named:
        return _record(parts[named], place, parts, vocabulary)
    match part.get("type"):
        case "array":
            item = _kind(part["items"], f"{place}.*", parts, vocabulary)
            several = {"type": "array", "items": item}
            return several if "$ref" in part["items"] else {"anyOf": [item, several]}
        case "object":  # names of the author's choice, such as arms
            inner = part["additionalProperties"]
            return {"type": "object", "additionalProperties": _kind(inner, f"{place}.*", parts, vocabulary)}
        case "boolean":
            return {"type": "boolean"}
    return _text(part, place, vocabulary)


def _record(part: _Schema, place: str, parts: dict[str, _Schema], vocabulary: Vocabulary) -> _Schema:
    return {
        "type": "object",
        "description": _words(part.get("description")),
        "additionalProperties": False,
        **({"required": part["required"]} if "required" in part else {}),
        "properties": {
            name: _field(inner, name, place, parts, vocabulary) for name, inner in part["properties"].items()
        },
    }


def _text(part: _Schema, place: str, vocabulary: Vocabulary) -> _Schema:
    """Words of the vocabulary, a form such as a duration, or free text."""
    bound = WORDS.get(place)
    if bound:
        words = bound.words(vocabulary)
        return {"enum": words, "enumDescriptions": [vocabulary.label(bound.kind, word) for word in words]}
    form = FORMS.get(place)
    if form:
        pattern = f"^({form.pattern.pattern})$"
        return {
            "description": form.expected,
            "anyOf": [{"type": "string", "pattern": pattern}, {"enum": _UNKNOWN}, _YEAR],
        }
    if "enum" in part:
        return {"enum": part["enum"]}
    if "pattern" in part:
        return {"type": "string", "pattern": part["pattern"]}
    return {"type": ["string", "number"]}


def _words(docstring: str | None) -> str:
    """A docstring as an editor shows it: one paragraph, without Python's markup."""
    first = (docstring or "").replace("``", "").partition("\n\n")[0]
    return " ".join(first.split())


_NUMBER: _Schema = {
    "anyOf": [
        {"type": "number"},
        {"enum": _UNKNOWN},
        {"type": "string", "pattern": f"^({NUMBER_PATTERN.pattern})$"},
    ]
}
_YEAR: _Schema = {"type": "integer", "description": "a year"}
_QUANTITY: _Schema = {
    "description": "A number as printed, or the word for why there is none.",
    "anyOf": [
        *_NUMBER["anyOf"],
        {
            "type": "object",
            "additionalProperties": False,
            "required": ["value"],
            "properties": {
                "value": _NUMBER,
                "derived": {"type": "boolean"},
                "from": {"type": "string", "description": "what a derived number was worked out from"},
            },
        },
    ],
}
