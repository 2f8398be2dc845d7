"""The words of this handbook hang together: every word that names another word names one that exists."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from checks.paths import CONF
from evidence.model import ID_PATTERN, Unknown
from evidence.vocabulary.vocabulary import Vocabulary, load_vocabulary
from evidence.vocabulary.words import Trigger

KINDS = sorted(set(Vocabulary.model_fields) - {"digest", "substance"})


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The words of this handbook."""
    return load_vocabulary(CONF / "vocabulary.toml")


def triggers(vocabulary: Vocabulary) -> list[Trigger]:
    """All conditions of all caveats."""
    return [trigger for caveat in vocabulary.caveat for trigger in caveat.when]


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_and_have_the_form_of_ids(vocabulary: Vocabulary, kind: str) -> None:
    """Measures of effect keep the letters of the sources (RR, HR), and tools keep their names (RoB 2)."""
    ids = [word.id for word in getattr(vocabulary, kind)]
    assert ids
    assert len(ids) == len(set(ids))
    named = {"measure": r"[A-Z]{2,3}|", "bias_tool": r"[A-Z][A-Za-z-]+( 2)?|"}.get(kind, "")
    pattern = re.compile(named + ID_PATTERN.pattern)
    assert [word for word in ids if not pattern.fullmatch(word)] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "caveat"])
def test_every_word_has_words_for_readers(vocabulary: Vocabulary, kind: str) -> None:
    assert all(word.label.strip() for word in getattr(vocabulary, kind))


def test_the_words_of_caveats_stand_on_their_page_alone(vocabulary: Vocabulary) -> None:
    assert all(caveat.trigger and not caveat.label for caveat in vocabulary.caveat)


def test_streams_nearest_to_people_come_first(vocabulary: Vocabulary) -> None:
    assert vocabulary.ids("stream") == ("trials", "observational", "laboratory", "context")
    assert [stream.id for stream in vocabulary.card_streams] == ["trials", "observational", "laboratory"]


def test_certainty_has_four_levels_from_high_to_very_low(vocabulary: Vocabulary) -> None:
    assert [(level.id, level.rank) for level in vocabulary.certainty] == [
        ("high", 4), ("moderate", 3), ("low", 2), ("very-low", 1),
    ]  # fmt: skip


def test_study_types_name_known_words(vocabulary: Vocabulary) -> None:
    for kind in vocabulary.study_type:
        levels = (kind.start, kind.ceiling, kind.ceiling_single_arm, kind.ceiling_people)
        assert {level for level in levels if level} <= set(vocabulary.certainties), kind.id
        assert set(kind.outcomes) <= set(vocabulary.outcomes), kind.id
        assert set(kind.directions) <= set(vocabulary.directions), kind.id
        assert kind.stream is None or kind.stream in vocabulary.streams, kind.id


def test_only_reviews_take_their_stream_from_what_they_review(vocabulary: Vocabulary) -> None:
    assert [kind.id for kind in vocabulary.study_type if kind.stream is None] == ["systematic-review"]


def test_nothing_seen_in_the_laboratory_is_certain_about_people(vocabulary: Vocabulary) -> None:
    laboratory = [kind for kind in vocabulary.study_type if kind.stream == "laboratory"]
    assert {kind.ceiling_people for kind in laboratory} == {"very-low"}
    assert {kind.ceiling for kind in laboratory} == {"moderate"}


def test_context_never_supports_an_effect(vocabulary: Vocabulary) -> None:
    assert {kind.id for kind in vocabulary.study_type if not kind.effects} == {
        kind.id for kind in vocabulary.study_type if kind.stream == "context"
    }


def test_ceilings_of_sources_are_levels_of_certainty(vocabulary: Vocabulary) -> None:
    ceilings = {word.ceiling for word in vocabulary.extraction}
    ceilings |= {word.ceiling for word in vocabulary.publication}
    assert ceilings - {None} <= set(vocabulary.certainties)


def test_verdicts_name_known_streams_and_signals(vocabulary: Vocabulary) -> None:
    for verdict in vocabulary.verdict:
        assert set(verdict.streams) <= {stream.id for stream in vocabulary.card_streams}, verdict.id
        assert set(verdict.signals) <= set(vocabulary.signals), verdict.id
        assert verdict.minimum_certainty in {None, *vocabulary.certainties}, verdict.id


