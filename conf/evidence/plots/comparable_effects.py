"""Effects that can stand on one axis: one outcome, one measure, one unit, the same way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.analysis.printed_values import duration, effect_text, number
from evidence.analysis.streams import streams_of_study, substance_of
from evidence.model import Unknown

if TYPE_CHECKING:
    from evidence.model import Effect, Handbook, Quantity, Result, Study

RATIOS = ("RR", "OR", "HR")
DIFFERENCES = ("MD", "WMD")
_LESS = ("below ", "low ", "lower ", "lowest ", "less ", "least ")
"""How a contrast begins that sets less of the substance against more of it."""

NO_EFFECT = {"ratio": 1.0, "difference": 0.0}


class Estimate(NamedTuple):
    """One effect as it is drawn, and as its source printed it.

    ``value``, ``low`` and ``high`` are on the side of more of the substance; ``low`` and ``high`` are
    None where the interval is unknown, ``value`` where nothing is drawn. ``why_not`` says why.
    """

    study: str
    name: str
    stream: str
    css: str
    symbol: str
    kind: str
    what: str
    value: float | None
    low: float | None
    high: float | None
    shown: str
    """The figures that are drawn, or the word for none."""
    printed: str
    """The source's own figures, with what was compared."""
    turned: bool
    direction: str
    """Which way the result points, in words."""
    why_not: str = ""


class Group(NamedTuple):
    """Estimates that stand on one axis."""

    outcome: str
    measure: str
    unit: str
    ratio: bool
    estimates: tuple[Estimate, ...]


def groups_of(
    handbook: Handbook, outcome: str, wanted: dict[str, set[str]]
) -> tuple[list[Group], list[Estimate]]:
    """The groups of two and more estimates on an outcome, and what cannot be drawn with them."""
    vocabulary = handbook.vocabulary
    held: dict[tuple[str, str], list[Estimate]] = {}
    left: list[Estimate] = []
    for study, result in _results(handbook, outcome, wanted):
        effect = result.effect
        estimate = _estimate(study, result, handbook)
        measure = effect.measure if effect else ""
        if estimate.value is None or effect is None:
            if result.headline or measure in {*RATIOS, *DIFFERENCES}:
                left.append(estimate)
        elif measure in {*RATIOS, *DIFFERENCES}:
            unit = effect.unit or "" if measure in DIFFERENCES else ""
            held.setdefault((measure, unit), []).append(estimate)
        else:
            left.append(_not_drawn(estimate, f"another measure: {vocabulary.label('measure', measure)}"))
    groups = []
    for (measure, unit), estimates in held.items():
        if len(estimates) > 1:
            label = vocabulary.label("measure", measure)
            known = "" if unit in set(Unknown) else unit
            groups.append(Group(outcome, label, known, measure in RATIOS, tuple(estimates)))
        else:
            left.append(_not_drawn(estimates[0], "the only one with this measure and unit"))
    return groups, left


def _results(handbook: Handbook, outcome: str, wanted: dict[str, set[str]]) -> list[tuple[Study, Result]]:
    """Results on an outcome that compare more of the substance with less, by stream, design and year."""
    types, streams = wanted.get("study-type"), wanted.get("stream")
    populations = wanted.get("population")
    found = [
        (study, result)
        for study in handbook.studies
        if is_compared(study, handbook)
        for result in study.results
        if result.outcome == outcome and result.direction != Unknown.NOT_APPLICABLE
        if types is None or (result.type or study.type) in types
        if streams is None or stream_of(study, result, handbook) in streams
        if populations is None or not populations.isdisjoint(result.population or study.population)
    ]
    order = {"stream": handbook.vocabulary.ids("stream"), "type": handbook.vocabulary.ids("study-type")}

    def place(pair: tuple[Study, Result]) -> tuple[int, int, str, str, int]:
        study, result = pair
        entry = handbook.entry_by_key.get(study.id)
        return (
            order["stream"].index(stream_of(study, result, handbook)),
            order["type"].index(result.type or study.type),
            (entry.year if entry else None) or "",
            study.id,
            study.results.index(result),
        )

    return sorted(found, key=place)


def is_compared(study: Study, handbook: Handbook) -> bool:
    """Whether a study may be used, and speaks of more or less of the handbook's substance."""
    exposure = study.exposure
    return study.use is None and exposure is not None and exposure.is_main(handbook.vocabulary)


def stream_of(study: Study, result: Result | None, handbook: Handbook) -> str:
    """The stream of a result; that of its study where the result does not differ; else context."""
    vocabulary = handbook.vocabulary
    kind = vocabulary.study_types.get((result and (result.type or result.reviews)) or study.type)
    if kind and kind.stream:
        return kind.stream
    streams = streams_of_study(study, vocabulary)
    return min(streams, key=vocabulary.ids("stream").index, default="context")


