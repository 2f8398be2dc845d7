"""The words of cause: what the lexicon must hear, and what it must not mistake for cause."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evidence.analysis.claim_strength import (
    CONDITION,
    DIRECT,
    LINK,
    NO_CLAIM,
    Wording,
    base_form,
    claim,
    tells_limits,
    wordings,
)
from evidence.vocabulary.lexicon import lexicon


def strongest(text: str) -> Wording:
    """The strongest wording of a sentence; level 0 and no word where it makes no claim."""
    return max(wordings(text), key=lambda wording: wording.level, default=Wording(NO_CLAIM, ""))


DIRECT_STATEMENTS = """
Magnesium prevents calcification.
Magnesium reverses calcification of the arteries.
Higher magnesium protects people with kidney disease.
Magnesium lowers the risk of death.
Magnesium has slowed calcification and lowered blood pressure.
High doses cause diarrhoea.
In rats, diets with more magnesium reduced vascular calcification.
In rings of rat aorta, calcium deposits increased when magnesium was doubled.
Magnesium is beneficial.
Deaths fell because of magnesium.
"""
CONDITIONS = """
Magnesium hydroxide may cause more serious adverse events.
Magnesium probably lowers blood pressure a little.
In that trial magnesium slowed calcification.
One study of rats reports in its title that magnesium reversed calcification.
It has been proposed that magnesium slows crystal growth.
"""
LINKS = """
Higher blood magnesium was linked to fewer deaths; malnutrition may explain part of the link.
Higher magnesium was associated with increased mortality.
Higher magnesium was associated with a reduction in deaths.
People with higher blood magnesium had fewer deaths in many studies of kidney disease.
Calcification was more common in people with low magnesium.
People with reduced kidney function had more deaths.
"""
NO_CLAIMS = """
No trial we found shows that magnesium removes calcification that is already there.
The blinded trial found no slowing of coronary calcification.
Magnesium did not slow calcification.
No clear link was found between blood magnesium and calcification.
It is very uncertain whether magnesium lowers blood pressure.
The effect of magnesium on stones is unknown.
Trials disagree about slowing calcification.
The study counted deaths from any cause.
The trial was stopped early.
Five-sixths of the kidneys were removed.
This tells us what to test, not what to take.
Phosphate-lowering medicines were allowed.
"""
SENTENCES = [
    (sentence, level)
    for level, sentences in (
        (DIRECT, DIRECT_STATEMENTS),
        (CONDITION, CONDITIONS),
        (LINK, LINKS),
        (NO_CLAIM, NO_CLAIMS),
    )
    for sentence in sentences.strip().splitlines()
]


@pytest.mark.parametrize(("sentence", "level"), SENTENCES)
def test_strength(sentence: str, level: int) -> None:
    found = strongest(sentence)
    assert found.level == level, f"{lexicon().names[found.level]}: {found.word!r}"


def test_a_flat_denial_is_a_direct_statement() -> None:
    assert strongest("Magnesium does not slow calcification.") == (DIRECT, "slow", True)
    assert not strongest("In people who are not on dialysis magnesium slows calcification.").denies


def test_being_on_no_dialysis_denies_nothing() -> None:
    assert (
        strongest("In people with kidney disease who are not on dialysis, magnesium prevents death.").level
        == DIRECT
    )


def test_a_typographic_apostrophe_denies_as_well() -> None:
    assert strongest("Magnesium didn\N{RIGHT SINGLE QUOTATION MARK}t slow calcification.").level == NO_CLAIM


@pytest.mark.parametrize(
    "sentence",
    [
        "One trial found no slowing, an earlier one did.",
        "More magnesium usually meant less calcification, not always.",
        "Poor nutrition may explain the link.",
    ],
)
def test_limits(sentence: str) -> None:
    assert tells_limits(sentence)
    assert not tells_limits("Magnesium may slow calcification.")


HANDMADE = [json.loads(line) for line in Path(__file__).with_name("sentences.jsonl").read_text().splitlines()]
"""Sentences in the style of a health handbook, with their labels; invented, and not all true."""


@pytest.mark.parametrize("sentence", HANDMADE, ids=lambda sentence: sentence["id"])
def test_claims_of_prose(sentence: dict[str, str | int]) -> None:
    found = claim(str(sentence["text"]))
    assert found.level == sentence["label"], found.word


def test_claims_of_a_health_handbook() -> None:
    """As many claims are found, and as few wrongly, as a handbook needs; each miss is named."""
    prose = [json.loads(line) for line in Path(__file__).with_name("prose.jsonl").read_text().splitlines()]
    missed = [s["text"] for s in prose if s["label"] and not claim(s["text"]).level]
    wrong = [s["text"] for s in prose if not s["label"] and claim(s["text"]).level]
    found = sum(1 for s in prose if s["label"]) - len(missed)
    assert found / (found + len(missed)) >= 0.95, missed
    assert found / (found + len(wrong)) >= 0.95, wrong


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("Magnesium did not slow calcification.", DIRECT),
        ("Magnesium was not associated with deaths.", LINK),
        ("Higher magnesium might be linked to fewer deaths.", LINK),
        ("Higher magnesium was associated with reduced calcification.", LINK),
        ("Effect on arteries", NO_CLAIM),
        ("Symptoms and causes", NO_CLAIM),
        ("Foods that lower cholesterol", DIRECT),
        ("Diuretics increase urinary losses.", DIRECT),
        ("The reading was this slow one.", NO_CLAIM),
        ("Tea gets in the way of iron.", DIRECT),
        ("Keep the tablets away from light.", NO_CLAIM),
        ("Take the tablets with food to prevent cramps.", DIRECT),
        ("One man in five is short of it.", LINK),
        ("The panel met four times in 2021.", NO_CLAIM),
        ("Magnesium prevents stones", DIRECT),
        ("We found no trial that tested whether magnesium prevents stones.", NO_CLAIM),
        ("“Prevents stones” is the wording of the article.", NO_CLAIM),
        ("", NO_CLAIM),
    ],
)
def test_what_is_denied_keeps_its_strength(sentence: str, level: int) -> None:
    found = claim(sentence)
    assert found.level == level, found.word


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("prevents", "prevent"),
        ("slowed", "slow"),
        ("reducing", "reduce"),
        ("stopped", "stop"),
        ("raises", "raise"),
        ("because of", None),
    ],
)
def test_base_form(word: str, base: str | None) -> None:
    assert base_form(word) == base


@pytest.mark.parametrize("text", ["larger-" * 5000, "more of the higher " * 2000, "a" * 50000, "- " * 8000])
def test_hostile_text_is_read_in_no_time(text: str) -> None:
    assert claim(text).level <= DIRECT
