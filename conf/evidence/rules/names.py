"""Names that a file uses and nothing defines: the remarks that rules of several groups make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model import Handbook, Location
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, Remarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def unknown_words(kind: str, words: Iterable[str], at: Location, handbook: Handbook) -> Remarks:
    """Words of one kind that are not in the vocabulary, each with the word that was probably meant."""
    for word in words:
        if not handbook.vocabulary.knows(kind, word):
            hint = did_you_mean(word, handbook.vocabulary.ids(kind))
            yield Remark(at, f"{word!r} is not a known {kind.replace('-', ' ')}", hint)


def undefined(what: str, names: Iterable[str], defined: Mapping[str, object], at: Location) -> Remarks:
    """Names of objects that do not exist, each with the name that was probably meant."""
    for name in names:
        if name not in defined:
            yield Remark(at, f"there is no {what} {name!r}", did_you_mean(name, sorted(defined)))
