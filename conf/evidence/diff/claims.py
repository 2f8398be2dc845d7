"""What changed in the statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.diff.sentences import caveat_changes, certainty_changes, reason_changes, text_changes
from evidence.diff.sides import subject
from evidence.model.changes import Change, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.diff.sides import Sides
    from evidence.export.records import ClaimRecord
    from evidence.model.changes import Subject
    from evidence.vocabulary.vocabulary import Vocabulary

FAVOURABLE = "benefit"
"""The direction that hopes rest on; what points elsewhere keeps them in check."""


def claim_changes(sides: Sides) -> Iterator[Change]:
    """Statements that were added, removed, renamed or changed."""
    before = {claim.id: claim for claim in sides.old.claims}
    after = {claim.id: claim for claim in sides.new.claims}
    for claim in before.values():
        if claim.id not in sides.claims:
            yield _removed(claim)
    known = set(sides.claims.values())
    for claim in after.values():
        if claim.id not in known:
            yield Change(
                Kind.CLAIM_ADDED, subject("claim", claim), _described(claim, sides), after=claim.text
            )
    for old, new in sides.claims.items():
        yield from _compared(before[old], after[new], sides)


def _removed(claim: ClaimRecord) -> Change:
    check = claim.direction not in {None, FAVOURABLE, "not-applicable"}
    what = "It told of harm or of no benefit, and is gone." if check else "The statement is gone."
    return Change(Kind.CLAIM_REMOVED, subject("claim", claim), what, weakens=check, before=claim.text)


def _described(claim: ClaimRecord, sides: Sides) -> str:
    """The kind of study, certainty, sources and caveats of a new statement."""
    sources = ", ".join(sides.source(key) for key in (*claim.studies, *claim.cite)) or "none"
    caveats = ", ".join(sides.caveat(caveat) for caveat in claim.caveats) or "none"
    return (
        f"Kind of study: {sides.labels('study-type', claim.study_types)}. Certainty: "
        f"{sides.label('certainty', claim.certainty)}. Sources: {sources}. Caveats: {caveats}."
    )


def _compared(old: ClaimRecord, new: ClaimRecord, sides: Sides) -> Iterator[Change]:
    about = subject("claim", new)
    if old.id != new.id:
        yield Change(Kind.RENAMED, about, f"It was called {old.id}.")
    yield from text_changes(about, old.text, new.text, new.studies, sides)
    yield from caveat_changes(about, old.caveats, new.caveats, old.derived_caveats, sides)
    yield from certainty_changes(about, old.certainty, new.certainty, sides)
    yield from reason_changes(about, old.because, new.because, sides)
    yield from _source_changes(about, old, new, sides)
    yield from _tag_changes(about, old, new, sides)


def _source_changes(about: Subject, old: ClaimRecord, new: ClaimRecord, sides: Sides) -> Iterator[Change]:
    """Sources that came and went; a study may also have changed sides."""
    before = {name: [sides.studies.get(key, key) for key in getattr(old, name)] for name in _LISTS}
    after = {name: getattr(new, name) for name in _LISTS}
    for name, (gone_kind, gone, come_kind, come) in _LISTS.items():
        for key in dict.fromkeys(before[name]):
            if key not in after[name]:
                now = next((where for where in _LISTS if key in after[where]), None)
                then = f" It now stands among {_PLACES[now]}." if now else ""
                yield Change(
                    gone_kind, about, f"{gone.format(sides.source(key))}{then}",
                    weakens=gone_kind is Kind.CONTRARY_DROPPED,
                )  # fmt: skip
        for key in dict.fromkeys(after[name]):
            if key not in before[name]:
                yield Change(come_kind, about, come.format(sides.source(key)))


_LISTS = {
    "studies": (
        Kind.SOURCE_REMOVED, "It no longer rests on {}.", Kind.SOURCE_ADDED, "It now rests on {}, too.",
    ),
    "contrary": (
        Kind.CONTRARY_DROPPED, "{} is no longer named as contrary.",
        Kind.CONTRARY_ADDED, "{} is now named as contrary.",
    ),
    "cite": (Kind.SOURCE_REMOVED, "It no longer cites {}.", Kind.SOURCE_ADDED, "It now cites {}."),
}  # fmt: skip
_PLACES = {
    "studies": "the studies it rests on",
    "contrary": "the contrary ones",
    "cite": "those it only cites",
}


def _tag_changes(about: Subject, old: ClaimRecord, new: ClaimRecord, sides: Sides) -> Iterator[Change]:
    """Study types, direction, outcome and place."""
    if set(old.study_types) != set(new.study_types):
        then, now = (sides.labels("study-type", claim.study_types) for claim in (old, new))
        vocabulary = sides.vocabulary
        more = _carries(new, vocabulary) > _carries(old, vocabulary)
        carries = " Such a study can carry more certainty." if more else ""
        what = f"The kind of study changed from {then} to {now}.{carries}"
        yield Change(Kind.STUDY_TYPE_CHANGED, about, what, weakens=more)
    if old.direction != new.direction:
        then, now = (sides.label("direction", claim.direction) for claim in (old, new))
        what = f'The direction changed from "{then}" to "{now}".'
        yield Change(Kind.DIRECTION_CHANGED, about, what, weakens=new.direction == FAVOURABLE)
    if set(old.outcome) != set(new.outcome):
        then, now = (sides.labels("outcome", claim.outcome) for claim in (old, new))
        yield Change(Kind.OUTCOME_CHANGED, about, f"What was measured changed from {then} to {now}.")
    if _place(old.finding, sides) != _place(new.finding, sides):
        then, now = _place(old.finding, sides) or "no finding", _place(new.finding, sides) or "no finding"
        yield Change(Kind.MOVED, about, f"It moved from {then} to {now}.")


def _carries(claim: ClaimRecord, vocabulary: Vocabulary) -> int:
    """The highest rank of certainty that a claim's study types can carry."""
    kinds = [vocabulary.study_types[word] for word in claim.study_types if word in vocabulary.study_types]
    return max((vocabulary.rank(kind.ceiling) for kind in kinds), default=0)


def _place(finding: str | None, sides: Sides) -> str | None:
    """A finding under the present id of its card."""
    if not finding:
        return None
    card, _, stream = finding.partition("/")
    return f"{sides.cards.get(card, card)}/{stream}"
