"""Tables of the words of the field, for the page "How to read this handbook"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from evidence.vocabulary.words import in_sentence
from sphinx_evidence.nodes import symbol
from sphinx_evidence.transforms.table_nodes import table_node

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidence.vocabulary.vocabulary import Vocabulary

Cell = str | tuple[str, str]
"""Words, or a symbol and the words it stands beside."""


def _streams(words: Vocabulary) -> list[tuple[Cell, ...]]:
    return [
        ((s.symbol, s.label), s.description, s.certainty_means, s.second_line or "Nothing more")
        for s in words.stream
    ]


def _study_types(words: Vocabulary) -> list[tuple[Cell, ...]]:
    return [
        (
            kind.label,
            words.label("stream", kind.stream) if kind.stream else "That of the studies it reviewed",
            kind.definition,
            kind.strongest_wording,
            words.label("certainty", kind.ceiling)
            if kind.ceiling
            else "That of the studies it reviewed"
            if kind.stream is None
            else "None",
        )
        for kind in words.study_type
    ]


def _certainties(words: Vocabulary) -> list[tuple[Cell, ...]]:
    return [((level.symbol, level.label), level.meaning) for level in words.certainty]


def _directions(words: Vocabulary) -> list[tuple[Cell, ...]]:
    return [
        (
            (d.symbol, d.label),
            d.description,
            *(d.words_for(stream.id, "less", words.substance) for stream in words.card_streams),
        )
        for d in words.direction
    ]


def _signals(words: Vocabulary) -> list[tuple[Cell, ...]]:
    return [((signal.symbol, signal.label), signal.description) for signal in words.signal]


def _verdicts(words: Vocabulary) -> list[tuple[Cell, ...]]:
    return [
        (
            verdict.label,
            ", ".join(words.label("stream", s) for s in verdict.streams),
            ", ".join(in_sentence(words.label("signal", s)) for s in verdict.signals),
        )
        for verdict in words.verdict
    ]


def _outcomes(words: Vocabulary) -> list[tuple[Cell, ...]]:
    kinds = {
        "patient": "Matters to patients",
        "surrogate": "A scan or measurement",
        "biochemical": "A blood or urine test",
        "laboratory": "Measured in the laboratory",
        "context": "A reference figure",
    }
    return [
        (
            outcome.label,
            "; ".join(filter(None, (outcome.gloss, outcome.measures or outcome.unit))),
            kinds[outcome.kind],
        )
        for outcome in words.outcome
    ]


def _described(kind: str) -> Callable[[Vocabulary], list[tuple[Cell, ...]]]:
    def rows(words: Vocabulary) -> list[tuple[Cell, ...]]:
        return [(word.label, word.description) for word in getattr(words, kind)]

    return rows


WORD_TABLES: dict[str, tuple[tuple[str, ...], Callable[[Vocabulary], list[tuple[Cell, ...]]]]] = {
    "stream": (("Kind of evidence", "What it is", "What certainty answers here", "Also printed"), _streams),
    "study-type": (
        ("Study design", "Kind of evidence", "What it is", "Strongest wording", "Highest certainty"),
        _study_types,
    ),
    "certainty": (("Certainty", "What it means"), _certainties),
    "reason": (("Reason for rating down", "What it means"), _described("reason")),
    "direction": (
        ("Direction", "What it means", "In trials", "In observational studies", "In the laboratory"),
        _directions,
    ),
    "signal": (("Signal", "What it means"), _signals),
    "verdict": (("Verdict", "Used for", "With the signal"), _verdicts),
    "outcome": (("Outcome", "In plain words, and how it was measured", "Kind"), _outcomes),
    "extraction": (("What was read", "What it means"), _described("extraction")),
    "flag": (("Warning about a study", "What it means"), _described("flag")),
    "disposition": (("Decision on a statement", "What it means"), _described("disposition")),
}


def word_table(kind: str, words: Vocabulary) -> nodes.table:
    """The table of a kind of word, in the order of the vocabulary."""
    head, make_rows = WORD_TABLES[kind]
    return table_node(
        "words",
        [[nodes.paragraph("", title)] for title in head],
        [[[_paragraph(cell)] for cell in cells] for cells in make_rows(words)],
    )


def _paragraph(cell: Cell) -> nodes.paragraph:
    if isinstance(cell, str):
        return nodes.paragraph("", cell)
    return nodes.paragraph("", "", symbol(symbol=cell[0]), nodes.Text(f" {cell[1]}"))
