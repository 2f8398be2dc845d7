"""The study file of a publication: what the record tells, and for the rest the words to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import yaml

from evidence.files.studies.fields import EXAMPLES, FORMS, WORDS, required_fields
from evidence.files.studies.json_schema import FIRST_LINE
from evidence.model import Study, Unknown
from evidence.problems import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.intake.publication import Publication
    from evidence.vocabulary.vocabulary import Vocabulary

TO_CHOOSE = "choose-one"
"""Stands where a word must be chosen: it is no word of the vocabulary, so the checks ask for one."""

_WIDTH = 100


class Guess(NamedTuple):
    """A word that the record suggests, the heading it follows from, and what else would fit."""

    word: str
    heading: str
    others: tuple[str, ...] = ()


def guessed(kind: str, publication: Publication, vocabulary: Vocabulary) -> Guess | None:
    """The word of a kind that the record's publication types and subject headings suggest, if any.

    The vocabulary says for its words under which headings PubMed files such studies. Where several
    fit, the first in the vocabulary is guessed and the others are named.
    """
    types = {heading.lower(): heading for heading in publication.types}
    headings = types | {heading.lower(): heading for heading in publication.about}
    fitting = [
        (word, found)
        for word in vocabulary.indexed(kind)
        if not any(name.lower() in headings for name in word.not_indexed_as)
        for found in [
            next((headings[name.lower()] for name in word.indexed_as if name.lower() in headings), None)
        ]
        if found
    ]
    # A publication type says what the paper is; a subject heading only what it is about.
    fitting.sort(key=lambda pair: pair[1].lower() not in types)
    if not fitting:
        return None
    (word, heading), *others = fitting
    return Guess(word.id, heading, tuple(other.id for other, _ in others))


def study_sheet(publication: Publication, study: str, vocabulary: Vocabulary, today: str) -> str:
    """The text of the study file, written on a day (2026-11-23)."""
    kind = guessed("study-type", publication, vocabulary)
    asked = required_fields(kind.word, vocabulary) if kind else _asked_of_any(vocabulary)
    lines = [
        FIRST_LINE,
        f"# Made from {publication.origin}. Write only what you saw in the source; the rest stays",
        "# not-seen (or not-reported, if you read the full text and it does not say).",
        f"id: {study}",
        *_chosen("type", kind, vocabulary),
        *_word("extraction", "title", "how much of the source you have read", vocabulary),
        *_word("publication", "journal" if publication.kind == "article" else TO_CHOOSE, "", vocabulary),
    ]
    for name in sorted({*asked, "population", "results"}, key=_PLACES.index):
        lines += _field(name, publication, vocabulary)
    lines += [
        f"changed: {today}  # the day of the last change to what the file says",
        "checked:",
        "  by: unchecked",
        "  date: not-applicable",
    ]
    return "\n".join(lines) + "\n"


_PLACES = [*Study.model_fields]
"""The order of the extraction sheet."""


def _asked_of_any(vocabulary: Vocabulary) -> tuple[str, ...]:
    """All that any study type with results asks for: the author deletes what does not apply."""
    asked = (name for kind in vocabulary.study_type for name in required_fields(kind.id, vocabulary))
    return tuple(dict.fromkeys(asked))


_GROUPS = {
    "arms": [
        "arms:",
        *(
            line
            for arm in ("treated", "control")
            for line in (f"  - id: {arm}", "    n_randomised: not-seen", "    n_analysed: not-seen")
        ),
    ],
}
"""Fields that hold others, as they stand before anything is known."""


def _field(name: str, publication: Publication, vocabulary: Vocabulary) -> list[str]:
    """The lines of one field: what the record tells of it, or the words to choose from."""
    match name:
        case "registration" if publication.registrations:
            first, *more = publication.registrations
            also = f"; also named: {', '.join(more)}" if more else ""
            lines = _noted(f"registration: {_scalar(first)}", f"found in the record{also}: confirm")
        case "population":
            lines = _word("population.*", TO_CHOOSE, "who or what was studied; several as [a, b]", vocabulary)
        case "exposure":
            what = _word("exposure.what.*", Unknown.NOT_SEEN, "", vocabulary)
            rest = [f"{part}: not-seen" for part in ("form", "dose", "unit", "route")]
            lines = ["exposure:", *(f"  {line}" for line in (*what, *rest))]
        case "rob":
            kind = guessed("study-type", publication, vocabulary)
            fitting = vocabulary.study_types[kind.word].risk_of_bias if kind else ()
            tool = _word("rob.tool", fitting[0] if fitting else TO_CHOOSE, "for its study type", vocabulary)
            rest = ["judgement: not-assessed", "reason: not yet assessed"]
            lines = ["rob:", *(f"  {line}" for line in (*tool, *rest))]
        case "results":
            lines = [
                "# Write each result like this, without the #, for []; what matters most comes first:",
                *(f"#  {line}" for line in _example_result(vocabulary)),
                "results: []",
            ]
        case "reviews":
            lines = _word("reviews.*", Unknown.NOT_SEEN, "the types of study it reviews", vocabulary)
        case _ if name in _GROUPS:
            lines = _GROUPS[name]
        case _ if name in WORDS:
            guess = guessed(WORDS[name].kind, publication, vocabulary)
            lines = (
                _chosen(name, guess, vocabulary) if guess else _word(name, Unknown.NOT_SEEN, "", vocabulary)
            )
        case _:
            form = FORMS.get(name)
            example = EXAMPLES.get(name, "").removeprefix(f"{name}: ").partition(f", or {name}:")[0]
            hint = form.expected if form else f"for example {example}"
            lines = _noted(f"{name}: not-seen", hint if form or example else "")
    return lines


def _example_result(vocabulary: Vocabulary) -> list[str]:
    """A result with the words that each of its fields takes."""
    lines = ["- id: a-short-name"]
    for name, note in (
        ("outcome", ""),
        ("timepoint", "P12M"),
        ("contrast", ""),
        ("direction", ""),
        ("headline", "true"),
        ("seen", ""),
        ("source", '"abstract, results"'),
    ):
        bound = WORDS.get(f"results.*.{name}")
        words = f"# one of: {listed(bound.words(vocabulary))}" if bound else note
        lines.append(f"  {name}: {words}")
    return [part for line in lines for part in _wrapped(line, "  #   ")]


def _chosen(name: str, guess: Guess | None, vocabulary: Vocabulary) -> list[str]:
    """A field whose word was guessed and has to be confirmed, or has to be chosen."""
    if guess is None:
        return _word(name, TO_CHOOSE, "the record does not say", vocabulary)
    also = f" (or {', '.join(guess.others)}?)" if guess.others else ""
    return _word(name, guess.word, f'guessed from "{guess.heading}"{also}: confirm', vocabulary)


def _word(place: str, word: str, note: str, vocabulary: Vocabulary) -> list[str]:
    name = place.removesuffix(".*").rpartition(".")[2]
    words = f"one of: {', '.join(WORDS[place].words(vocabulary))}"
    return _noted(f"{name}: {word}", f"{note}; {words}" if note else words)


def _noted(line: str, note: str) -> list[str]:
    """A line with a comment: behind it, or above it where it is long."""
    if not note:
        return [line]
    if len(line) + len(note) + 4 <= _WIDTH:
        return [f"{line}  # {note}"]
    return [*_wrapped(f"# {note}", "#   "), line]


def _wrapped(text: str, further: str) -> Iterator[str]:
    from textwrap import wrap

    yield from wrap(text, _WIDTH, subsequent_indent=further, break_on_hyphens=False, break_long_words=False)


def _scalar(text: str) -> str:
    """Text as YAML writes it on one line: in quotes where it would be taken for something else."""
    written: str = yaml.safe_dump(text, allow_unicode=True, width=10_000, default_flow_style=True)
    return written.removesuffix("\n").removesuffix("\n...")
