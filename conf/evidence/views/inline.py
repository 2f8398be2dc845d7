"""The views of words within sentences: figures, links to objects, what is known of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.printed_values import figure_text
from evidence.files.records.retractions import NOT_YET
from evidence.model import Location, ResultReference, Unknown
from evidence.views.elements import Inline, Link, Nothing, Outside, Strong, Unseen, View, Words
from evidence.views.phrases import caveat_link, notice_of, study_link
from evidence.views.tags import short_sources
from evidence.views.view_registry import view

if TYPE_CHECKING:
    from evidence.model import Handbook


@view
def source_notice(handbook: Handbook, key: str) -> View:
    """On the page of a study that was retracted, corrected or doubted: what, where, what it means."""
    check = handbook.source_check_by_key.get(key)
    if check is None or not check.has_notice:
        return Nothing()
    parts: list[Inline] = [Strong(f"{notice_of(key, handbook)[0]}."), " "]
    if check.notice in {None, Unknown.NOT_SEEN}:
        parts.append("We have not read the notice.")
    else:
        parts += ["The notice: ", Outside(f"doi:{check.notice}", f"https://doi.org/{check.notice}"), "."]
    return Words((*parts, f" {check.note}" if check.note else ""))


@view
def source_checked(handbook: Handbook, key: str) -> View:
    """Whether a source was compared with data on retractions, when, and what they said."""
    check = handbook.source_check_by_key.get(key)
    label = handbook.vocabulary.label("source-status", check.status if check else NOT_YET)
    return Words((f"{label} ({check.checked})" if check and check.checked else label,))


@view
def figure(handbook: Handbook, study: str, name: str, arm: str | None) -> View:
    """A figure printed out of a study file."""
    reference: ResultReference = ResultReference(study, name, arm, Location("", 0))
    text = figure_text(reference, handbook)
    return Words((Unseen(text),)) if text in {u.words for u in Unknown} else Words((text,))


@view
def object_link(handbook: Handbook, kind: str, target: str) -> View:
    """The text and target of a role that refers to a claim, a study, a caveat or a card."""
    if kind == "study":
        return Words((study_link(target, handbook),))
    if kind == "caveat":
        return Words((caveat_link(target, handbook),))
    if kind == "card" and target in handbook.card_by_id:
        card = handbook.card_by_id[target]
        return Words((Link("card", card.id, card.title),))
    if kind == "claim" and target in handbook.claim_by_id:
        found = handbook.claim_by_id[target]
        return Words((Link("claim", found.id, f"claim from {short_sources(found, handbook)}"),))
    return Words((target,))
