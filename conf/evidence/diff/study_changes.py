"""What changed in the studies, field by field, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.diff.sides import paired, study_name, subject
from evidence.diff.study_values import (
    LABELS,
    NOT_THERE,
    Values,
    field_words,
    flattened,
    printed_figures,
    value_words,
)
from evidence.model import NOTICES
from evidence.model.changes import Change, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.diff.sides import Sides
    from evidence.export.records import StudyRecord
    from evidence.model.changes import Subject

_BIBLIOGRAPHIC = ("title", "authors", "year", "doi", "pmid")
_NUMBERS = ("n_total", "n_completed", "n_studies", "n_randomised", "n_analysed", "dose")
"""Fields whose change is a changed figure."""
_NO_NEWS = ("id", "checked.by", "checked.date")
"""Fields that say nothing of the evidence."""


def study_changes(sides: Sides) -> Iterator[Change]:
    """Studies that were added, removed, renamed or changed."""
    removed, added, kept = paired(sides.old.studies, sides.new.studies, sides.studies)
    for study in removed:
        number = len(study.claims)
        cited = f" {number} claim{'' if number == 1 else 's'} cited it." if number else ""
        yield Change(Kind.STUDY_REMOVED, subject("study", study), f"{study_name(study)} is gone.{cited}")
    for study in added:
        yield Change(Kind.STUDY_ADDED, subject("study", study), _described(study, sides))
    for old, new in kept:
        yield from _compared(old, new, sides)


def _described(study: StudyRecord, sides: Sides) -> str:
    kind, read = (
        sides.label(kind, word) if isinstance(word := study.file.get(field), str) else "not said"
        for kind, field in (("study-type", "type"), ("extraction", "extraction"))
    )
    return f"{study_name(study)}. Study design: {kind}. What was read: {read}."


def _compared(old: StudyRecord, new: StudyRecord, sides: Sides) -> Iterator[Change]:
    about = subject("study", new)
    if old.id != new.id:
        yield Change(Kind.RENAMED, about, f"It was called {old.id}.")
    yield from _notice(about, old, new, sides)
    for name in _BIBLIOGRAPHIC:
        then, now = getattr(old, name), getattr(new, name)
        if then != now:
            yield _field_change(
                Kind.STUDY_CHANGED, about, LABELS.get(name, name), then or NOT_THERE, now or NOT_THERE
            )
    if old.file == new.file:
        return
    told: set[str] = set()
    for figure in printed_figures(old.file, new.file, sides.vocabulary):
        told |= figure.fields
        yield Change(Kind.FIGURE_CHANGED, about, figure.what, before=figure.before, after=figure.after)
    yield from _fields(about, flattened(old.file), flattened(new.file), told, sides)


def _notice(about: Subject, old: StudyRecord, new: StudyRecord, sides: Sides) -> Iterator[Change]:
    """A retraction, correction or concern that came or went; that nothing was found is no news."""
    then, now = (study.source_status if study.source_status in NOTICES else None for study in (old, new))
    if then != now:
        was, is_now = (sides.label("source-status", word) if word else "no notice" for word in (then, now))
        what = f"What is known of it changed from {was} to {is_now}."
        yield Change(Kind.NOTICE_CHANGED, about, what, weakens=then is not None and now is None)
    elif now and old.source_notice != new.source_notice:
        what = f"The notice of its {sides.label('source-status', now)} is another one."
        yield Change(
            Kind.NOTICE_CHANGED, about, what, before=old.source_notice or "", after=new.source_notice or ""
        )


def _fields(about: Subject, old: Values, new: Values, told: set[str], sides: Sides) -> Iterator[Change]:
    """The fields whose values differ, those left out that were told as printed figures."""
    for path in dict.fromkeys((*old, *new)):
        then, now = old.get(path), new.get(path)
        if (
            then == now
            or path in _NO_NEWS
            or any(path == place or path.startswith(f"{place}.") for place in told)
        ):
            continue
        words = field_words(path, old, new, sides.vocabulary)
        was, is_now = (
            value_words(path, value, sides.vocabulary) if value is not None else NOT_THERE
            for value in (then, now)
        )
        yield _field_change(_kind_of(path), about, words, was, is_now)


def _kind_of(path: str) -> Kind:
    last = path.rpartition(".")[2]
    if path == "type":
        return Kind.STUDY_TYPE_CHANGED
    if last == "direction":
        return Kind.DIRECTION_CHANGED
    return Kind.FIGURE_CHANGED if last in _NUMBERS else Kind.STUDY_CHANGED


def _field_change(kind: Kind, about: Subject, words: str, then: str, now: str) -> Change:
    return Change(kind, about, f"{words[:1].upper()}{words[1:]} changed.", before=then, after=now)
