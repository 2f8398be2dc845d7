"""Vocabularies are read whole or refused with one line, and their words are looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.paths import SMALL_VOCABULARY as FILE
from evidence.vocabulary.vocabulary import Vocabulary, VocabularyError, load_vocabulary
from evidence.vocabulary.words import mentions

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The words of the small handbooks."""
    return load_vocabulary(FILE)


def test_the_lowest_of_some_levels_and_the_rank_of_one(vocabulary: Vocabulary) -> None:
    assert vocabulary.lowest(["high", "low", "unheard-of"]) == "low"
    assert vocabulary.lowest([]) is None
    assert vocabulary.rank("very-low") == 1
    assert vocabulary.rank(None) == 0


@pytest.mark.parametrize(
    ("direction", "stream", "outcome", "words"),
    [
        ("benefit", "observational", "mortality", "Inverse association"),
        ("benefit", "observational", "bmd", "Positive association"),
        ("harm", "observational", "mortality", "Positive association"),
        ("harm", "laboratory", "bone-cell-mineralisation", "Less"),
        ("benefit", "laboratory", "bone-histology", "More normal"),
        ("benefit", "trials", "t50", "Favours magnesium"),
        ("not-shown", "observational", "t50", "No clear association"),
    ],
)
def test_words_of_a_direction_follow_stream_and_outcome(
    vocabulary: Vocabulary, direction: str, stream: str, outcome: str, words: str
) -> None:
    better = vocabulary.outcomes[outcome].better
    assert vocabulary.directions[direction].words_for(stream, better, vocabulary.substance) == words


@pytest.mark.parametrize(
    ("population", "sentence", "named"),
    [
        ("rat-ckd", "In uraemic rats less calcium was found.", True),
        ("rat-ckd", "In rats less calcium was found.", False),
        ("rat-normal", "The rate was rather a ratio of concentrations.", False),
        ("rat-ckd", "Nephrectomised RATS had less calcium.", True),
        ("general", "A supplement contains an element.", False),
        ("general", "Men had fewer events.", True),
    ],
)
def test_sentences_name_populations(
    vocabulary: Vocabulary, population: str, sentence: str, named: bool
) -> None:
    assert vocabulary.populations[population].named_in(sentence) is named


def test_a_star_marks_a_stem_and_other_words_are_found_whole() -> None:
    assert mentions("the nephrectomised mouse", ["nephrectom*"])
    assert mentions("Two rats.", ["rat"])
    assert not mentions("concentrations", ["rat"])
    assert not mentions("ratio", ["rat"])
    assert not mentions("anything", [])


def test_labels_fall_back_to_the_word(vocabulary: Vocabulary) -> None:
    assert vocabulary.label("study-type", "cross-sectional") == "Cross-sectional study"
    assert vocabulary.label("study-type", "unheard-of") == "unheard-of"
    assert vocabulary.label("caveat", "open-label") == "open-label"
    assert vocabulary.knows("outcome", "cac")
    assert not vocabulary.knows("outcome", "unheard-of")


def test_digest_follows_the_file(vocabulary: Vocabulary, tmp_path: Path) -> None:
    changed = tmp_path / "vocabulary.toml"
    changed.write_bytes(FILE.read_bytes() + b"\n# a comment\n")
    assert load_vocabulary(changed).digest != vocabulary.digest
    assert load_vocabulary(FILE).digest == vocabulary.digest


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[[stream]]", "broken =", "Invalid value"),
        ('css = "is-trials"\n', "", "stream.0.css: Field required"),
        ('css = "is-trials"\n', 'css = "x"\ncolour = "x"\n', "stream.0.colour: Extra inputs"),
        ('kind = "patient"', 'kind = "patients"', "outcome.0.kind: Input should be"),
        ("[[signal]]", "[[signals]]", "signal: Field required"),
    ],
    ids=["not TOML", "missing field", "unknown field", "unknown value", "missing table"],
)
def test_a_fault_is_named_on_one_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    faulty = tmp_path / "vocabulary.toml"
    faulty.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_vocabulary(faulty)
    message = str(caught.value)
    assert message.startswith(f"{faulty}: ")
    assert says in message
    assert "\n" not in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"nowhere\.toml: there is no such file"):
        load_vocabulary(tmp_path / "nowhere.toml")


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    latin = tmp_path / "vocabulary.toml"
    latin.write_bytes('unit = "µg"'.encode("latin-1"))
    with pytest.raises(VocabularyError, match="utf-8"):
        load_vocabulary(latin)
