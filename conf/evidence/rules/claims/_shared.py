"""Whether a sentence names what was studied with general words: animals, cells, solutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model import Handbook
from evidence.vocabulary.words import mentions

if TYPE_CHECKING:
    from collections.abc import Collection

NOT_PEOPLE = ("animals", "cells", "none-alive")
"""Kinds of population whose general words cannot mean people. Tissue can: people have arteries too."""


def general_words(kinds: Collection[str], handbook: Handbook) -> list[str]:
    """One general word for each of some kinds of population."""
    return [kind.needles[0] for kind in handbook.vocabulary.population_kind if kind.id in kinds]


def names_a_kind(text: str, kinds: Collection[str], handbook: Handbook) -> bool:
    """Whether a sentence holds a general word for one of some kinds of population."""
    return any(
        mentions(text, kind.needles) for kind in handbook.vocabulary.population_kind if kind.id in kinds
    )