def test_signals_have_a_verdict_in_every_stream_of_a_card(vocabulary: Vocabulary) -> None:
    """All but one: a link or a model never makes it sure that there is no difference."""
    said = {(s, g) for verdict in vocabulary.verdict for s in verdict.streams for g in verdict.signals}
    missing = {(s.id, g.id) for s in vocabulary.card_streams for g in vocabulary.signal} - said
    assert missing == {("observational", "no-difference"), ("laboratory", "no-difference")}


def test_directions_have_words_for_every_stream(vocabulary: Vocabulary) -> None:
    for direction in vocabulary.direction:
        assert set(direction.words) == set(vocabulary.streams), direction.id


def test_an_association_is_never_called_a_benefit(vocabulary: Vocabulary) -> None:
    for direction in vocabulary.direction:
        for better in ("less", "more", "normal", "neither", None):
            assert "benefit" not in direction.words_for("observational", better, "magnesium").lower()


def test_outcomes_with_a_direction_say_what_is_better(vocabulary: Vocabulary) -> None:
    context = [outcome.id for outcome in vocabulary.outcome if outcome.better is None]
    assert {vocabulary.outcomes[outcome].kind for outcome in context} == {"context"}


def test_second_lines_name_known_kinds_of_outcome(vocabulary: Vocabulary) -> None:
    kinds = {outcome.kind for outcome in vocabulary.outcome}
    assert set(chain(*(stream.second_line_outcomes for stream in vocabulary.stream))) <= kinds


def test_people_belong_to_a_group_and_nothing_else_does(vocabulary: Vocabulary) -> None:
    groups = set(vocabulary.ids("population-group"))
    for population in vocabulary.population:
        if population.kind == "people":
            assert population.group in groups, population.id
        else:
            assert population.group is None, population.id


def test_populations_can_be_named(vocabulary: Vocabulary) -> None:
    """A population's own label holds the words that a sentence about it must hold."""
    kinds = set(vocabulary.ids("population-kind"))
    for population in vocabulary.population:
        assert population.kind in kinds
        assert population.named_in(population.label), population.id


@pytest.mark.parametrize(
    ("condition", "kind"),
    [
        ("types", "study-type"),
        ("streams", "stream"),
        ("outcomes", "outcome"),
        ("populations_any", "population"),
        ("population_groups_any", "population-group"),
        ("population_groups_none", "population-group"),
        ("exposures", "exposure"),
        ("dose_levels", "dose-level"),
        ("flags", "flag"),
        ("headline_contrasts", "contrast"),
        ("extractions", "extraction"),
        ("directions", "direction"),
        ("topics", "topic"),
    ],
)
def test_triggers_of_caveats_name_known_words(vocabulary: Vocabulary, condition: str, kind: str) -> None:
    named = set(chain(*(getattr(trigger, condition) for trigger in triggers(vocabulary))))
    assert named <= set(vocabulary.ids(kind))


def test_triggers_name_known_kinds_of_outcome(vocabulary: Vocabulary) -> None:
    named = set(chain(*(trigger.outcome_kinds for trigger in triggers(vocabulary))))
    assert named <= {outcome.kind for outcome in vocabulary.outcome}


def test_every_caveat_can_fall_due(vocabulary: Vocabulary) -> None:
    assert all(caveat.when for caveat in vocabulary.caveat)
    assert all(trigger != Trigger() for trigger in triggers(vocabulary))


def test_what_follows_from_study_files_is_derived(vocabulary: Vocabulary) -> None:
    caveats = [caveat.id for caveat in vocabulary.caveat if caveat.derived]
    assert caveats == ["abstract-only", "source-misprint"]
    assert [reason.id for reason in vocabulary.reason if reason.derived] == ["abstract-only"]
    assert [flag.id for flag in vocabulary.flag if not flag.derived] == ["stopped-early", "combined"]


def test_the_unknown_words_are_those_of_the_model(vocabulary: Vocabulary) -> None:
    assert {word.id: word.label for word in vocabulary.unknown} == {word: word.words for word in Unknown}
