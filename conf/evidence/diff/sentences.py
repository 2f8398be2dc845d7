"""What changed in the parts that statements, findings and summary sentences share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.diff.wording import only_figures_differ, same_text, softened, strengthened
from evidence.model.changes import Change, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.diff.sides import Sides
    from evidence.model.changes import Subject


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
