"""Two versions of a sentence: which words changed, and whether it says more or less than before."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.analysis.claim_strength import NO_CLAIM, hedges, tells_limits, wordings
from evidence.vocabulary.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.vocabulary.vocabulary import Vocabulary

_TOKEN = re.compile(r"\s+|[^\s]+")
_NUMBER = re.compile(r"[-\N{MINUS SIGN}]?\d+(?:[.,]\d+)*")


class Piece(NamedTuple):
    """Words that stayed, went or came."""

    fate: Literal["same", "gone", "new"]
    text: str


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, word by word, with what went and what came."""
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for fate, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if fate == "equal":
            pieces.append(Piece("same", " ".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("gone", " ".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("new", " ".join(new[j1:j2])))
    return tuple(pieces)


def _words(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if not token.isspace()]


def same_text(before: str, after: str) -> bool:
    """Whether two texts differ at most in white space."""
    return before.split() == after.split()


def only_figures_differ(before: str, after: str) -> bool:
    """Whether two texts are the same but for their numbers."""
    return _words(_NUMBER.sub("0", before)) == _words(_NUMBER.sub("0", after))


def strengthened(
    before: str, after: str, populations: Iterable[str], vocabulary: Vocabulary
) -> Iterator[str]:
    """In which ways a sentence says more than before; nothing where it does not.

    ``populations`` are those of the studies behind it: a sentence that no longer names them speaks of
    everybody.
    """
    old, new = _level(before), _level(after)
    if new > old:
        names = lexicon().names
        yield f"it was {names[old]} and is now {names[new]}"
    elif new == old and _doubts(before) and not _doubts(after):
        yield "it no longer says how uncertain this is"
    if tells_limits(before) and not tells_limits(after):
        yield "it no longer says that this did not always hold"
    named = [vocabulary.populations[word] for word in populations if word in vocabulary.populations]
    if not any(population.named_in(after) for population in named):
        lost = [population.label for population in named if population.named_in(before)]
        if lost:
            yield f"it no longer names who was studied ({', '.join(dict.fromkeys(lost))})"


def softened(before: str, after: str) -> bool:
    """Whether a sentence is worded less strongly than before."""
    return _level(after) < _level(before) or (
        _level(after) == _level(before) and _doubts(after) and not _doubts(before)
    )


def _level(text: str) -> int:
    return max((wording.level for wording in wordings(text)), default=NO_CLAIM)


def _doubts(text: str) -> bool:
    return any(hedges(text))
