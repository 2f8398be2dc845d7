"""The judgement of a study as a whole follows from its domains and never hides an open one."""

from __future__ import annotations

import pytest

from checks.paths import SMALL_VOCABULARY
from evidence.analysis.bias import overall_bias
from evidence.model import RiskOfBias
from evidence.vocabulary.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary(SMALL_VOCABULARY)
DOMAINS = VOCABULARY.bias_tools["RoB 2"].domains


def overall(*words: str) -> str:
    """The judgement of a trial with these words for the domains of RoB 2, in their order."""
    judgement = dict(zip(DOMAINS, words, strict=True))
    rob = RiskOfBias.model_validate({"tool": "RoB 2", "judgement": judgement})
    return overall_bias(rob, VOCABULARY)


@pytest.mark.parametrize(
    ("words", "judged"),
    [
        (("low", "low", "low", "low", "low"), "low"),
        (("low", "some concerns", "low", "low", "low"), "some concerns"),
        (("low", "some concerns", "high", "low", "low"), "high"),
    ],
)
def test_the_worst_domain_decides(words: tuple[str, ...], judged: str) -> None:
    assert overall(*words) == judged


def test_an_open_domain_leaves_the_study_open() -> None:
    assert overall("low", "some concerns", "low", "low", "no information") == "4 of 5 domains judged"


def test_an_unknown_word_counts_as_open() -> None:
    assert overall("low", "fair", "low", "low", "low") == "4 of 5 domains judged"


def test_words_of_a_tool_without_domains_are_no_judgement() -> None:
    rob = RiskOfBias.model_validate({"tool": "SYRCLE", "judgement": {"baseline": "low"}})
    assert overall_bias(rob, VOCABULARY) == "0 of 1 domains judged"


def test_a_high_risk_stands_whatever_is_open() -> None:
    assert overall("no information", "high", "no information", "low", "no information") == "high"


def test_a_study_without_domains_is_not_assessed() -> None:
    rob = RiskOfBias.model_validate({"tool": "SYRCLE", "judgement": "not-assessed"})
    assert overall_bias(rob, VOCABULARY) == "not assessed"
