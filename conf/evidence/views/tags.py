"""The views of statements: the tags of claims and of sentences that restate them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.caveats import (
    caveats_of,
    caveats_of_restatement,
    caveats_shared,
    ordered_caveats,
)
from evidence.analysis.reviews import reviews
from evidence.analysis.streams import claims_of_restatement, lowest_certainty, stream_of_claim
from evidence.model import CLINICIAN
from evidence.text.dates import date_words
from evidence.views.elements import Inline, Item, Line, Link, Nothing, Strong, Symbol, Tag, View, Words
from evidence.views.phrases import (
    caveat_item,
    caveat_link,
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
from evidence.views.view_registry import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Claim, Handbook


@view
def claim(handbook: Handbook, claim_id: str, path: str, line: str, *at_head: str) -> View:
    """The tag of a claim. Path and line tell claims apart whose id is the same.

    ``at_head`` are the caveats that the head of its section prints for all its statements.
    """
    found = handbook.claim_at(claim_id, path, int(line))
    if found is None:
        return Nothing()
    finding = handbook.finding_of(found)
    in_finding = caveats_shared(finding, handbook) if finding else ()
    return claim_tag(found, handbook, (*at_head, *in_finding))


def claim_tag(found: Claim, handbook: Handbook, shared: tuple[str, ...] = ()) -> Tag:
    """The tag of a claim. ``shared`` caveats stand elsewhere on its page and are left out."""
    stream = stream_of_claim(found, handbook)
    caveats = caveats_of(found, handbook)
    items = [
        Item("stream", (*stream_symbol(stream, handbook), type_words(found.study_types, handbook))),
        Item("certainty", _certainty_line(found, stream, handbook)),
        *_source_items(found, handbook),
        *_details(found, stream, handbook),
        *caveat_item(tuple(c for c in caveats if c not in shared), handbook),
        *_review_item(found, handbook),
    ]
    return Tag(stream_css(stream, handbook), "Evidence for this claim", tuple(items), found.anchor)


def _review_item(found: Claim, handbook: Handbook) -> list[Item]:
    """Who reviewed a claim, and whether that still holds; the page's head says where nobody did."""
    state = reviews(handbook).get(found.id)
    if state is None:
        return []
    role = CLINICIAN if state.review.role == CLINICIAN else f"not a {CLINICIAN}"
    words = f"Reviewed by {state.review.by} ({role}) on {date_words(state.review.date)}"
    if not state.holds:
        words += "; it has changed since, and a new review is due"
    return [Item("review", (words,))]


def _certainty_line(found: Claim, stream: str | None, handbook: Handbook) -> Line:
    words = certainty_words(found.certainty, stream, handbook)
    quotes = all(
        handbook.vocabulary.study_types[t].quotes
        for t in found.study_types
        if t in handbook.vocabulary.study_types
    )
    if quotes:
        return (*words, " of the quotation")
    return words


def _source_items(found: Claim, handbook: Handbook) -> Iterator[Item]:
    for label, css, sources in (
        ("Evidence: ", "src", tuple(study_link(s, handbook) for s in found.studies)),
        ("See: ", "src cite", tuple(cite_link(key, handbook) for key in found.cite)),
    ):
        if sources:
            yield Item(css, (label, *joined(sources)))


def _details(found: Claim, stream: str | None, handbook: Handbook) -> Iterator[Item]:
    """Direction, reasons for rating down and contrary studies; abstract only is among the caveats."""
    if found.direction and found.direction != "not-applicable":
        words = direction_words(found, handbook.studies_of(found), stream, handbook)
        yield Item("direction", words)
    why = reason_words(found.because, False, handbook)
    if why:
        yield Item("why", (f"Rated down for {why}",))
    if found.contrary:
        links = joined(tuple(study_link(s, handbook) for s in found.contrary))
        yield Item("contrary", (Symbol("d-contrary"), "Contrary evidence: ", *links))


