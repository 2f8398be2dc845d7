"""Words that several views share: certainty, directions, sources, caveats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.streams import substance_of
from evidence.model import Result
from evidence.views.elements import CAVEATS, Inline, Item, Line, Link, Strong, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import Claim, Handbook, Study


def certainty_words(level: str | None, stream: str | None, handbook: Handbook) -> Line:
    """Symbol and words of a certainty; laboratory certainty always says what it means for people."""
    vocabulary = handbook.vocabulary
    known = vocabulary.certainties.get(level or "")
    if known is None:
        return ("Certainty not rated",)
    if "laboratory" in vocabulary.kinds([stream or ""]):
        return (Symbol(known.symbol), f"{known.label} certainty; people: very low")
    return (Symbol(known.symbol), f"{known.label} certainty")


def direction_words(
    stated: Claim | Result, studies: Iterable[Study], stream: str | None, handbook: Handbook
) -> Line:
    """Symbol and words of the direction of a claim or a result, in the words of its stream and outcome.

    ``studies`` are those behind it; they say which substance is favoured.
    """
    vocabulary = handbook.vocabulary
    known = vocabulary.directions.get(stated.direction or "")
    if known is None:
        return (stated.direction or "",)
    outcomes, level = (
        ((stated.outcome,), "") if isinstance(stated, Result) else (stated.outcomes, stated.certainty or "")
    )
    outcome = vocabulary.outcomes.get(outcomes[0]) if outcomes else None
    firm = vocabulary.firm(level, stream)
    better = outcome.better if outcome else None
    words = known.words_for(stream or "", better, substance_of(studies, vocabulary))
    return (Symbol(known.symbol, firm), words)


def study_link(study_id: str, handbook: Handbook) -> Link | str:
    """A study by first author and year, linked to its page."""
    entry = handbook.entry_by_key.get(study_id)
    text = entry.short if entry else study_id
    if study_id not in handbook.study_by_id:
        return text
    return Link("study", study_id, text, *notice_of(study_id, handbook))


def notice_of(key: str, handbook: Handbook) -> tuple[str, bool]:
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
    return Link("cite", key, entry.short, *notice_of(key, handbook)) if entry else key


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
    labels = [handbook.vocabulary.label("reason", word) for word in dict.fromkeys(words)]
    return ", ".join(labels)


def caveat_item(caveats: tuple[str, ...], handbook: Handbook) -> tuple[Item, ...]:
    """The caveats of a claim by title; nothing where it has none."""
    links = joined(tuple(caveat_link(c, handbook) for c in caveats), " · ")
    return (Item(CAVEATS, (Strong("Caveats:"), " ", *links)),) if caveats else ()


def stream_css(stream: str | None, handbook: Handbook) -> str:
    """The class that gives a stream its hue and line."""
    known = handbook.vocabulary.streams.get(stream or "")
    return known.css if known else "is-ctx"


def stream_symbol(stream: str | None, handbook: Handbook) -> Line:
    """The symbol of a stream, or nothing where there is no one stream."""
    known = handbook.vocabulary.streams.get(stream or "")
    return (Symbol(known.symbol),) if known else ()


def abstract_only(caveats: tuple[str, ...]) -> bool:
    """Whether only a summary was read of one of the studies behind these caveats."""
    return "abstract-only" in caveats
