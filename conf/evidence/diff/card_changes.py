"""What changed in the cards, their findings and the sentences that restate claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.diff.claim_changes import caveat_changes, certainty_changes, reason_changes, text_changes
from evidence.diff.sides import finding_subject, paired, subject
from evidence.diff.wording_changes import same_text
from evidence.model.changes import Change, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.diff.sides import Sides
    from evidence.export.records import CardRecord, FindingRecord, RestatementRecord
    from evidence.model.changes import Subject

SUPPORTING = "supports"
HARMFUL = "harm"
"""The signals between which a weakened safeguard shows."""


def card_changes(sides: Sides) -> Iterator[Change]:
    """Cards and findings that were added, removed or changed."""
    removed, added, kept = paired(sides.old.cards, sides.new.cards, sides.cards)
    for card in removed:
        yield Change(Kind.CARD_REMOVED, subject("card", card), f'The card "{card.title}" is gone.')
    for card in added:
        yield Change(Kind.CARD_ADDED, subject("card", card), f'There is a new card, "{card.title}".')
    for old, new in kept:
        yield from _card(old, new, sides)


def _card(old: CardRecord, new: CardRecord, sides: Sides) -> Iterator[Change]:
    about = subject("card", new)
    if old.id != new.id:
        yield Change(Kind.RENAMED, about, f"It was called {old.id}.")
    if not same_text(old.title, new.title):
        yield Change(Kind.CARD_CHANGED, about, "It has another title.", before=old.title, after=new.title)
    for name, words in (("outcomes", "outcomes"), ("proxy_outcomes", "outcomes that stand in for others")):
        then, now = getattr(old, name), getattr(new, name)
        if set(then) != set(now):
            what = f"Its {words} were {sides.labels('outcome', then)}, now {sides.labels('outcome', now)}."
            yield Change(Kind.CARD_CHANGED, about, what)
    if old.safety != new.safety:
        what = "It is now" if new.safety else "It is no longer"
        yield Change(Kind.CARD_CHANGED, about, f"{what} a question of harm.", weakens=old.safety)
    before, after = ({finding.stream: finding for finding in card.findings} for card in (old, new))
    for stream, finding in before.items():
        if stream not in after:
            what = f'"{new.title}" has no finding of {sides.label("stream", stream)} any more.'
            yield Change(Kind.CARD_REMOVED, finding_subject(old, finding), what)
    for stream, finding in after.items():
        finding_about = finding_subject(new, finding)
        if stream in before:
            yield from _finding(finding_about, before[stream], finding, sides)
        else:
            what = f'"{new.title}" now has a finding of {sides.label("stream", stream)}.'
            yield Change(Kind.CARD_ADDED, finding_about, what, after=finding.lead)


def _finding(about: Subject, old: FindingRecord, new: FindingRecord, sides: Sides) -> Iterator[Change]:
    yield from text_changes(about, old.lead, new.lead, _studies(new.claims, sides), sides)
    yield from certainty_changes(about, old.certainty, new.certainty, sides)
    yield from reason_changes(about, old.because, new.because, sides)
    yield from caveat_changes(about, *_own_caveats(old, new, sides), (), sides)
    if old.signal != new.signal:
        then, now = (sides.label("signal", finding.signal) for finding in (old, new))
        what = f'The signal moved from "{then}" to "{now}".'
        weakens = new.signal == SUPPORTING or old.signal == HARMFUL
        yield Change(Kind.SIGNAL_MOVED, about, what, weakens=weakens)
    if old.verdict != new.verdict:
        then, now = (sides.label("verdict", finding.verdict) for finding in (old, new))
        yield Change(Kind.VERDICT_MOVED, about, f'The verdict moved from "{then}" to "{now}".')
    if not same_text(old.reason or "", new.reason or ""):
        yield Change(
            Kind.REWORDED, about, "The reason why it cannot be answered changed.",
            before=old.reason or "", after=new.reason or "",
        )  # fmt: skip


def restatement_changes(sides: Sides) -> Iterator[Change]:
    """Summary sentences that were added, removed or changed.

    Their ids count them page by page, so they are known again by the claims they repeat.
    """
    left = list(sides.new.restatements)
    pairs: list[tuple[RestatementRecord, RestatementRecord]] = []
    unpaired = list(sides.old.restatements)
    for alike in (_same_words, _same_claims, _kindred):
        for old in list(unpaired):
            new = next((candidate for candidate in left if alike(old, candidate, sides)), None)
            if new is not None:
                pairs.append((old, new))
                unpaired.remove(old)
                left.remove(new)
    for old in unpaired:
        yield Change(
            Kind.RESTATEMENT_REMOVED, subject("restatement", old), "The sentence is gone.", before=old.text
        )
    for new in left:
        what = f"It repeats {', '.join(new.claims)}."
        yield Change(Kind.RESTATEMENT_ADDED, subject("restatement", new), what, after=new.text)
    for old, new in pairs:
        about = subject("restatement", new)
        yield from text_changes(about, old.text, new.text, _studies(new.claims, sides), sides)
        yield from caveat_changes(about, *_own_caveats(old, new, sides), (), sides)
        before, after = (set(map(sides.claim, side.claims)) for side in (old, new))
        for claim in sorted(before - after):
            yield Change(Kind.SOURCE_REMOVED, about, f"It no longer repeats {claim}.")
        for claim in sorted(after - before):
            yield Change(Kind.SOURCE_ADDED, about, f"It now repeats {claim}, too.")


def _same_words(old: RestatementRecord, new: RestatementRecord, sides: Sides) -> bool:
    return same_text(old.text, new.text) and _same_claims(old, new, sides)


def _same_claims(old: RestatementRecord, new: RestatementRecord, sides: Sides) -> bool:
    return set(map(sides.claim, old.claims)) == set(map(sides.claim, new.claims))


def _kindred(old: RestatementRecord, new: RestatementRecord, sides: Sides) -> bool:
    """Whether both stand on one page and repeat a claim in common."""
    before = set(map(sides.claim, old.claims))
    return old.path == new.path and not before.isdisjoint(map(sides.claim, new.claims))


def _own_caveats(
    old: FindingRecord | RestatementRecord, new: FindingRecord | RestatementRecord, sides: Sides
) -> tuple[list[str], list[str]]:
    """The caveats before and after, less those that came or went with a claim, where they are told."""
    before = {sides.caveats.get(caveat, caveat) for caveat in old.caveats}
    after = set(new.caveats)
    told = _of_claims(old.claims, sides, before=True) ^ _of_claims(new.claims, sides, before=False)
    changed = (before ^ after) - told
    return sorted(before & changed), sorted(after & changed)


def _of_claims(claims: Iterable[str], sides: Sides, *, before: bool) -> set[str]:
    records = sides.old_claims if before else sides.new_claims
    wanted = claims if before else map(sides.claim, claims)
    return {
        sides.caveats.get(caveat, caveat) if before else caveat
        for claim in wanted
        if claim in records
        for caveat in records[claim].caveats
    }


def _studies(claims: Iterable[str], sides: Sides) -> list[str]:
    records = [sides.new_claims.get(claim) for claim in dict.fromkeys(map(sides.claim, claims))]
    return [study for record in records if record for study in record.studies]