@view
def restatement(handbook: Handbook, restatement_id: str, *at_head: str) -> View:
    """The quiet lines beside a sentence that restates claims.

    ``at_head`` are the caveats that the head of its section prints for all its statements.
    """
    found = handbook.restatement_by_id.get(restatement_id)
    if found is None:
        return Nothing()
    claims = claims_of_restatement(found, handbook)
    finding = handbook.finding_of(found)
    shared = {*at_head, *(caveats_shared(finding, handbook) if finding else ())}
    caveats = caveats_of_restatement(found, handbook)
    stream, kind, certainty, rests = _restated(claims, handbook)
    own = caveat_item(tuple(c for c in caveats if c not in shared), handbook)
    return Tag(stream_css(stream, handbook), _EVIDENCE, (kind, certainty, rests, *own))


@view
def numbered_restatement(handbook: Handbook, restatement_id: str) -> View:
    """How sure a sentence of a numbered list is and what kind of study says it.

    Its caveats and sources stand under the list, with its number.
    """
    found = handbook.restatement_by_id.get(restatement_id)
    if found is None:
        return Nothing()
    claims = claims_of_restatement(found, handbook)
    stream, kind, certainty, _ = _restated(claims, handbook)
    return Tag(stream_css(stream, handbook), _EVIDENCE, (certainty, kind))


@view
def numbered_caveats(handbook: Handbook, *restatement_ids: str) -> View:
    """Under a numbered list: each caveat once, with the numbers of the sentences that carry it."""
    carried: dict[str, list[int]] = {}
    for number, name in enumerate(restatement_ids, start=1):
        found = handbook.restatement_by_id.get(name)
        for caveat in caveats_of_restatement(found, handbook) if found else ():
            carried.setdefault(caveat, []).append(number)
    if not carried:
        return Nothing()
    parts: list[Inline] = [Strong("Caveats:"), " "]
    for caveat in ordered_caveats(carried, handbook):
        numbers = ", ".join(map(str, carried[caveat]))
        everywhere = len(carried[caveat]) == len(restatement_ids)
        parts += [caveat_link(caveat, handbook), f" ({'all' if everywhere else numbers})", " · "]
    return Words(tuple(parts[:-1]))


@view
def numbered_sources(handbook: Handbook, *restatement_ids: str) -> View:
    """Under a numbered list: the claims that each sentence rests on, by its number."""
    parts: list[Inline] = [Strong("Evidence:")]
    for number, name in enumerate(restatement_ids, start=1):
        found = handbook.restatement_by_id.get(name)
        claims = claims_of_restatement(found, handbook) if found else ()
        links = joined(tuple(_claim_links(claims, handbook)), " · ")
        parts += [f"{';' if number > 1 else ''} ({number}) ", *links]
    return Words(tuple(parts))


FOR_ALL = "Caveats in this section:"
"""Before the caveats that a section prints once."""


@view
def section_head(handbook: Handbook, *caveats: str) -> View:
    """At the head of a section: the caveats that each of its statements carries."""
    links = joined(tuple(caveat_link(caveat, handbook) for caveat in caveats), " · ")
    return Words((Strong(FOR_ALL), " ", *links)) if links else Nothing()


_EVIDENCE = "Evidence for this sentence"


def _restated(claims: tuple[Claim, ...], handbook: Handbook) -> tuple[str | None, Item, Item, Item]:
    """The one stream of some claims, if there is one, and the lines on type, certainty and sources."""
    streams = {stream_of_claim(c, handbook) for c in claims} - {None}
    only = streams.pop() if len(streams) == 1 else None
    types = tuple(dict.fromkeys(t for c in claims for t in c.study_types))
    certainty = lowest_certainty(claims, handbook)
    links = joined(tuple(_claim_links(claims, handbook)), " · ")
    return (
        only,
        Item("stream", (*stream_symbol(only, handbook), type_words(types, handbook))),
        Item("certainty", certainty_words(certainty, only, handbook)),
        Item("src", ("Evidence: ", *links)),
    )


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
