"""What changed in the claims, and in the parts that claims, findings and summary sentences share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.diff.sides import paired, subject
from evidence.diff.wording_changes import only_figures_differ, same_text, softened, strengthened
from evidence.model.changes import Change, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.diff.sides import Sides
    from evidence.export.records import ClaimRecord
    from evidence.model.changes import Subject
    from evidence.vocabulary.vocabulary import Vocabulary

FAVOURABLE = "benefit"
"""The direction that hopes rest on; what points elsewhere keeps them in check."""


def claim_changes(sides: Sides) -> Iterator[Change]:
    """Statements that were added, removed, renamed or changed."""
    removed, added, kept = paired(sides.old.claims, sides.new.claims, sides.claims)
    for claim in removed:
        yield _removed(claim)
    for claim in added:
        yield Change(Kind.CLAIM_ADDED, subject("claim", claim), _described(claim, sides), after=claim.text)
    for old, new in kept:
        yield from _compared(old, new, sides)


def _removed(claim: ClaimRecord) -> Change:
    check = claim.direction not in {None, FAVOURABLE, "not-applicable"}
    what = "A claim of harm or of no benefit was removed." if check else "The claim was removed."
    return Change(Kind.CLAIM_REMOVED, subject("claim", claim), what, weakens=check, before=claim.text)


def _described(claim: ClaimRecord, sides: Sides) -> str:
    """The kind of study, certainty, sources and caveats of a new statement."""
    sources = ", ".join(sides.source(key) for key in (*claim.studies, *claim.cite)) or "none"
    caveats = ", ".join(sides.caveat(caveat) for caveat in claim.caveats) or "none"
    return (
        f"Study design: {sides.labels('study-type', claim.study_types)}. Certainty: "
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
        what = f"The study design changed from {then} to {now}.{carries}"
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


def text_changes(
    about: Subject, before: str, after: str, studies: Iterable[str], sides: Sides
) -> Iterator[Change]:
    """One change where a sentence says something else: stronger, weaker, with other figures, or otherwise."""
    if same_text(before, after):
        return
    ways = list(strengthened(before, after, sides.populations(studies), sides.vocabulary))
    if ways:
        what = f"The wording became stronger: {'; '.join(ways)}."
        yield Change(Kind.WORDING_STRENGTHENED, about, what, weakens=True, before=before, after=after)
    elif only_figures_differ(before, after):
        yield Change(
            Kind.FIGURE_CHANGED, about, "The figures in the sentence changed.", before=before, after=after
        )
    elif softened(before, after):
        yield Change(Kind.WORDING_SOFTENED, about, "The wording became weaker.", before=before, after=after)
    else:
        yield Change(Kind.REWORDED, about, "The sentence was reworded.", before=before, after=after)


def certainty_changes(
    about: Subject, before: str | None, after: str | None, sides: Sides
) -> Iterator[Change]:
    """One change where the certainty is another one."""
    if before == after:
        return
    vocabulary = sides.vocabulary
    old, new = (sides.label("certainty", level) for level in (before, after))
    if vocabulary.rank(after) > vocabulary.rank(before):
        what = f"Certainty was raised from {old} to {new}."
        yield Change(Kind.CERTAINTY_RAISED, about, what, weakens=True)
    else:
        yield Change(Kind.CERTAINTY_LOWERED, about, f"Certainty was lowered from {old} to {new}.")


def reason_changes(
    about: Subject, before: Sequence[str], after: Sequence[str], sides: Sides
) -> Iterator[Change]:
    """Reasons for rating down that were dropped or added."""
    gone, come = _differ(before, after)
    for word in gone:
        what = f"It is no longer rated down for this: {sides.label('reason', word)}."
        yield Change(Kind.REASON_DROPPED, about, what, weakens=True)
    for word in come:
        what = f"It is now rated down for this: {sides.label('reason', word)}."
        yield Change(Kind.REASON_ADDED, about, what)


def caveat_changes(
    about: Subject, before: Sequence[str], after: Sequence[str], derived: Iterable[str], sides: Sides
) -> Iterator[Change]:
    """Caveats that were dropped or added. ``derived`` ones follow from the study files."""
    followed = set(derived)
    gone, come = _differ([sides.caveats.get(caveat, caveat) for caveat in before], after)
    for caveat in gone:
        why = " It followed from the study files, which changed." if caveat in followed else ""
        what = f"The caveat {sides.caveat(caveat)} was dropped.{why}"
        yield Change(Kind.CAVEAT_DROPPED, about, what, weakens=True)
    for caveat in come:
        yield Change(Kind.CAVEAT_ADDED, about, f"The caveat {sides.caveat(caveat)} was added.")


def _differ(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str]]:
    """What went and what came, each once, in order."""
    gone = [word for word in dict.fromkeys(before) if word not in set(after)]
    come = [word for word in dict.fromkeys(after) if word not in set(before)]
    return gone, come
