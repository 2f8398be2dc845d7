"""What changed in the caveats themselves and in what became of the article's statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.diff.sides import paired, subject
from evidence.diff.wording_changes import same_text
from evidence.model.changes import Change, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.diff.sides import Sides
    from evidence.export.records import CaveatRecord, StatementRecord


def caveat_text_changes(sides: Sides) -> Iterator[Change]:
    """Caveats that were written, deleted, renamed or reworded."""
    removed, added, kept = paired(sides.old.caveats, sides.new.caveats, sides.caveats)
    for caveat in removed:
        number = len(caveat.claims)
        had = f"{number} claim{'' if number == 1 else 's'} had it"
        what = f'The caveat "{caveat.title}" was deleted; {had}.'
        about, carried = subject("caveat", caveat), bool(caveat.claims)
        yield Change(Kind.CAVEAT_DROPPED, about, what, weakens=carried, before=caveat.summary)
    for caveat in added:
        what = f'There is a new caveat, "{caveat.title}".'
        yield Change(Kind.NEW_CAVEAT, subject("caveat", caveat), what, after=caveat.summary)
    for old, new in kept:
        yield from _caveat(old, new)


def _caveat(old: CaveatRecord, new: CaveatRecord) -> Iterator[Change]:
    about = subject("caveat", new)
    if old.id != new.id:
        yield Change(Kind.RENAMED, about, f"It was called {old.id}.")
    parts = (("title", "title"), ("summary", "summary"), ("text", "full text"), ("trigger", "condition"))
    for name, words in parts:
        then, now = getattr(old, name) or "", getattr(new, name) or ""
        if not same_text(then, now):
            yield Change(Kind.CAVEAT_REWORDED, about, f"Its {words} changed.", before=then, after=now)


def statement_changes(sides: Sides) -> Iterator[Change]:
    """What is said of each statement of the source article."""
    before = {statement.id: statement for statement in sides.old.statements}
    after = {statement.id: statement for statement in sides.new.statements}
    for key in sorted(before.keys() - after.keys()):
        about = subject("statement", before[key])
        yield Change(Kind.STATEMENT_CHANGED, about, "It is no longer listed.", before=before[key].text)
    for key in sorted(after.keys() - before.keys()):
        about = subject("statement", after[key])
        yield Change(Kind.STATEMENT_CHANGED, about, "It is listed now.", after=after[key].text)
    for key in sorted(before.keys() & after.keys()):
        yield from _statement(before[key], after[key], sides)


def _statement(old: StatementRecord, new: StatementRecord, sides: Sides) -> Iterator[Change]:
    about = subject("statement", new)
    if old.disposition != new.disposition:
        then, now = (sides.label("disposition", side.disposition) for side in (old, new))
        yield Change(Kind.DISPOSITION_CHANGED, about, f'It was "{then}" and is now "{now}".')
    for name, words in (("text", "text"), ("reason", "reason")):
        then, now = getattr(old, name) or "", getattr(new, name) or ""
        if not same_text(then, now):
            yield Change(Kind.STATEMENT_CHANGED, about, f"Its {words} changed.", before=then, after=now)
    claims = set(map(sides.claim, old.claims))
    cited = {sides.studies.get(key, key) for key in old.cite}
    if claims != set(map(sides.claim, new.claims)) or cited != set(new.cite):
        then, now = ", ".join((*old.claims, *old.cite)), ", ".join((*new.claims, *new.cite))
        yield Change(Kind.STATEMENT_CHANGED, about, "What took its place changed.", before=then, after=now)
