"""The schema for editors: it says what the checks say of single fields, and cannot drift from them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from checks.paths import ROOT
from evidence.files.studies.fields import WORDS
from evidence.files.studies.json_schema import FIRST_LINE, SCHEMA_NAME, schema_text, study_json_schema
from evidence.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = ROOT
STUDIES = sorted((PROJECT / "docs" / "studies").rglob("*.yaml"))


class _EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: version 1.2, where a date is text and ``no`` is a word."""


_EditorLoader.yaml_implicit_resolvers = {
    first: [
        (tag, form)
        for tag, form in forms
        if tag.rsplit(":", 1)[1] in {"int", "float", "null"} or first in "tfTF"
    ]
    for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    if first not in "yYnNoO"
}


@cache
def validator() -> Draft202012Validator:
    schema = study_json_schema(load_vocabulary(PROJECT / "conf" / "vocabulary.toml"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def faults(text: str) -> list[str]:
    data: Any = yaml.load(text, Loader=_EditorLoader)  # noqa: S506  (a safe loader with fewer types)
    return [fault.json_path for fault in validator().iter_errors(data)]


def test_file_is_the_one_that_follows_from_model_and_vocabulary() -> None:
    """After a change of either: make schema."""
    written = (PROJECT / "conf" / SCHEMA_NAME).read_text(encoding="utf-8")
    assert written == schema_text(load_vocabulary(PROJECT / "conf" / "vocabulary.toml"))


@pytest.mark.parametrize("study", STUDIES, ids=lambda path: path.stem)
def test_every_study_file_names_and_follows_it(study: Path) -> None:
    text = study.read_text(encoding="utf-8")
    first, _, _ = text.partition("\n")
    assert first == FIRST_LINE
    assert (study.parent / first.partition("$schema=")[2]).resolve() == PROJECT / "conf" / SCHEMA_NAME
    assert faults(text) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("type: randomised-trial", "type: randomized-trial", "$.type"),
        ("design: parallel", "desing: parallel", "$"),
        ("n_total: 148", "n_total: many", "$.n_total"),
        ("duration: P12M", "duration: 12 months", "$.duration"),
        ("population: [ckd-predialysis]", "population: [ckd]", "$.population"),
        ("what: supplement", "what: suplement", "$.exposure.what"),
        ("direction: harm", "direction: worse", "$.results[3].direction"),
        ("contrast: descriptive", "contrast: described", "$.results[1].contrast"),
        ("        median: 413", "        middle: 413", "$.results[1].arms.mg"),
        ("headline: true", "headline: sure", "$.results[0].headline"),
        ("  by: unchecked\n", "", "$.checked"),
    ],
)
def test_fault_is_found_at_its_field(old: str, new: str, place: str) -> None:
    text = (PROJECT / "docs" / "studies" / "bressendorff-2023-magical-ckd.yaml").read_text(encoding="utf-8")
    assert old in text
    assert place in faults(text.replace(old, new))


def test_every_bound_field_offers_its_words() -> None:
    """Each field that takes words of the vocabulary lists all of them for completion."""
    vocabulary = load_vocabulary(PROJECT / "conf" / "vocabulary.toml")
    for place, field in WORDS.items():
        assert field.words(vocabulary) in _enumerations(study_json_schema(vocabulary), place.split(".")), (
            place
        )


def _enumerations(schema: Any, steps: list[str]) -> list[list[str]]:
    """The lists of words that a schema has at a place."""
    options = schema.get("anyOf", [schema])
    if not steps:
        return [option["enum"] for option in options if "enum" in option]
    step, *rest = steps
    found = []
    for option in options:
        inner = [option.get("properties", {}).get(step)]
        if step == "*":
            inner = [option.get("items"), option.get("additionalProperties")]
        found += [words for part in inner if isinstance(part, dict) for words in _enumerations(part, rest)]
    return found
