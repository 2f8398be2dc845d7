"""What readers see of an object, as pure data: tags, figures, tables, lists of caveats.

A directive leaves a place in the page and names the view that belongs there. Views are
computed from the frozen handbook, once for the page's fingerprint (has what it shows
changed?) and once when the page is drawn. Nothing here imports Sphinx.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from . import derivation
from .figures import figure_text
from .model import Unknown
from .retraction_file import NOT_YET

if TYPE_CHECKING:
    from .model import Claim, Finding, Handbook, ResultReference, Study


class Link(NamedTuple):
    """A link to an object of the handbook. ``kind``: claim, study, caveat, card, finding, cite.

    ``notice`` is said after the text in brackets; ``struck`` crosses the text out.
    """

    kind: str
    target: str
    text: str
    notice: str = ""
    struck: bool = False


class Outside(NamedTuple):
    """A link out of the handbook."""

    text: str
    address: str


class Symbol(NamedTuple):
    """A small picture beside the word that says the same. Screen readers pass over it."""

    id: str


class Strong(NamedTuple):
    """Words with weight."""

    text: str


class Small(NamedTuple):
    """Words on a line of their own, under the main ones."""

    text: str


class Unseen(NamedTuple):
    """The word that stands where a value is unknown."""

    text: str


Inline = str | Link | Outside | Symbol | Strong | Small | Unseen
Line = tuple[Inline, ...]


class Item(NamedTuple):
    """A line of a tag; ``css`` says what it holds."""

    css: str
    parts: Line


class Tag(NamedTuple):
    """The lines beside a statement: study type, certainty, sources, caveats."""

    css: str
    name: str
    items: tuple[Item, ...]


class CaveatList(NamedTuple):
    """Caveats with their summaries, in open text."""

    heading: str
    items: tuple[tuple[Link, str], ...]


class Table(NamedTuple):
    """A table. The first cell of each row is its heading. ``css`` names its kind."""

    css: str
    caption: str
    head: tuple[Line, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    """Rows of cells; a cell is a tuple of lines."""
    empty: str = "Nothing matches."


class MatrixCell(NamedTuple):
    """What one stream says about one card."""

    stream: str
    css: str
    symbol: str
    stream_label: str
    signal: str
    signal_symbol: str
    verdict: str
    certainty: Line
    quiet: bool
    harm: bool
    target: tuple[str, str]


class Matrix(NamedTuple):
    """The evidence table: cards by streams."""

    head: tuple[tuple[str, str, str, str], ...]
    """css, symbol, label and description of each stream."""
    rows: tuple[tuple[Link, tuple[MatrixCell | None, ...]], ...]


class RulePage(NamedTuple):
    """The documentation of a rule. In its paragraphs, double backticks stand around literal words."""

    id: str
    severity: str
    paragraphs: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]
    """What an example is, and its text."""


class RuleGroup(NamedTuple):
    """The rules that judge one kind of thing."""

    name: str
    rules: tuple[RulePage, ...]


class RulePages(NamedTuple):
    """The documentation of all rules."""

    groups: tuple[RuleGroup, ...]


class Words(NamedTuple):
    """Words within a sentence, such as a printed figure."""

    parts: Line


class Nothing(NamedTuple):
    """Nothing to show."""


View = Tag | CaveatList | Table | Matrix | RulePages | Words | Nothing
Spec = tuple[str | None, ...]
"""The name of a view and its arguments."""
_Maker = Callable[..., View]

VIEWS: dict[str, _Maker] = {}


def view(maker: _Maker) -> _Maker:
    """Register a function (handbook, *arguments) as the view of its name."""
    VIEWS[maker.__name__.replace("_", "-")] = maker
    return maker


def make_view(spec: Spec, handbook: Handbook) -> View:
    """The view that a place in a page asked for."""
    return VIEWS[spec[0] or ""](handbook, *spec[1:])


# -- words shared by views


def certainty_words(level: str | None, stream: str | None, handbook: Handbook) -> Line:
    """Symbol and words of a certainty; laboratory certainty always says what it means for people."""
    vocabulary = handbook.vocabulary
    known = vocabulary.certainties.get(level or "")
    if known is None:
        return ("Certainty not rated",)
    if stream == "laboratory":
        return (Symbol(known.symbol), f"{known.label} in the laboratory; people: very low")
    return (Symbol(known.symbol), f"{known.label} certainty")


def direction_words(
    direction: str, outcomes: tuple[str, ...], stream: str | None, handbook: Handbook
) -> Line:
    """Symbol and words of a direction, in the words of its stream and outcome."""
    known = handbook.vocabulary.directions.get(direction)
    if known is None:
        return (direction,)
    outcome = handbook.vocabulary.outcomes.get(outcomes[0]) if outcomes else None
    return (Symbol(known.symbol), known.said(stream or "", outcome.better if outcome else None))


def study_link(study_id: str, handbook: Handbook) -> Link | str:
    """A study by first author and year, linked to its page."""
    entry = handbook.entry_by_key.get(study_id)
    text = entry.short if entry else study_id
    if study_id not in handbook.study_by_id:
        return text
    return Link("study", study_id, text, *_notice(study_id, handbook))


def _notice(key: str, handbook: Handbook) -> tuple[str, bool]:
    """What publishers told about a source after it appeared, and whether it was retracted."""
    check = handbook.source_check_by_key.get(key)
    if check is None or not check.has_notice:
        return "", False
    return handbook.vocabulary.label("source-status", check.status), check.status == "retracted"


def cite_link(key: str, handbook: Handbook) -> Link | str:
    """A cited source that is no study, linked to the list of references."""
    if key in handbook.study_by_id:
        return study_link(key, handbook)
    entry = handbook.entry_by_key.get(key)
    return Link("cite", key, entry.short, *_notice(key, handbook)) if entry else key


def caveat_link(caveat_id: str, handbook: Handbook) -> Link | str:
    """A caveat by its title, linked to its full text."""
    caveat = handbook.caveat_by_id.get(caveat_id)
    return Link("caveat", caveat.id, caveat.title) if caveat else caveat_id


def joined(parts: tuple[Link | str, ...], between: str = ", ") -> Line:
    """Parts with a separator between them."""
    line: list[Inline] = []
    for part in parts:
        if line:
            line.append(between)
        line.append(part)
    return tuple(line)


def type_words(study_types: tuple[str, ...], handbook: Handbook) -> str:
    """Labels of study types."""
    return ", ".join(handbook.vocabulary.label("study-type", word) for word in study_types)


def reason_words(because: tuple[str, ...], abstract_only: bool, handbook: Handbook) -> str:
    """Why certainty was rated down, the derived reason included."""
    words = [*because, *(["abstract-only"] if abstract_only else [])]
    labels = [handbook.vocabulary.label("reason", word).lower() for word in dict.fromkeys(words)]
    return ", ".join(labels)


def but_item(caveats: tuple[str, ...], derived: tuple[str, ...], handbook: Handbook) -> tuple[Item, ...]:
    """The caveats of a statement by title; those that follow from study files say so."""
    typed = tuple(c for c in caveats if c not in derived)
    added = tuple(c for c in caveats if c in derived)
    parts: list[Inline] = [Strong("But:"), " "]
    parts += joined(tuple(caveat_link(c, handbook) for c in typed), " · ")
    if added:
        parts.append(" · from the study files: " if typed else "from the study files: ")
        parts += joined(tuple(caveat_link(c, handbook) for c in added), " · ")
    return (Item("but", tuple(parts)),) if caveats else ()


def _stream_css(stream: str | None, handbook: Handbook) -> str:
    known = handbook.vocabulary.streams.get(stream or "")
    return known.css if known else "is-ctx"


def _stream_symbol(stream: str | None, handbook: Handbook) -> Line:
    known = handbook.vocabulary.streams.get(stream or "")
    return (Symbol(known.symbol),) if known else ()


def _abstract_only(caveats: tuple[str, ...]) -> bool:
    return "abstract-only" in caveats


# -- statements


@view
def claim(handbook: Handbook, claim_id: str, path: str, line: str) -> View:
    """The tag of a claim. Path and line tell claims apart whose id is the same."""
    found = _claim_at(handbook, claim_id, path, int(line))
    if found is None:
        return Nothing()
    stream = derivation.stream_of_claim(found, handbook)
    caveats = derivation.caveats_of(found, handbook)
    finding = handbook.finding_of(found)
    shared = derivation.caveats_shared(finding, handbook) if finding else ()
    items = [
        Item("stream", (*_stream_symbol(stream, handbook), type_words(found.study_types, handbook))),
        Item("certainty", _certainty_line(found, stream, caveats, handbook)),
        *_source_items(found, stream, handbook),
        *but_item(
            tuple(c for c in caveats if c not in shared),
            derivation.caveats_derived(found, handbook),
            handbook,
        ),
    ]
    return Tag(_stream_css(stream, handbook), "Evidence for this statement", tuple(items))


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
    why = reason_words(found.because, _abstract_only(caveats), handbook)
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
        Item("stream", (*(_stream_symbol(only, handbook)), type_words(types, handbook))),
        Item("certainty", certainty_words(certainty, only, handbook)),
        Item("src", ("Rests on: ", *links)),
        *but_item(caveats, tuple(derived), handbook),
    ]
    return Tag(_stream_css(only, handbook), "What this sentence rests on", tuple(items))


def _claim_links(claims: tuple[Claim, ...], handbook: Handbook) -> Iterator[Link]:
    """Claims by their sources; a second claim from the same sources is numbered."""
    seen: dict[str, int] = {}
    for found in claims:
        name = _short_sources(found, handbook)
        seen[name] = seen.get(name, 0) + 1
        yield Link("claim", found.id, name if seen[name] == 1 else f"{name} ({seen[name]})")


def _short_sources(found: Claim, handbook: Handbook) -> str:
    names = [
        entry.short if (entry := handbook.entry_by_key.get(key)) else key
        for key in (*found.studies, *found.cite)
    ]
    if len(names) > 2:  # noqa: PLR2004  (two names fit the margin)
        return f"{names[0]} and {len(names) - 1} more"
    return " and ".join(names) or found.id


# -- cards


@view
def finding(handbook: Handbook, card: str, stream: str) -> View:
    """The tag at the head of a finding: stream, certainty with reasons, what it means."""
    found = _finding(handbook, card, stream)
    if found is None:
        return Nothing()
    vocabulary = handbook.vocabulary
    known = vocabulary.streams.get(stream)
    claims = handbook.claims_of(found)
    shared = derivation.caveats_shared(found, handbook)
    derived = {d for c in claims for d in derivation.caveats_derived(c, handbook)}
    items = [Item("stream", (*_stream_symbol(stream, handbook), vocabulary.label("stream", stream)))]
    if found.certainty:
        items.append(Item("certainty", certainty_words(found.certainty, None, handbook)))
        why = reason_words(found.because, _abstract_only(tuple(derived)), handbook)
        if why:
            items.append(Item("why", (f"Rated down for {why}",)))
        if known and known.second_line and _second_line_holds(found, handbook):
            items.append(Item("second", (known.second_line,)))
    elif found.signal == "not-assessable":
        items.append(Item("certainty", ("Certainty not rated",)))
    if found.reason:
        items.append(Item("why", (found.reason,)))
    items += but_item(shared, tuple(derived), handbook)
    return Tag(_stream_css(stream, handbook), "Certainty of this finding", tuple(items))


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
    return Words((Strong("But, across this card:"), " ", *links))


@view
def card_caveats(handbook: Handbook, card: str) -> View:
    """The summaries of all caveats of a card."""
    return _caveat_list("What to keep in mind", _caveats_of_card(handbook, card), handbook)


def _caveats_of_card(handbook: Handbook, card: str) -> tuple[str, ...]:
    known = handbook.card_by_id.get(card)
    found = {
        caveat
        for item in (known.findings if known else ())
        for caveat in derivation.caveats_of_finding(item, handbook)
    }
    order = handbook.vocabulary.ids("caveat")
    return tuple(sorted(found, key=lambda c: order.index(c) if c in order else len(order)))


@view
def section_caveats(handbook: Handbook, *keys: str) -> View:
    """The summaries of the caveats of a section's claims and restatements.

    A key is ``claim:ID`` or ``restatement:ID``.
    """
    found: set[str] = set()
    restatements = {r.id: r for r in handbook.restatements}
    for key in keys:
        kind, _, name = key.partition(":")
        if kind == "claim" and name in handbook.claim_by_id:
            found.update(derivation.caveats_of(handbook.claim_by_id[name], handbook))
        elif kind == "restatement" and name in restatements:
            found.update(derivation.caveats_of_restatement(restatements[name], handbook))
    order = handbook.vocabulary.ids("caveat")
    ordered = tuple(sorted(found, key=lambda c: order.index(c) if c in order else len(order)))
    return _caveat_list("What to keep in mind", ordered, handbook)


def _caveat_list(heading: str, caveats: tuple[str, ...], handbook: Handbook) -> View:
    known = [handbook.caveat_by_id[c] for c in caveats if c in handbook.caveat_by_id]
    if not known:
        return Nothing()
    return CaveatList(heading, tuple((Link("caveat", c.id, c.title), c.summary) for c in known))


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
    return Matrix(head, rows)


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
        signal_symbol=signal.symbol if signal else "d-none",
        verdict=vocabulary.label("verdict", found.verdict or ""),
        certainty=certainty,
        quiet=found.signal == "not-assessable",
        harm=found.signal == "harm",
        target=(found.card, found.stream),
    )


# -- sources


@view
def source_notice(handbook: Handbook, key: str) -> View:
    """On the page of a study that was retracted, corrected or doubted: what, where, what it means."""
    check = handbook.source_check_by_key.get(key)
    if check is None or not check.has_notice:
        return Nothing()
    parts: list[Inline] = [Strong(f"{_notice(key, handbook)[0]}."), " "]
    if check.notice in {None, Unknown.NOT_SEEN}:
        parts.append("The notice was not seen.")
    else:
        parts += ["The notice: ", Outside(f"doi:{check.notice}", f"https://doi.org/{check.notice}"), "."]
    return Words((*parts, f" {check.note}" if check.note else ""))


@view
def source_checked(handbook: Handbook, key: str) -> View:
    """Whether a source was compared with data on retractions, when, and what they said."""
    check = handbook.source_check_by_key.get(key)
    label = handbook.vocabulary.label("source-status", check.status if check else NOT_YET)
    return Words((f"{label} ({check.checked})" if check and check.checked else label,))


# -- words in sentences


@view
def figure(handbook: Handbook, study: str, name: str, arm: str | None) -> View:
    """A figure printed out of a study file."""
    from .model import Location, ResultReference

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
        return Words((Link("claim", found.id, f"claim from {_short_sources(found, handbook)}"),))
    return Words((target,))


def study_heading(study: Study, handbook: Handbook) -> str:
    """Labels of a study's type and its stream."""
    return handbook.vocabulary.label("study-type", study.type)
