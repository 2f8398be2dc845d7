"""The lexicon of lexicon.toml, its groups compiled to patterns of whole words."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LEXICON = Path(__file__).with_name("lexicon.toml")


class Group(NamedTuple):
    """A group of cues: their strength as claims and as wordings.

    ``after_link``: a link before them takes them in. ``noun``: they assert nothing in a title.
    """

    strength: int
    wording: int
    after_link: bool
    noun: bool


class Forbidden(NamedTuple):
    """Words that may not be used: where, whether they may be denied, and what to write instead."""

    words: re.Pattern[str]
    streams: frozenset[str]
    surrogate: bool
    denied: bool
    unless_before: re.Pattern[str] | None
    instead: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The patterns of each group, compiled, and what the steps are called."""

    cues: re.Pattern[str]
    """All cues; the name of the group that matched says what was found."""
    exact_cues: re.Pattern[str]
    """The cues that count for wordings."""
    groups: Mapping[str, Group]
    masks: tuple[tuple[str, re.Pattern[str]], ...]
    weaken: Mapping[str, re.Pattern[str]]
    limit: re.Pattern[str]
    very_uncertain: re.Pattern[str]
    null: re.Pattern[str]
    safe: tuple[re.Pattern[str], ...]
    """The word, and what must stand with it: dose, people, time."""
    forbidden: tuple[Forbidden, ...]
    names: tuple[str, ...]
    examples: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    data = tomllib.loads(_LEXICON.read_text(encoding="utf-8"))
    sources = {name: _alternatives(group) for name, group in data["cue"].items()}
    groups = {
        name: Group(
            strength=group["strength"],
            wording=group.get("wording", group["strength"]),
            after_link=group.get("after-link", False),
            noun=group.get("noun", False),
        )
        for name, group in data["cue"].items()
    }
    scopes = ("sentence", "part", "clause", "words")
    return Lexicon(
        cues=_one_of(sources),
        exact_cues=_one_of({name: source for name, source in sources.items() if groups[name].wording}),
        groups={name.replace("-", "_"): group for name, group in groups.items()},
        masks=tuple(
            (
                scope,
                _whole_words(
                    "|".join(_alternatives(g) for g in data["mask"].values() if g["scope"] == scope)
                ),
            )
            for scope in scopes
        ),
        weaken={name: _whole_words(_alternatives(group)) for name, group in data["weaken"].items()},
        limit=_whole_words(_alternatives(data["limit"])),
        very_uncertain=_whole_words(_alternatives(data["very-uncertain"])),
        null=_whole_words(_alternatives(data["null"])),
        safe=tuple(
            _whole_words(_alternatives(data[f"safe{part}"])) for part in ("", "-dose", "-people", "-time")
        ),
        forbidden=tuple(
            Forbidden(
                _whole_words(_alternatives(group)),
                frozenset(group.get("streams", ())),
                group.get("surrogate", False),
                group.get("denied", False),
                _whole_words("|".join(group["unless-before"])) if "unless-before" in group else None,
                group["instead"],
            )
            for group in data["forbidden"].values()
        ),
        names=tuple(data["levels"]["names"]),
        examples=tuple(data["levels"]["examples"]),
    )


def _alternatives(group: Mapping[str, list[str]]) -> str:
    """The patterns of a group as one."""
    before = "".join(rf"(?<!\b{word} )" for word in group.get("unless-after", ()))
    if "only-after" in group:
        before = "(?:" + "|".join(rf"(?<=\b{word} )" for word in group["only-after"]) + ")"
    patterns = [_forms(verb) for verb in group.get("verbs", ())] + group.get("patterns", [])
    if "transitive" in group:
        patterns.append(_before_object(group["transitive"]))
    return f"{before}(?:{'|'.join(patterns)})"


def _forms(verb: str) -> str:
    """A pattern for the forms of a regular verb."""
    if verb.endswith("e"):
        return f"{verb[:-1]}(?:es?|ed|ing)"
    if verb.endswith("y"):
        return f"{verb[:-1]}(?:y|ies|ied|ying)"
    return f"{verb}(?:e?s|{verb[-1]}?ed|{verb[-1]}?ing)?"


def _before_object(verbs: list[str]) -> str:
    """A pattern for verbs that are other words as well: where an object follows and something goes before."""
    base = _factored(verbs)
    third = _factored(_third_person(verb) for verb in verbs)
    past = "|".join(_past(verb) for verb in verbs)
    return rf"(?<=[\w)] )(?:{third}{_OBJECT}|(?:{base}|{past})(?= {_ARTICLE}\b))|{_VERB_NEXT}{base}{_OBJECT}"


def _factored(words: Iterable[str]) -> str:
    """A pattern for any of some words that reads each first letter once, which is faster than a list."""
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[:1], []).append(word[1:])
    if list(by_letter) == [""]:
        return ""
    rest = [letter + _factored(ends) for letter, ends in by_letter.items() if letter]
    return f"(?:{'|'.join(rest)}){'?' if '' in by_letter else ''}"


_ARTICLE = "(?:the|a|an|your|our|their|its|his|her|both|people|some|many|most|each|one another)"
"""What opens an object."""
_OBJECT = (
    r"(?= \w)(?! (?:of|in|on|for|and|or|with|at|by|to|from|as|per|than|that|which|who|when|where|after|before"
    "|during|among|between|through|about|against|is|are|was|were|be|has|have|had|may|might|can|could|will|would"
    r"|should|must|do|does|did|not|if)\b)"
)
"""A word follows that may be an object."""
_VERB_NEXT = (
    r"(?:(?<=\bnot )|(?<=n't )|(?<=\bcan )|(?<=cannot )|(?<=\bwill )|(?<=would )"
    r"|(?<=[a-z]s )(?<!is )(?<!was )(?<!has )(?<!its )(?<!as )(?<!less )(?<!us )(?<!does ))"
)
"""An auxiliary or a plural stands before, so that a bare word is a verb."""


def _third_person(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeo":
        return f"{verb[:-1]}ies"
    return verb + ("es" if verb.endswith(("s", "x", "ch", "sh")) else "s")


def _past(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeo":
        return f"{verb[:-1]}ied"
    return verb + ("d" if verb.endswith("e") else f"{verb[-1]}?ed")


def _one_of(sources: Mapping[str, str]) -> re.Pattern[str]:
    return _whole_words("|".join(f"(?P<{name.replace('-', '_')}>{s})" for name, s in sources.items()))


def _whole_words(source: str) -> re.Pattern[str]:
    """A pattern for whole words that are no part of a hyphened one."""
    return re.compile(rf"(?<![\w-])(?:{source})(?![\w-])")
