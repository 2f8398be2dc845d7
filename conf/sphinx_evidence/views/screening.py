"""From the records that the stored searches found to the studies that were taken in, in numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..review import date_words
from ..screening_file import INCLUDED, KNOWN, NEW
from .parts import Steps, View, Words
from .registry import view

if TYPE_CHECKING:
    from ..model import Handbook
    from .parts import Line


@view
def screening_flow(handbook: Handbook) -> View:
    """What became of the records, step by step; that no search has been run, where none has."""
    searches = handbook.searches
    days = [search.run for search in searches if search.run]
    if not days:
        return Words((f"No search has been run yet; {_number(len(searches), 'search')} stored.",))
    counts = Counter(record.decision for record in handbook.screened)
    reasons = [
        (label, counts[word])
        for word, label in _labels(handbook).items()
        if word not in {NEW, KNOWN, INCLUDED} and counts[word]
    ]
    hits = sum(search.hits or 0 for search in searches)
    since = date_words(min(search.since for search in searches))
    run = (
        f"{len(days)} of {len(searches)} searches have been run, the last on {date_words(max(days))}. PubMed "
        f"held {hits} records for them; one that several searches find is counted for each."
    )
    steps: list[tuple[Line, tuple[Line, ...]]] = [
        ((run,), ()),
        ((f"Records that came to PubMed since {since}: {len(handbook.screened)}.",), ()),
        ((f"In the handbook already: {counts[KNOWN]}.",), ()),
        ((f"Not yet looked at: {counts[NEW]}.",), ()),
        (
            (f"Left out: {sum(number for _, number in reasons)}.",),
            tuple((f"{label}: {number}",) for label, number in reasons),
        ),
        ((f"Taken in: {counts[INCLUDED]}.",), ()),
    ]
    return Steps(tuple(steps))


def _labels(handbook: Handbook) -> dict[str, str]:
    vocabulary = handbook.vocabulary
    return {word: vocabulary.label("screening", word) for word in vocabulary.ids("screening")}


def _number(number: int, what: str) -> str:
    return f"1 {what} is" if number == 1 else f"{number} {what}es are"
