"""The schema for editors: it says what the checks say of single fields, and cannot drift from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checks.fixtures.editor import faults
from checks.paths import SMALL_VOCABULARY
from evidence.files.studies.fields import WORDS
from evidence.files.studies.json_schema import study_json_schema
from evidence.vocabulary.vocabulary import load_vocabulary

STUDY = Path(__file__).with_name("every-field-2001.yaml")


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
    text = STUDY.read_text(encoding="utf-8")
    assert old in text
    assert faults(text, SMALL_VOCABULARY) == []
    assert place in faults(text.replace(old, new), SMALL_VOCABULARY)


def test_every_bound_field_offers_its_words() -> None:
    """Each field that takes words of the vocabulary lists all of them for completion."""
    vocabulary = load_vocabulary(SMALL_VOCABULARY)
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
