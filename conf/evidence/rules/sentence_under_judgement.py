"""Claims, leads of findings and restatements as sentences, and how strongly each may be worded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.analysis.claim_strength import (
    CONDITION,
    DIRECT,
    LINK,
    NO_CLAIM,
    Wording,
    probable,
    tells_great_doubt,
    wordings,
)
from evidence.analysis.streams import (
    claims_of_restatement,
    lowest_certainty,
    plain_text,
    streams_of_claim,
    study_types_of_claim,
)
from evidence.model import Claim, Content, Finding, Handbook, Location, Restatement

if TYPE_CHECKING:
    from collections.abc import Iterator

Statement = Claim | Finding | Restatement

NO_DIRECTION = "not-applicable"
"""The direction of a claim that describes and compares nothing."""
POINTING = frozenset({"benefit", "harm"})
"""Directions that say that something happened."""
NOT_POINTING = frozenset({"no-difference", "not-shown", "mixed", "non-linear"})
"""Directions of which a sentence may not say only that something happened."""
RULED_OUT = "no-difference"
"""The direction that, at high certainty, allows a flat denial."""
DIRECTION_OF_SIGNAL = {
    "supports": "benefit",
    "harm": "harm",
    "no-difference": "no-difference",
    "inconclusive": "not-shown",
    "mixed": "mixed",
}
"""The direction that a lead must be worded like. A finding that cannot be assessed is not judged."""


class JudgedSentence(NamedTuple):
    """A sentence with the evidence behind it.

    ``streams`` are the kinds of its streams; ``text`` is empty where there is nothing to judge.
    ``quotes``: it only quotes advice or reference figures.
    """

    name: str
    text: str
    at: Location
    claims: tuple[Claim, ...]
    streams: frozenset[str]
    certainty: str | None
    direction: str | None
    quotes: bool

    def wordings(self) -> tuple[list[Wording], Wording | None]:
        """The flat denials in the sentence, and the strongest wording that claims anything."""
        every = list(wordings(self.text))
        asserted = [wording for wording in every if not wording.denies and wording.level > NO_CLAIM]
        return [wording for wording in every if wording.denies], max(asserted, key=_level, default=None)


def _level(wording: Wording) -> int:
    return wording.level


def judged_sentence(statement: Statement, handbook: Handbook) -> JudgedSentence:
    """A statement as a sentence with its evidence."""
    claims = claims_of(statement, handbook)
    streams = {stream for claim in claims for stream in streams_of_claim(claim, handbook)}
    study_types = [kind for claim in claims for kind in study_types_of_claim(claim, handbook)]
    judged, quotes = bool(claims), bool(study_types) and all(kind.quotes for kind in study_types)
    if isinstance(statement, Restatement):
        name = f"the restatement of {', '.join(claim.id for claim in claims)}"
        certainty, direction = lowest_certainty(claims, handbook), None
    else:
        name, certainty = name_of(statement), statement.certainty
        direction = statement.direction if isinstance(statement, Claim) else None
    if isinstance(statement, Finding):
        judged, quotes = statement.signal in DIRECTION_OF_SIGNAL, False
        streams, direction = {statement.stream}, DIRECTION_OF_SIGNAL.get(statement.signal or "")
    return JudgedSentence(
        name,
        plain_sentence(statement, handbook) if judged else "",
        sentence_location(statement),
        claims,
        handbook.vocabulary.kinds(streams),
        certainty,
        direction,
        quotes,
    )


def name_of(statement: Claim | Finding) -> str:
    """How messages name a statement."""
    if isinstance(statement, Claim):
        return f"the claim {statement.id}"
    return f"the finding {statement.stream} of {statement.card}"


def content_of(statement: Statement) -> Content:
    """The sentence of a statement, printed figures still as references."""
    return statement.lead if isinstance(statement, Finding) else statement.content


def plain_sentence(statement: Statement, handbook: Handbook) -> str:
    """The sentence of a statement, printed figures filled in."""
    return plain_text(content_of(statement), handbook)


def sentence_location(statement: Statement) -> Location:
    """Where the sentence of a statement begins."""
    line = statement.lead_line if isinstance(statement, Finding) else statement.text_line
    return statement.at._replace(line=line)


def claims_of(statement: Statement, handbook: Handbook) -> tuple[Claim, ...]:
    """The claims behind a statement: a claim itself, a finding's, or those that a sentence restates."""
    if isinstance(statement, Claim):
        return (statement,)
    if isinstance(statement, Finding):
        return handbook.claims_of(statement)
    return claims_of_restatement(statement, handbook)


def carried(streams: frozenset[str], certainty: str | None, handbook: Handbook) -> int:
    """The strongest wording that evidence of some kinds of stream carries at a certainty."""
    rank = handbook.vocabulary.rank
    if "observational" in streams:
        return LINK
    if "laboratory" in streams:
        return DIRECT if rank(certainty) > rank("very-low") else CONDITION
    return DIRECT if rank(certainty) >= rank("high") else CONDITION


def shortfalls_of_trials(
    text: str, streams: frozenset[str], certainty: str | None, handbook: Handbook
) -> Iterator[tuple[str, str]]:
    """What a sentence on trials alone leaves out at its certainty, as message and hint.

    "Probably" takes moderate certainty, and at very low certainty a sentence says how uncertain it is,
    also where it reports what a trial found.
    """
    rank = handbook.vocabulary.rank
    if streams != {"trials"} or certainty is None or rank(certainty) >= rank("moderate"):
        return
    word = probable(text)
    if word:
        yield f"{word!r} is for moderate certainty, and its trials are {certainty}", 'Write "may"'
    if certainty == "very-low" and not tells_great_doubt(text):
        yield (
            "the evidence of its trials is very uncertain, and it does not say so",
            'Write "may …, but the evidence is very uncertain", or "it is very uncertain whether …"',
        )
