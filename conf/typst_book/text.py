"""Words into Typst: nothing in a page can be markup, and long identifiers may break.

A place to break is an empty space and no letter, so that copied text is what was written.
"""

from __future__ import annotations

import re
from itertools import pairwise

_LONG = re.compile(r"\S{16,}")
"""Words that may be wider than a narrow column."""
_AFTER = re.compile(r"(?<=[/_.,=?&:@+|])(?=[^\s/_.,=?&:@+|])|(?<=[a-z])(?=[A-Z])")
_LETTERS = re.compile(r"[A-Za-z]{24,}")
_STEP = 16
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")

BREAK = "#brk;"
"""A place where a line may break, without a hyphen."""


def quoted(words: str) -> str:
    """A string of Typst."""
    words = _CONTROL.sub("", words).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + words.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "") + '"'


def quoted_list(words: list[str] | tuple[str, ...]) -> str:
    """An array of strings of Typst."""
    return "(" + "".join(f"{quoted(word)}, " for word in words) + ")"


def content(words: str, function: str = "") -> str:
    """Words as content of Typst, white space folded; ``function`` is called with each unbroken part."""
    folded = re.sub(r"[ \t\r\n]+", " ", words)
    return BREAK.join(_part(part, function) for part in _parts(folded)) if folded else ""


def label(name: str) -> str:
    """A label of Typst."""
    return f"#label({quoted(name)})"


def _part(words: str, function: str) -> str:
    return f"#{function}({quoted(words)});" if function else f"#{quoted(words)};"


def _parts(words: str) -> list[str]:
    """The words, cut where a long identifier may break."""
    places = {match.start() + place for match in _LONG.finditer(words) for place in _places(match[0])}
    cuts = [0, *sorted(places), len(words)]
    return [words[start:end] for start, end in pairwise(cuts) if end > start]


def _places(word: str) -> set[int]:
    """Where a long word may break: after its signs, and in letters without end."""
    places = {match.start() for match in _AFTER.finditer(word)}
    for run in _LETTERS.finditer(word):
        places |= set(range(run.start() + _STEP, run.end() - 4, _STEP))
    return places


def longest_word(words: str) -> int:
    """How many letters a line must hold at least, so that nothing stands out of its column."""
    return max((len(part) for text in _parts(words) for part in re.split(r"[\s-]+", text)), default=0)
