"""How figures of study files are printed: with unit, interval and what we worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model import Quantity, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import ArmValues, Effect, Figure, Handbook, Result, ResultReference

OWN_CALCULATION = "our calculation"

_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "H": "hour"}


def field_text(text: str) -> str:
    """A text of a study file; an unknown in the words that readers see."""
    return Unknown(text).words if text in set(Unknown) else text


def number(quantity: Quantity | None) -> str:
    """A number as printed by its source, or the word for why there is none.

    Minus signs are typographic, so that a figure does not break after its sign.
    """
    if quantity is None:
        return Unknown.NOT_SEEN.words
    if not quantity.known:
        return Unknown(quantity.text).words
    return quantity.text.replace("-", "\N{MINUS SIGN}")


def interval(low: Quantity | None, high: Quantity | None, level: Quantity | None) -> str:
    """``95% CI 0.03 to 1.27``, or nothing where an end is unknown."""
    if not (low and high and low.known and high.known):
        return ""
    limits = f"{number(low)} to {number(high)}"
    if level is not None and level.known:
        return f"{number(level)}% CI {limits}"
    return f"interval {limits}, level not reported"


def effect_text(effect: Effect) -> str:
    """``RR 0.18 (95% CI 0.03 to 1.27; our calculation)``, or why there is none."""
    if effect.value is None or not effect.value.known:
        return number(effect.value)
    unit = _unit(effect.unit)
    if effect.measure in {"percent-change", "percent-difference"}:
        shown = f"{number(effect.value)}%"
    elif effect.measure in set(Unknown):
        shown = f"{number(effect.value)}{unit}"
    else:
        shown = f"{effect.measure} {number(effect.value)}{unit}"
    if effect.per and effect.per not in set(Unknown):
        shown += f" per {effect.per}" if effect.per[:1].isdigit() else f", {effect.per}"
    aside = [interval(effect.low, effect.high, effect.level)]
    if effect.derived or effect.value.derived:
        aside.append(OWN_CALCULATION)
    aside = [part for part in aside if part]
    return f"{shown} ({'; '.join(aside)})" if aside else shown


def p_text(effect: Effect | None) -> str:
    """``p = 0.03``, or the word for why there is none."""
    if effect is None or effect.p is None:
        return Unknown.NOT_SEEN.words
    return f"p {effect.p}" if effect.p[:1] in "=<>" else field_text(effect.p).replace("-", " ")


def arm_text(values: ArmValues) -> str:
    """What was seen of one arm: counts, then change, mean, median and range, then words."""
    shown = [*_counts(values), *_measurements(values)]
    if values.text is not None:
        shown.append(field_text(values.text))
    if not shown and values.n is not None:
        shown.append(f"n = {number(values.n)}")
    derived = any(isinstance(value, Quantity) and value.derived for _, value in values)
    return "; ".join(shown) + (f" ({OWN_CALCULATION})" if derived else "")


def _counts(values: ArmValues) -> Iterator[str]:
    """``9 of 32 (28.12%)``, or as much of it as the source has."""
    share = _percent(values.percent) if values.percent is not None else ""
    if values.events is None:
        if share:
            yield share
        return
    of = f" of {number(values.n)}" if values.n is not None and values.n.known else ""
    yield f"{number(values.events)}{of}" + (f" ({share})" if share else "")


def _measurements(values: ArmValues) -> Iterator[str]:
    unit = _unit(values.unit)
    if values.percent_change is not None:
        yield _percent(values.percent_change, "change ")
    if values.change is not None:
        yield f"change {number(values.change)}{unit}"
    if values.mean is not None:
        pairs = (("SD", values.sd), ("SE", values.se))
        spread = ", ".join(f"{name} {number(q)}" for name, q in pairs if q is not None and q.known)
        yield f"mean {number(values.mean)}{unit}" + (f" ({spread})" if spread else "")
    if values.median is not None:
        seen = values.q1 is not None and values.q3 is not None
        quartiles = f" (quartiles {number(values.q1)} to {number(values.q3)})" if seen else ""
        yield f"median {number(values.median)}{unit}{quartiles}"
    if values.low is not None and values.high is not None:
        yield f"{number(values.low)} to {number(values.high)}{unit}"


def duration(text: str | None) -> str:
    """``P12M`` as ``12 months``; other words as they are."""
    if not text:
        return ""
    body = text.removeprefix("P").removeprefix("T")
    if text.startswith("P") and body[:-1].replace(".", "").isdigit() and body[-1:] in _UNITS:
        unit = "minute" if text.startswith("PT") and body[-1] == "M" else _UNITS[body[-1]]
        return f"{body[:-1]} {unit}{'' if body[:-1] == '1' else 's'}"
    return field_text(text)


def context_figure_text(figure: Figure) -> str:
    """``78 mg per 1/2 cup`` for a reference figure."""
    serving = f" per {figure.serving}" if figure.serving and figure.serving not in set(Unknown) else ""
    shown = number(figure.value)
    if not figure.value.known:
        if not (figure.low and figure.high):
            return shown
        shown = f"{number(figure.low)} to {number(figure.high)}"
    own = f" ({OWN_CALCULATION})" if figure.value.derived else ""
    return f"{shown}{_unit(figure.unit)}{serving}{own}"


def result_text(result: Result, arm: str | None) -> str:
    """The effect of a result, or the values of one of its arms."""
    if arm is not None:
        return arm_text(result.arms[arm])
    return effect_text(result.effect) if result.effect else Unknown.NOT_SEEN.words


def resolves(reference: ResultReference, handbook: Handbook) -> bool:
    """Whether a figure reference names a result, an arm of it, or a reference figure."""
    study = handbook.study_by_id.get(reference.study)
    if study is None:
        return False
    result = study.result(reference.name)
    if result is not None:
        return reference.arm is None or reference.arm in result.arms
    return study.figure(reference.name) is not None and reference.arm is None


def figure_text(reference: ResultReference, handbook: Handbook) -> str:
    """The printed figure; the reference itself in brackets where nothing stands behind it."""
    if not resolves(reference, handbook):
        return f"[{reference}]"
    study = handbook.study_by_id[reference.study]
    result = study.result(reference.name)
    if result is not None:
        return result_text(result, reference.arm)
    figure = study.figure(reference.name)
    assert figure is not None  # noqa: S101  (resolves() has looked)
    return context_figure_text(figure)


def _unit(unit: str | None) -> str:
    if not unit or unit in set(Unknown):
        return ""
    return f"\N{NO-BREAK SPACE}{unit}"


def _percent(quantity: Quantity, before: str = "") -> str:
    shown = number(quantity)
    return f"{before}{shown}%" if quantity.known else f"{before}{shown}"
