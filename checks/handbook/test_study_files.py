"""The study files of this handbook name the schema that editors use, and follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.fixtures.editor import faults
from checks.paths import CONF, DOCS
from evidence.files.studies.json_schema import FIRST_LINE, SCHEMA_NAME, schema_text
from evidence.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

STUDIES = sorted((DOCS / "studies").rglob("*.yaml"))
VOCABULARY = CONF / "vocabulary.toml"


def test_file_is_the_one_that_follows_from_model_and_vocabulary() -> None:
    """After a change of either: make schema."""
    written = (CONF / SCHEMA_NAME).read_text(encoding="utf-8")
    assert written == schema_text(load_vocabulary(VOCABULARY))


@pytest.mark.parametrize("study", STUDIES, ids=lambda path: path.stem)
def test_every_study_file_names_and_follows_it(study: Path) -> None:
    text = study.read_text(encoding="utf-8")
    first, _, _ = text.partition("\n")
    assert first == FIRST_LINE
    assert (study.parent / first.partition("$schema=")[2]).resolve() == CONF / SCHEMA_NAME
    assert faults(text, VOCABULARY) == []
