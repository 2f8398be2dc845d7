"""What a sentence claims and how strongly, by the words of lexicon.toml. Rules, not statistics.

The steps are 0 no claim, 1 a link, 2 a condition or report, 3 a direct statement. The lexicon
says in words how its groups work together; this module applies it. :func:`claim` hears every
cue and keeps what is denied, :func:`wordings` tells how strongly a sentence asserts something.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NO_CLAIM, LINK, CONDITION, DIRECT = range(4)

_LEXICON = Path(__file__).with_name("lexicon.toml")
_PART_END = re.compile(r"[.;:!?](?=\s|$)|\s[\N{EN DASH}\N{EM DASH}]\s")
_CLAUSE_END = re.compile(r",(?=\s)|\s(?:but|while|although|whereas)\s")
_TITLE = re.compile(
    r"(?!.*\b(?:is|are|was|were|has|have|had|does|do|did|can|may|will)\b)"
    r"(?:\S+\s+){0,8}\S*[^\s.!?:]\s*"
)
"""A few words without a verb or a full stop, as in a heading or a cell."""
_DENIAL_REACH = 12
"""A flat denial stands directly before its verb: "does not prevent"."""


class Wording(NamedTuple):
    """A word that speaks of cause or link, and how strongly. ``denies``: it is a flat denial."""

    level: int
    word: str
    denies: bool = False


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
    third = "|".join(_third_person(verb) for verb in verbs)
    past = "|".join(_past(verb) for verb in verbs)
    base = "|".join(verbs)
    return (
        rf"(?<=[\w)] )(?:(?:{third}){_OBJECT}|(?:{base}|{past})(?= {_ARTICLE}\b))"
        rf"|{_VERB_NEXT}(?:{base}){_OBJECT}"
    )


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


class _Cue(NamedTuple):
    """A cue where it stands: its group, its clause and the part of the sentence before it."""

    group: Group
    found: re.Match[str]
    clause: str
    before: str
    """The clause up to the cue."""
    before_in_part: str
    part: str


def claim(text: str) -> Wording:
    """What a sentence claims most strongly; what is denied keeps its strength."""
    title = _TITLE.fullmatch(text)
    plain = _masked(_plain(text))
    claimed = (
        Wording(_claimed(cue), " ".join(cue.found[0].split()))
        for cue in _cues(plain, lexicon().cues)
        if not (title and (cue.group.noun or cue.found.end() == len(plain.rstrip())))
    )
    return max(claimed, key=lambda wording: wording.level, default=Wording(NO_CLAIM, ""))


def wordings(text: str) -> Iterator[Wording]:
    """Every word of a sentence that speaks of cause or link, as strongly as it stands there."""
    for cue in _cues(_plain(text), lexicon().exact_cues):
        yield _worded(cue)


def base_form(word: str) -> str | None:
    """The infinitive of a verb of cause ("prevents", "slowed"), None where it is no such verb."""
    first = word.split(maxsplit=1)[0]
    shorter = [first, first.removesuffix("s"), first.removesuffix("d"), first.removesuffix("es")]
    shorter += [first.removesuffix(end) + more for end in ("ed", "ing") for more in ("", "e")]
    shorter += [stem[:-1] for stem in shorter[-4:] if stem[-2:-1] == stem[-1:]]
    known = lexicon().exact_cues
    return next((verb for verb in shorter if _is(known.fullmatch(f"to {verb}"), "aim")), None)


def _is(found: re.Match[str] | None, group: str) -> bool:
    return found is not None and found.lastgroup == group


def hedges(text: str) -> list[list[str]]:
    """The hedges of each clause."""
    weaken = lexicon().weaken["doubt"]
    return [weaken.findall(clause) for clause in _pieces(_plain(text), _BOUNDARY)]


def forbidden(text: str, streams: frozenset[str], *, surrogate: bool) -> Iterator[tuple[str, str]]:
    """The words of a sentence that may not stand there, each with what to write instead."""
    plain = _plain(text)
    for group in lexicon().forbidden:
        if (group.streams and not streams <= group.streams) or (group.surrogate and not surrogate):
            continue
        for found in group.words.finditer(plain):
            allowed = group.unless_before and group.unless_before.search(plain[: found.start()])
            if not allowed and not (group.denied and is_denied(plain, found.start())):
                yield found[0], group.instead
    word, *needed = lexicon().safe
    safe = word.search(plain)
    if safe and not all(pattern.search(plain) for pattern in needed) and not is_denied(plain, safe.start()):
        yield safe[0], "Say at what dose, in whom and for how long, or leave it out"


def is_denied(plain: str, place: int) -> bool:
    """Whether what stands at a place of a sentence in lower case is denied there."""
    weaken = lexicon().weaken
    part = _PART_END.split(plain[:place])[-1]
    clause = _CLAUSE_END.split(part)[-1]
    return bool(
        weaken["negation"].search(clause)
        or weaken["flat-denial"].search(clause)
        or weaken["no-study"].search(part)
        or _NOT_BEFORE.search(clause)
    )


_NOT_BEFORE = re.compile(r"\bnot(?: \w+){0,2} $")


def tells_limits(text: str) -> bool:
    """Whether a sentence also tells that what it says did not always hold."""
    return bool(lexicon().limit.search(_plain(text)))


def probable(text: str) -> str:
    """The word by which a sentence calls something probable, or nothing."""
    found = lexicon().weaken["probable"].search(_plain(text))
    return found[0] if found else ""


def tells_great_doubt(text: str) -> bool:
    """Whether a sentence says that what it tells is very uncertain, or that no study shows it."""
    plain = _plain(text)
    return bool(lexicon().very_uncertain.search(plain) or lexicon().weaken["no-study"].search(plain))


def _plain(text: str) -> str:
    return text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _masked(plain: str) -> str:
    """A sentence without what asserts nothing."""
    for scope, pattern in lexicon().masks:
        found = pattern.search(plain)
        if not found:
            continue
        if scope == "sentence":
            return ""
        if scope == "words":
            plain = pattern.sub(" _ ", plain)
            continue
        end = _PART_END if scope == "part" else _BOUNDARY
        pieces = _pieces(plain, end)
        plain = "".join(piece if not pattern.search(piece) else " ; " for piece in pieces)
    return plain


_BOUNDARY = re.compile(f"{_PART_END.pattern}|{_CLAUSE_END.pattern}")


def _pieces(text: str, end: re.Pattern[str]) -> Iterator[str]:
    begin = 0
    for found in end.finditer(text):
        yield text[begin : found.end()]
        begin = found.end()
    yield text[begin:]


def _cues(plain: str, cues: re.Pattern[str]) -> Iterator[_Cue]:
    groups = lexicon().groups
    for part in _PART_END.split(plain):
        begin = 0
        for end in [*(found.start() for found in _CLAUSE_END.finditer(part)), len(part)]:
            clause = part[begin:end]
            for found in cues.finditer(clause):
                name = found.lastgroup or ""
                yield _Cue(
                    groups[name], found, clause, clause[: found.start()], part[: begin + found.start()], part
                )
            begin = end


def _claimed(cue: _Cue) -> int:
    """The strength of a cue as a claim."""
    weaken = lexicon().weaken
    if cue.group.strength < DIRECT:
        return cue.group.strength
    if (cue.group.after_link and weaken["link"].search(cue.before)) or weaken["study-link"].search(
        cue.clause
    ):
        return LINK
    if weaken["hedge"].search(cue.clause):
        return CONDITION
    return cue.group.strength


def _worded(cue: _Cue) -> Wording:
    """A wording as the words around it leave it."""
    weaken = lexicon().weaken
    level = cue.group.wording
    word = " ".join(cue.found[0].split())
    if level == DIRECT and weaken["flat-denial"].search(cue.before[-_DENIAL_REACH:]):
        return Wording(DIRECT, word, denies=True)
    if (
        weaken["negation"].search(cue.before)
        or weaken["no-study"].search(cue.before_in_part)
        or weaken["open"].search(cue.clause)
    ):
        return Wording(NO_CLAIM, word)
    if level == DIRECT and cue.group.after_link and weaken["link"].search(cue.before):
        return Wording(LINK, word)
    if level == DIRECT and (
        weaken["hedge"].search(cue.before)
        or weaken["condition"].search(cue.before)
        or weaken["report"].search(cue.part)
    ):
        return Wording(CONDITION, word)
    return Wording(level, word)
