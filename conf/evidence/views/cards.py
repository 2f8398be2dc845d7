"""The views of cards: heads of findings, caveats, and the evidence table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.caveats import (
    caveats_derived,
    caveats_of,
    caveats_of_finding,
    caveats_of_restatement,
    caveats_shared,
    ordered_caveats,
)
from evidence.views.elements import (
    CaveatList,
    Item,
    Legend,
    Line,
    Link,
    Matrix,
    MatrixCell,
    Nothing,
    Small,
    Strong,
    Symbol,
    Tag,
    View,
    Words,
)
from evidence.views.phrases import (
    abstract_only,
    caveat_item,
    caveat_link,
    certainty_words,
    joined,
    reason_words,
    stream_css,
    stream_symbol,
)
from evidence.views.view_registry import view

if TYPE_CHECKING:
    from evidence.model import Finding, Handbook
    from evidence.vocabulary.vocabulary import Vocabulary


@view
def finding(handbook: Handbook, card: str, stream: str) -> View:
    """The tag at the head of a finding: stream, certainty with reasons, what it means."""
    found = _finding(handbook, card, stream)
    if found is None:
        return Nothing()
    vocabulary = handbook.vocabulary
    known = vocabulary.streams.get(stream)
    claims = handbook.claims_of(found)
    shared = caveats_shared(found, handbook)
    derived = {d for c in claims for d in caveats_derived(c, handbook)}
    items = [Item("stream", (*stream_symbol(stream, handbook), vocabulary.label("stream", stream)))]
    if found.certainty:
        items.append(Item("certainty", certainty_words(found.certainty, None, handbook)))
        why = reason_words(found.because, abstract_only(tuple(derived)), handbook)
        if why:
            items.append(Item("why", (f"Rated down for {why}",)))
        if known and known.second_line and _second_line_holds(found, handbook):
            items.append(Item("second", (known.second_line,)))
    elif found.signal == "not-assessable":
        items.append(Item("certainty", ("Certainty not rated",)))
    if found.reason:
        items.append(Item("reason", (found.reason,)))
    items += caveat_item(shared, handbook)
    return Tag(stream_css(stream, handbook), "Certainty of this finding", tuple(items))


def _finding(handbook: Handbook, card: str, stream: str) -> Finding | None:
    known = handbook.card_by_id.get(card)
    return known.finding(stream) if known else None


def _second_line_holds(found: Finding, handbook: Handbook) -> bool:
    """Whether the stream's second line is true of this finding (a surrogate was measured)."""
    stream = handbook.vocabulary.streams[found.stream]
    if not stream.second_line_outcomes:
        return True
    outcomes = handbook.vocabulary.outcomes
    return any(
        outcomes[o].kind in stream.second_line_outcomes
        for c in handbook.claims_of(found)
        for o in c.outcomes
        if o in outcomes
    )


@view
def card_head(handbook: Handbook, card: str) -> View:
    """All caveats of a card's findings, by title, where they are seen whatever tab is open."""
    known = handbook.card_by_id.get(card)
    if known is None:
        return Nothing()
    caveats = _caveats_of_card(handbook, card)
    links = joined(tuple(caveat_link(c, handbook) for c in caveats), " · ")
    if not caveats:
        return Nothing()
    return Words((Strong("Caveats across this card:"), " ", *links))


def _caveats_of_card(handbook: Handbook, card: str) -> tuple[str, ...]:
    known = handbook.card_by_id.get(card)
    found = {
        caveat for item in (known.findings if known else ()) for caveat in caveats_of_finding(item, handbook)
    }
    return ordered_caveats(found, handbook)


@view
def page_caveats(handbook: Handbook, *keys: str) -> View:
    """The summaries of the caveats of a page, each once.

    A key is ``claim:ID``, ``restatement:ID`` or ``card:ID``.
    """
    found: set[str] = set()
    for key in keys:
        kind, _, name = key.partition(":")
        if kind == "claim" and name in handbook.claim_by_id:
            found.update(caveats_of(handbook.claim_by_id[name], handbook))
        elif kind == "restatement" and name in handbook.restatement_by_id:
            found.update(caveats_of_restatement(handbook.restatement_by_id[name], handbook))
        elif kind == "card":
            found.update(_caveats_of_card(handbook, name))
    known = [handbook.caveat_by_id[c] for c in ordered_caveats(found, handbook) if c in handbook.caveat_by_id]
    if not known:
        return Nothing()
    return CaveatList("Caveats explained", tuple((Link("caveat", c.id, c.title), c.summary) for c in known))


@view
def evidence_table(handbook: Handbook) -> View:
    """The matrix of cards and streams, drawn from the cards."""
    vocabulary = handbook.vocabulary
    head = tuple((s.css, s.symbol, s.label, s.description) for s in vocabulary.card_streams)
    rows = tuple(
        (
            Link("card", card.id, card.title),
            tuple(_matrix_cell(card.finding(s.id), handbook) for s in vocabulary.card_streams),
        )
        for card in handbook.cards
    )
    return Matrix(head, rows, legend(vocabulary))


def legend(vocabulary: Vocabulary) -> Legend:
    """The symbols of signals and certainties with their words."""
    signals = tuple((Symbol(word.symbol), word.label) for word in vocabulary.signal)
    levels = tuple((Symbol(level.symbol), level.label.lower()) for level in vocabulary.certainty)
    return Legend((("Direction of results", signals), ("Certainty", levels)), _FILLED)


_FILLED = "A shape is filled only where certainty is moderate or high, for people."


def _matrix_cell(found: Finding | None, handbook: Handbook) -> MatrixCell | None:
    if found is None:
        return None
    vocabulary = handbook.vocabulary
    stream = vocabulary.streams[found.stream]
    signal = vocabulary.signals.get(found.signal or "")
    level = vocabulary.certainties.get(found.certainty or "")
    certainty: Line = ("not rated",)
    if level:
        certainty = (Symbol(level.symbol), f" {level.label.lower()}")
        if not stream.people:
            certainty = (*certainty, " in the laboratory", Small("people: very low"))
    return MatrixCell(
        stream=found.stream,
        css=stream.css,
        symbol=stream.symbol,
        stream_label=stream.label,
        signal=signal.label if signal else found.signal or "",
        signal_symbol=Symbol(
            signal.symbol if signal else "d-none", vocabulary.firm(found.certainty, found.stream)
        ),
        verdict=vocabulary.label("verdict", found.verdict or ""),
        certainty=certainty,
        quiet=found.signal == "not-assessable",
        harm=found.signal == "harm",
        target=(found.card, found.stream),
    )