def _estimate(study: Study, result: Result, handbook: Handbook) -> Estimate:
    vocabulary = handbook.vocabulary
    entry = handbook.entry_by_key.get(study.id)
    stream = vocabulary.streams[stream_of(study, result, handbook)]
    effect = result.effect
    plain = Estimate(
        study=study.id,
        name=entry.short if entry else study.id,
        stream=stream.label,
        css=stream.css,
        symbol=stream.symbol,
        kind=vocabulary.label("study-type", result.type or study.type),
        what=_what(result),
        value=None,
        low=None,
        high=None,
        shown=Unknown.NOT_SEEN.words,
        printed=effect_text(effect) if effect else Unknown.NOT_SEEN.words,
        turned=False,
        direction=vocabulary.directions[result.direction].words_for(
            stream.id, vocabulary.outcomes[result.outcome].better, substance_of([study], vocabulary)
        ),
        why_not="the effect is not in what we read",
    )
    if effect is None or effect.value is None or not effect.value.known:
        return plain
    shown = plain._replace(shown=_figures(effect))
    if result.contrast == "within-arm":
        return _not_drawn(shown, "compared with baseline only")
    turned = _compares_less(result, handbook)
    if turned is None:
        return _not_drawn(shown, "the amounts compared are not in what we read")
    low, high = _known(effect.low), _known(effect.high)
    if low is None or high is None:
        low = high = None
    drawn = shown._replace(value=effect.value.value, low=low, high=high, why_not="")
    return _turned(drawn, effect) if turned else drawn


def _not_drawn(estimate: Estimate, why: str) -> Estimate:
    return estimate._replace(value=None, low=None, high=None, shown=_source_figures(estimate), why_not=why)


def _source_figures(estimate: Estimate) -> str:
    return estimate.printed if estimate.turned else estimate.shown


def _what(result: Result) -> str:
    """What was measured and compared, in the words of the study file."""
    per = result.effect.per if result.effect and result.effect.per not in set(Unknown) else None
    if per and per[:1].isdigit() and " v " not in per:
        per = f"per {per}"
    when = duration(result.timepoint) if result.timepoint not in {None, "P0D", *Unknown} else ""
    return ", ".join(part for part in (result.label, per and per.replace(" v ", " against "), when) if part)


def _figures(effect: Effect) -> str:
    """``0.63 (0.29 to 1.37)``, with the unit of a difference."""
    unit = effect.unit if effect.measure in DIFFERENCES and effect.unit not in {None, *Unknown} else ""
    shown = f"{number(effect.value)}{f' {unit}' if unit else ''}"
    if _known(effect.low) is None or _known(effect.high) is None:
        return f"{shown} (interval not in what we read)"
    return f"{shown} ({number(effect.low)} to {number(effect.high)})"


def _known(quantity: Quantity | None) -> float | None:
    return quantity.value if quantity is not None and quantity.known else None


def _compares_less(result: Result, handbook: Handbook) -> bool | None:
    """Whether less of the substance is compared with more of it; None where that is unknown.

    The direction of a result speaks of more of the substance. Where it points to benefit or harm, the
    side on which the effect lies tells which way round it was printed; elsewhere the words do.
    """
    effect = result.effect
    assert effect is not None and effect.value is not None  # noqa: S101, PT018  (the caller has looked)
    nothing = 1.0 if effect.measure in RATIOS else 0.0
    known = handbook.vocabulary.outcomes.get(result.outcome)
    sides = {("benefit", "less"): -1, ("harm", "less"): 1, ("benefit", "more"): 1, ("harm", "more"): -1}
    side = sides.get((result.direction, (known.better if known else None) or ""))
    if side and effect.value.value != nothing:
        return (effect.value.value > nothing) != (side > 0)
    if effect.per and effect.per not in set(Unknown):
        return effect.per.startswith(_LESS)
    return False if result.contrast == "between-arms" else None


def _turned(estimate: Estimate, effect: Effect) -> Estimate:
    """The estimate on the side of more of the substance, calculated by us."""
    assert effect.value is not None and estimate.value is not None  # noqa: S101, PT018  (the caller has looked)
    digits = max(2, len(effect.value.text.partition(".")[2]))

    def turn(value: float) -> float:
        return round(1 / value, digits) if effect.measure in RATIOS else -value

    low = turn(estimate.high) if estimate.high is not None else None
    high = turn(estimate.low) if estimate.low is not None else None
    value = turn(estimate.value)
    texts = [f"{number_:.{digits}f}" for number_ in (value, low, high) if number_ is not None]
    interval = f" ({texts[1]} to {texts[2]})" if low is not None else " (interval not in what we read)"
    shown = f"{texts[0]}{interval}".replace("-", "\N{MINUS SIGN}")
    return estimate._replace(value=value, low=low, high=high, shown=shown, turned=True)


def is_clear(estimate: Estimate, *, ratio: bool) -> bool:
    """Whether the interval is known and leaves out no effect."""
    nothing = NO_EFFECT["ratio" if ratio else "difference"]
    return (
        estimate.low is not None
        and estimate.high is not None
        and not estimate.low <= nothing <= estimate.high
    )
