"""The views of statements: the tags of claims and of sentences that restate them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import derivation
from .parts import Item, Line, Link, Nothing, Symbol, Tag, View
from .registry import view
from .wording import (
    abstract_only,
    but_item,
    certainty_words,
    cite_link,
    direction_words,
    joined,
    reason_words,
    stream_css,
    stream_symbol,
    study_link,
    type_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Claim, Handbook


@view
def claim(handbook: Handbook, claim_id: str, path: str, line: str) -> View:
    """The tag of a claim. Path and line tell claims apart whose id is the same."""
    found = _claim_at(handbook, claim_id, path, int(line))
    if found is None:
        return Nothing()
    finding = handbook.finding_of(found)
    return claim_tag(found, handbook, derivation.caveats_shared(finding, handbook) if finding else ())


def claim_tag(found: Claim, handbook: Handbook, shared: tuple[str, ...] = ()) -> Tag:
    """The tag of a claim. ``shared`` caveats stand elsewhere on its page and are left out."""
    stream = derivation.stream_of_claim(found, handbook)
    caveats = derivation.caveats_of(found, handbook)
    items = [
        Item("stream", (*stream_symbol(stream, handbook), type_words(found.study_types, handbook))),
        Item("certainty", _certainty_line(found, stream, caveats, handbook)),
        *_source_items(found, stream, handbook),
        *but_item(
            tuple(c for c in caveats if c not in shared),
            derivation.caveats_derived(found, handbook),
            handbook,
        ),
    ]
    return Tag(stream_css(stream, handbook), "Evidence for this statement", tuple(items))


def _claim_at(handbook: Handbook, claim_id: str, path: str, line: int) -> Claim | None:
    return next((c for c in handbook.claims if c.id == claim_id and c.at == (path, line)), None)


def _certainty_line(found: Claim, stream: str | None, caveats: tuple[str, ...], handbook: Handbook) -> Line:
    words = certainty_words(found.certainty, stream, handbook)
    quotes = all(
        handbook.vocabulary.study_types[t].quotes
        for t in found.study_types
        if t in handbook.vocabulary.study_types
    )
    if quotes:
        return (*words, " of the quotation")
    why = reason_words(found.because, abstract_only(caveats), handbook)
    return (*words, f" (rated down: {why})") if why else words


def _source_items(found: Claim, stream: str | None, handbook: Handbook) -> list[Item]:
    items: list[Item] = []
    if found.studies:
        direction: Line = ("Source: ",)
        if found.direction and found.direction != "not-applicable":
            direction = (*direction_words(found.direction, found.outcomes, stream, handbook), ": ")
        links = joined(tuple(study_link(s, handbook) for s in found.studies))
        items.append(Item("src", (*direction, *links)))
    if found.contrary:
        links = joined(tuple(study_link(s, handbook) for s in found.contrary))
        items.append(Item("src contrary", (Symbol("d-contrary"), "Contrary: ", *links)))
    if found.cite:
        links = joined(tuple(cite_link(key, handbook) for key in found.cite))
        items.append(Item("src cite", ("See: ", *links)))
    return items


@view
def restatement(handbook: Handbook, restatement_id: str) -> View:
    """The quiet line under a sentence that restates claims."""
    found = next((r for r in handbook.restatements if r.id == restatement_id), None)
    if found is None:
        return Nothing()
    claims = derivation.claims_of_restatement(found, handbook)
    streams = {derivation.stream_of_claim(c, handbook) for c in claims} - {None}
    order = handbook.vocabulary.ids("stream")
    ordered = sorted((s for s in streams if s), key=order.index)
    types = tuple(dict.fromkeys(t for c in claims for t in c.study_types))
    certainty = derivation.lowest_certainty(claims, handbook)
    only = ordered[0] if len(ordered) == 1 else None
    caveats = derivation.caveats_of_restatement(found, handbook)
    derived = {d for c in claims for d in derivation.caveats_derived(c, handbook)}
    links = joined(tuple(_claim_links(claims, handbook)), " · ")
    items = [
        Item("stream", (*(stream_symbol(only, handbook)), type_words(types, handbook))),
        Item("certainty", certainty_words(certainty, only, handbook)),
        Item("src", ("Rests on: ", *links)),
        *but_item(caveats, tuple(derived), handbook),
    ]
    return Tag(stream_css(only, handbook), "What this sentence rests on", tuple(items))


def _claim_links(claims: tuple[Claim, ...], handbook: Handbook) -> Iterator[Link]:
    """Claims by their sources; a second claim from the same sources is numbered."""
    seen: dict[str, int] = {}
    for found in claims:
        name = short_sources(found, handbook)
        seen[name] = seen.get(name, 0) + 1
        yield Link("claim", found.id, name if seen[name] == 1 else f"{name} ({seen[name]})")


def short_sources(found: Claim, handbook: Handbook) -> str:
    """The sources of a claim by name, shortened where there are many."""
    names = [
        entry.short if (entry := handbook.entry_by_key.get(key)) else key
        for key in (*found.studies, *found.cite)
    ]
    if len(names) > 2:  # noqa: PLR2004  (two names fit the margin)
        return f"{names[0]} and {len(names) - 1} more"
    return " and ".join(names) or found.id
