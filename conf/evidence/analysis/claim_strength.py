"""What a sentence claims and how strongly, by the words of lexicon.toml. Rules, not statistics.

The steps are 0 no claim, 1 a link, 2 a condition or report, 3 a direct statement. The lexicon
says in words how its groups work together; this module applies it. :func:`claim` hears every
cue and keeps what is denied, :func:`wordings` tells how strongly a sentence asserts something.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.vocabulary.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.vocabulary.lexicon import Group

NO_CLAIM, LINK, CONDITION, DIRECT = range(4)

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
    strongest = Wording(NO_CLAIM, "")
    for cue in _cues(plain, lexicon().cues):
        level = _claimed(cue)
        if title and (cue.group.noun or cue.found.end() == len(plain.rstrip())):
            continue
        if level > strongest.level:
            strongest = Wording(level, " ".join(cue.found[0].split()))
        if level == DIRECT:
            break
    return strongest


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
