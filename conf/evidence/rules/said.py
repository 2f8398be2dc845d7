"""What claims, leads and restatements say in one form, and how strongly they may say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.analysis.claim_strength import CONDITION, DIRECT, LINK, base_form, probable, tells_great_doubt
from evidence.analysis.streams import claims_of_restatement, lowest_certainty, plain_text, streams_of_claim
from evidence.model import Claim, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.analysis.claim_strength import Wording
    from evidence.model import Handbook, Location, Restatement

DIRECTION_OF_SIGNAL = {
    "supports": "benefit",
    "harm": "harm",
    "no-difference": "no-difference",
    "inconclusive": "not-shown",
    "mixed": "mixed",
}
"""What a lead must be worded like. A finding that cannot be assessed is not judged."""


class JudgedSentence(NamedTuple):
    """A sentence with what stands behind it.

    ``streams`` are the kinds of its streams. ``quotes``: it only quotes advice or reference figures.
    """

    what: str
    text: str
    at: Location
    claims: tuple[Claim, ...]
    streams: frozenset[str]
    certainty: str | None
    direction: str | None
    quotes: bool


def said(item: Claim | Finding | Restatement, handbook: Handbook) -> JudgedSentence:
    """What an item says; its text is empty where it says nothing."""
    if isinstance(item, Claim):
        return JudgedSentence(
            f"the claim {item.id}",
            plain_text(item.content, handbook),
            item.at._replace(line=item.text_line),
            (item,),
            handbook.vocabulary.kinds(streams_of_claim(item, handbook)),
            item.certainty,
            item.direction,
            _quotes([item], handbook),
        )
    if isinstance(item, Finding):
        claims = handbook.claims_of(item)
        return JudgedSentence(
            f"the finding {item.stream} of {item.card}",
            plain_text(item.lead, handbook) if item.signal in DIRECTION_OF_SIGNAL else "",
            item.at._replace(line=item.lead_line),
            claims,
            handbook.vocabulary.kinds({item.stream}),
            item.certainty,
            DIRECTION_OF_SIGNAL.get(item.signal or ""),
            quotes=False,
        )
    claims = claims_of_restatement(item, handbook)
    return JudgedSentence(
        f"the restatement of {', '.join(claim.id for claim in claims)}",
        plain_text(item.content, handbook) if claims else "",
        item.at._replace(line=item.text_line),
        claims,
        handbook.vocabulary.kinds(s for claim in claims for s in streams_of_claim(claim, handbook)),
        lowest_certainty(claims, handbook),
        None,
        _quotes(claims, handbook),
    )


def _quotes(claims: Iterable[Claim], handbook: Handbook) -> bool:
    known = handbook.vocabulary.study_types
    kinds = [known[word] for claim in claims for word in claim.study_types if word in known]
    return bool(kinds) and all(kind.quotes for kind in kinds)


def carried(streams: frozenset[str], certainty: str | None, handbook: Handbook) -> int:
    """The strongest wording that evidence of some kinds of stream carries at a certainty."""
    vocabulary = handbook.vocabulary
    if "observational" in streams:
        return LINK
    rank = vocabulary.rank(certainty)
    if "laboratory" in streams:
        return DIRECT if rank > vocabulary.rank("very-low") else CONDITION
    return DIRECT if rank >= vocabulary.rank("high") else CONDITION


def proposal(wording: Wording, streams: frozenset[str], certainty: str | None) -> str:
    """A wording that the evidence carries, in place of one that is too strong."""
    verb = base_form(wording.word)
    if "observational" in streams:
        return (
            'Write "marker"'
            if wording.word.startswith("risk factor")
            else 'Write "was linked to", "had fewer" or "was more common in"'
        )
    if "laboratory" in streams:
        return 'Write "one study of … reported that …"'
    if "trials" in streams:
        hedge = "probably" if certainty == "moderate" else "may"
        return f'Write "{hedge} {verb or "…"}", or report it: "in that trial … found"'
    return 'Write "it has been proposed that …", or "is thought to"'


def beyond_trials(
    text: str, streams: frozenset[str], certainty: str | None, handbook: Handbook
) -> Iterator[tuple[str, str]]:
    """What a sentence on trials alone leaves out at its certainty, each time with a proposal.

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
