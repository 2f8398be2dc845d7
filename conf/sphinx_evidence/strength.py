"""How strongly a sentence speaks of cause, by the words of lexicon.toml. Rules, not statistics.

The steps are 0 no claim, 1 a link, 2 a condition or report, 3 a direct statement. The lexicon
says in words how the groups of patterns weaken one another; this module applies it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_CLAIM, LINK, CONDITION, DIRECT = range(4)

_LEXICON = Path(__file__).with_name("lexicon.toml")
_PART_END = re.compile(r"[.;:!?](?=\s|$)|\s[\N{EN DASH}\N{EM DASH}]\s")
_CLAUSE_END = re.compile(r",(?=\s)|\sbut\s|\swhile\s|\salthough\s|\swhereas\s|\syet\s")


class Wording(NamedTuple):
    """A word that speaks of cause or link, and how strongly. ``denies``: it is a flat denial."""

    level: int
    word: str
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The patterns of each group, compiled, and what the steps are called."""

    groups: dict[str, re.Pattern[str]]
    names: tuple[str, ...]
    examples: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    data = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    levels = data.pop("levels")
    return Lexicon(
        groups={name: _compiled(**group) for name, group in data.items()},
        names=tuple(levels["names"]),
        examples=tuple(levels["examples"]),
    )


def _compiled(patterns: list[str], **after: list[str]) -> re.Pattern[str]:
    """The patterns of a group as one, for whole words that are no part of a hyphened one."""
    words = "|".join(patterns)
    before = "".join(rf"(?<!\b{word} )" for word in after.get("unless-after", ()))
    if "only-after" in after:
        before = "(?:" + "|".join(rf"(?<=\b{word} )" for word in after["only-after"]) + ")"
    return re.compile(rf"(?<![\w-]){before}(?:{words})(?![\w-])", re.IGNORECASE)


def wordings(text: str) -> Iterator[Wording]:
    """Every word of a sentence that speaks of cause or link, as strongly as it stands there."""
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for part in _PART_END.split(plain):
        yield from _of_part(part)


def strongest(text: str) -> Wording:
    """The strongest wording of a sentence; level 0 and no word where it makes no claim."""
    return max(wordings(text), key=lambda wording: wording.level, default=Wording(NO_CLAIM, ""))


def tells_limits(text: str) -> bool:
    """Whether a sentence also tells that what it says did not always hold."""
    return bool(lexicon().groups["limit"].search(text))


def _of_part(part: str) -> Iterator[Wording]:
    groups = lexicon().groups
    begin = 0
    for end in [*(found.start() for found in _CLAUSE_END.finditer(part)), len(part)]:
        clause = part[begin:end]
        for name, level in (
            ("direct", DIRECT),
            ("participle", DIRECT),
            ("base", DIRECT),
            ("noun", DIRECT),
            ("link", LINK),
        ):
            for found in groups[name].finditer(clause):
                yield _weakened(name, level, found, clause, part[: begin + found.start()])
        begin = end


def _weakened(name: str, level: int, found: re.Match[str], clause: str, before_in_part: str) -> Wording:
    """A wording as the words around it leave it."""
    groups = lexicon().groups
    before = clause[: found.start()]
    word = " ".join(found[0].split())
    if level == DIRECT and groups["flat-denial"].search(before[-_DENIAL_REACH:]):
        return Wording(DIRECT, word, denies=True)
    if (
        groups["negation"].search(before)
        or groups["no-study"].search(before_in_part)
        or groups["open"].search(clause)
    ):
        return Wording(NO_CLAIM, word)
    if level == DIRECT and name in {"noun", "participle"} and groups["link"].search(before):
        return Wording(LINK, word)
    if level == DIRECT and (groups["condition"].search(before) or groups["report"].search(before_in_part)):
        return Wording(CONDITION, word)
    return Wording(level, word)


_DENIAL_REACH = 12
"""A flat denial stands directly before its verb: "does not prevent"."""
