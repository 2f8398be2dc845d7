"""The explorer: every claim and every study with what they can be found and filtered by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from evidence.analysis.streams import claims_by_study, plain_text, stream_of_claim, streams_of_study
from evidence.caching import cached_on_handbook
from evidence.views.elements import Entry, Explorer, Facet, Inline, Item, Link, Option, Small, Tag
from evidence.views.filters import FILTERS, claim_facts, study_facts
from evidence.views.phrases import stream_css, stream_symbol, study_link
from evidence.views.tags import claim_tag
from evidence.views.view_registry import view
from evidence.vocabulary.words import in_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.model import Claim, Handbook, Study
    from evidence.views.filters import Facts
    from evidence.vocabulary.words import Certainty, Direction

_Part = TypeVar("_Part")

LABELS = {
    "stream": "Kind of evidence",
    "certainty": "Certainty",
    "direction": "Direction",
    "study-type": "Study design",
    "outcome": "Outcome",
    "population": "Who or what was studied",
    "caveat": "Caveat",
}
"""The filters in the order in which they are offered."""


@view
@cached_on_handbook
def explorer(handbook: Handbook) -> Explorer:
    """All claims and studies, those nearest to people first, and the words that occur among them."""
    known: dict[object, Any] = {}
    claims = tuple(_lean(_claim(claim, handbook), known) for claim in _in_order(handbook))
    studies = tuple(_lean(_study(study, handbook), known) for study in _studies_in_order(handbook))
    return Explorer(tuple(_facets(claims, studies, handbook)), claims, studies)


def _lean(entry: Entry, known: dict[object, Any]) -> Entry:
    """The same entry, made of the parts that it has in common with others: most words are few."""

    def one(part: _Part) -> _Part:
        return cast("_Part", known.setdefault(part, part))

    tag = entry.tag._replace(items=one(tuple(map(one, entry.tag.items))))
    return entry._replace(tag=tag, words=one(tuple(map(one, entry.words))), path=one(entry.path))


def _in_order(handbook: Handbook) -> list[Claim]:
    def place(claim: Claim) -> tuple[int, str, int]:
        return _rank(stream_of_claim(claim, handbook), handbook), *claim.at

    return sorted(handbook.claims, key=place)


def _studies_in_order(handbook: Handbook) -> list[Study]:
    def place(study: Study) -> tuple[int, str, str]:
        entry = handbook.entry_by_key.get(study.id)
        name = entry.short.casefold() if entry else study.id
        return _rank(_stream_of_study(study, handbook), handbook), name, study.id

    return sorted(handbook.studies, key=place)


def _rank(stream: str | None, handbook: Handbook) -> int:
    order = handbook.vocabulary.ids("stream")
    return order.index(stream) if stream in order else len(order)


def _stream_of_study(study: Study, handbook: Handbook) -> str | None:
    streams = streams_of_study(study, handbook.vocabulary)
    return min(streams, key=handbook.vocabulary.ids("stream").index, default=None)


def _claim(claim: Claim, handbook: Handbook) -> Entry:
    sources = (*claim.studies, *claim.contrary, *claim.cite)
    return Entry(
        (Link("claim", claim.id, plain_text(claim.content, handbook)),),
        claim_tag(claim, handbook),
        _words(claim_facts(claim, handbook)),
        " ".join((claim.id, *claim.aliases, *sources)),
        claim.at.path,
    )


def _study(study: Study, handbook: Handbook) -> Entry:
    vocabulary = handbook.vocabulary
    stream = _stream_of_study(study, handbook)
    entry = handbook.entry_by_key.get(study.id)
    named = len(claims_by_study(handbook).get(study.id, ()))
    items = [
        Item("stream", (*stream_symbol(stream, handbook), vocabulary.label("study-type", study.type))),
        Item("who", (f"Studied: {_labels('population', study.population, handbook)}",)),
        Item("", (f"Read: {in_sentence(vocabulary.label('extraction', study.extraction))}",)),
        Item("", (f"Measured: {_labels('outcome', study.measured, handbook) or 'no listed outcome'}",)),
        Item("", (f"Cited by {named} claim{'' if named == 1 else 's'}",)),
    ]
    sentence: tuple[Inline, ...] = (study_link(study.id, handbook),)
    if entry and entry.title:
        sentence = (*sentence, Small(entry.title))
    known = (study.id, *(entry.names if entry else ()), *(entry.fields.values() if entry else ()))
    return Entry(
        sentence,
        Tag(stream_css(stream, handbook), "About this study", tuple(items)),
        _words(study_facts(study, handbook)),
        " ".join((*known, study.registration or "", *study.country)),
        study.path,
    )


def _labels(kind: str, words: tuple[str, ...], handbook: Handbook) -> str:
    return ", ".join(handbook.vocabulary.label(kind, word) for word in words)


def _words(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The facts as pairs of filter and word, in one order."""
    return tuple((name, word) for name in FILTERS for word in sorted(facts[name]) if word)


def _facets(claims: tuple[Entry, ...], studies: tuple[Entry, ...], handbook: Handbook) -> Iterator[Facet]:
    """The filters with the words that occur, in the order of the vocabulary."""
    of_claims = Counter(pair for entry in claims for pair in entry.words)
    of_studies = Counter(pair for entry in studies for pair in entry.words)
    for name, label in LABELS.items():
        known = handbook.vocabulary.ids(name)
        occur = {word for found, word in (*of_claims, *of_studies) if found == name}
        options = tuple(
            Option(word, *_shown(name, word, handbook), of_claims[name, word], of_studies[name, word])
            for word in (*(w for w in known if w in occur), *sorted(occur.difference(known)))
        )
        if options:
            yield Facet(name, label, options)


def _shown(name: str, word: str, handbook: Handbook) -> tuple[str, str, str]:
    """The label of a word, its symbol and its class, where it has any."""
    vocabulary = handbook.vocabulary
    if name == "caveat":
        known = handbook.caveat_by_id.get(word)
        return (known.title if known else word), "", ""
    if name == "stream" and word in vocabulary.streams:
        stream = vocabulary.streams[word]
        return stream.label, stream.symbol, stream.css
    pictured: Mapping[str, Certainty | Direction] = (
        vocabulary.certainties if name == "certainty" else vocabulary.directions
    )
    symbol = pictured[word].symbol if name in {"certainty", "direction"} and word in pictured else ""
    return vocabulary.label(name, word), symbol, ""
