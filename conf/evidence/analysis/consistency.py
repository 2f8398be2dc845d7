"""The comparisons that the figures of a study file allow, and what each of them found.

A comparison that finds a fault is a mistake of the file or a misprint of its source; the file
says which by naming the misprint. Tolerances: a false alarm costs more than a missed fault.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.analysis.statistics import (
    Counts,
    Interval,
    effect_of_counts,
    p_fits_interval,
    p_of_counts,
    p_of_interval,
    printed,
    printed_p,
)
from evidence.analysis.worked_out import RATIOS, worked_out
from evidence.model import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from evidence.analysis.statistics import Printed
    from evidence.model import Arm, ArmValues, Effect, Misprint, Quantity, Result, Study

DIFFERENCES = frozenset({"RD", "MD", "WMD", "SMD", "beta"})
COMPARED = frozenset({"between-arms", "unadjusted"})
"""Contrasts whose p may come from the counts alone."""

_BY_A_MODEL = re.compile(
    r"log-?rank|surviv|Kaplan|Cox|hazard|regress|adjust|model|ANCOVA|ANOVA|time to|Mantel|stratif|Bayes",
    re.IGNORECASE,
)
"""An analysis by more than the counts: its p need not follow from them."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures that were held against each other.

    ``fault`` says what does not fit, and is empty where all does. ``kinds`` are the kinds of
    misprint that acknowledge it, ``figure`` what a misprint without a kind quotes. ``ours``: one of the
    figures is our own calculation, so it cannot be a misprint.
    """

    steps: tuple[str | int, ...]
    result: str | None
    kinds: tuple[str, ...]
    fault: str = ""
    figure: str = ""
    ours: bool = False
    severity: Severity = Severity.ERROR

    def acknowledged_by(self, misprint: Misprint) -> bool:
        """Whether a misprint speaks of these figures."""
        if self.ours or (self.result is not None and misprint.result != self.result):
            return False
        if misprint.kind:
            return misprint.kind in self.kinds
        return bool(self.figure) and self.figure in re.findall(r"[<>=] \d*\.?\d+", misprint.printed)


def comparisons(study: Study, stopped: Collection[str]) -> list[Comparison]:
    """Every comparison that a study file allows.

    ``stopped`` are the outcomes whose events are people who did not complete.
    """
    found = [*_of_totals(study, stopped), *_of_derived(study)]
    for number, result in enumerate(study.results):
        steps = ("results", number)
        found += _of_arms(result, study, steps)
        if result.effect:
            found += _of_interval(result, result.effect, study, (*steps, "effect"))
            found += _of_counts(result, result.effect, (*steps, "effect"))
    return found


def _of_derived(study: Study) -> Iterator[Comparison]:
    """Our own numbers follow from what their file says they come from."""
    for found in worked_out(study):
        yield Comparison(found.steps, None, (), found.fault, ours=True)


# -- people


def _of_totals(study: Study, stopped_outcomes: Collection[str]) -> Iterator[Comparison]:
    """Groups add up to all, and nobody both completed and stopped."""
    total = _known(study.n_total)
    if total is not None and len(study.arms) > 1 and study.design != "crossover":
        randomised = _sum(arm.n_randomised for arm in study.arms)
        yield _people(
            ("n_total",), randomised is None or randomised == total,
            f"the groups began with {_count(randomised)} people together, but n_total is {_count(total)}",
        )  # fmt: skip
        analysed = _sum(arm.n_analysed for arm in study.arms)
        yield _people(
            ("n_total",), analysed is None or analysed <= total,
            f"in the groups {_count(analysed)} people were analysed, but n_total is {_count(total)}",
        )  # fmt: skip
    completed = _sum(arm.n_completed for arm in study.arms)
    stated = _known(study.n_completed)
    if completed is not None and stated is not None:
        yield _people(
            ("n_completed",), completed == stated,
            f"in the groups {_count(completed)} people completed, but n_completed is {_count(stated)}",
        )  # fmt: skip
    for number, result in enumerate(study.results):
        stopped = _sum(values.events for values in result.arms.values())
        everybody = {arm.id for arm in study.arms} == set(result.arms)
        if result.outcome in stopped_outcomes and everybody and None not in (completed, stopped, total):
            yield _people(
                ("results", number), (completed or 0) + (stopped or 0) <= (total or 0),
                f"{_count(completed)} people completed and {_count(stopped)} stopped, but n_total is "
                f"{_count(total)}",
            )  # fmt: skip
    for number, arm in enumerate(study.arms):
        yield from _of_arm(arm, ("arms", number))


def _of_arm(arm: Arm, steps: tuple[str | int, ...]) -> Iterator[Comparison]:
    """No more people at the end of a group than at its beginning."""
    began = _known(arm.n_randomised)
    for name in ("n_analysed", "n_completed"):
        ended = _known(getattr(arm, name))
        if began is not None and ended is not None:
            yield _people(
                (*steps, name), ended <= began,
                f"{name} of {arm.id} is {_count(ended)}, but {_count(began)} people began",
            )  # fmt: skip


def _people(steps: tuple[str | int, ...], fits: bool, fault: str) -> Comparison:
    return Comparison(steps, None, ("count",), "" if fits else fault)


def _of_arms(result: Result, study: Study, steps: tuple[str | int, ...]) -> Iterator[Comparison]:
    """No more events than people, no more people than the group has, and percentages fit."""
    began = {arm.id: _known(arm.n_randomised) for arm in study.arms}
    for name, values in result.arms.items():
        at = (*steps, "arms", name)
        n, events = _known(values.n), _known(values.events)
        if n is not None and events is not None:
            yield Comparison(
                (*at, "events"), result.id, ("count",),
                "" if 0 <= events <= n else f"{name}: {_count(events)} events in {_count(n)} people",
            )  # fmt: skip
        most = began.get(name)
        if n is not None and most is not None:
            yield Comparison(
                (*at, "n"), result.id, ("count",),
                "" if n <= most else f"{name}: {_count(n)} people, but only {_count(most)} began",
            )  # fmt: skip
        yield from _of_percent(name, values, result, at)


def _of_percent(
    name: str, values: ArmValues, result: Result, at: tuple[str | int, ...]
) -> Iterator[Comparison]:
    percent, n, events = _printed(values.percent), _printed(values.n), _printed(values.events)
    if percent is None or n is None or events is None or n.value <= 0:
        return
    share = 100 * events.value / n.value
    yield Comparison(
        (*at, "percent"), result.id, ("percentage", "count"),
        "" if percent.holds(share) else
        f"{name}: {events.value} of {n.value} is {_short(float(share))}%, but {percent.value}% is printed",
        ours=bool(values.percent and values.percent.derived),
    )  # fmt: skip


# -- intervals


def _of_interval(
    result: Result, effect: Effect, study: Study, steps: tuple[str | int, ...]
) -> Iterator[Comparison]:
    """The interval holds its estimate, lies on the scale of its measure, and fits p."""
    interval = _interval(effect)
    if interval is None:
        return
    words = f"{effect.measure} {_words(interval)}"
    ours = effect.derived
    yield Comparison(
        (*steps, "value"), result.id, ("estimate-outside", "lost-sign"),
        "" if interval.ordered else f"{words}: the estimate lies outside of its interval", ours=ours,
    )  # fmt: skip
    if not interval.ordered:
        return
    log = effect.measure in RATIOS
    if log:
        central = interval.exactly_central and not interval.symmetric(log=True)
        fault = f"{words}: the limits lie equally far from the estimate, as for differences, not for ratios"
        if interval.low.value < 0:
            fault = f"{words}: a ratio is never below 0"
        wrong = central or interval.low.value < 0
        yield Comparison(
            (*steps, "low"), result.id, ("wrong-scale",), fault if wrong else "", ours=ours
        )  # fmt: skip
    if effect.scale and (effect.scale == "log") == log:
        yield Comparison(
            (*steps, "scale"), result.id, ("wrong-scale", "lost-sign", "interval-p", "estimate-outside"),
            "" if interval.symmetric(log=log) else
            f"{words}: scale: {effect.scale} says that the estimate is the middle of its limits; it is not",
            ours=ours, severity=Severity.WARNING,
        )  # fmt: skip
    p = printed_p(effect.p, 1 - interval.level / 100) if effect.p else None
    if p and not effect.derived:
        people = _people_of(result, study)
        yield Comparison(
            (*steps, "p"), result.id, ("interval-p", "wrong-scale", "lost-sign"),
            "" if p_fits_interval(p, interval, people) else
            f"{words} does not fit p {effect.p}{_worked_out(interval, people)}",
        )  # fmt: skip


def _interval(effect: Effect) -> Interval | None:
    """Estimate and limits, where all three are numbers and the measure has a value of no difference."""
    parts = [_printed(part) for part in (effect.value, effect.low, effect.high)]
    if effect.measure not in RATIOS | DIFFERENCES:
        return None
    value, low, high = parts
    if value is None or low is None or high is None:
        return None
    level = effect.level.value if effect.level and effect.level.known else 95.0
    return Interval(value, low, high, level, effect.measure in RATIOS)


def _people_of(result: Result, study: Study) -> float:
    """How many people an estimate rests on; without end where that is not known."""
    arms = _sum(values.n for values in result.arms.values()) if result.arms else None
    total = arms if arms is not None else _known(study.n_total)
    return math.inf if total is None else total


def _worked_out(interval: Interval, people: float) -> str:
    """The p of an interval for a message."""
    p = p_of_interval(interval, people)
    if p is None:
        side = "leaves out" if interval.excludes_null else "holds"
        return f": the interval {side} {interval.null:g}, which means no difference"
    return f": the interval gives {_short(p.least)} to {_short(p.most)}"


# -- counts of two groups


def _of_counts(result: Result, effect: Effect, steps: tuple[str | int, ...]) -> Iterator[Comparison]:
    """What we worked out from two groups follows from them, and the printed p fits a test of them."""
    counts = _counts(result)
    if counts is None:
        return
    if effect.derived and effect.value and effect.value.known:
        yield from _recomputed(result, effect, counts, steps)
    p = printed_p(effect.p) if effect.p else None
    of_counts_alone = (
        result.contrast in COMPARED
        and not effect.adjusted_for
        and effect.measure != "HR"
        and not _BY_A_MODEL.search(result.analysis or "")
    )
    if p is None or not of_counts_alone:
        return
    found = p_of_counts(counts)
    fitting = [name for name, value in found.items() if p.holds(value)]
    shown = "; ".join(f"{name} {_short(value)}" for name, value in found.items())
    groups = f"{counts.events} of {counts.people} against {counts.other_events} of {counts.other_people}"
    at = (*steps, "p")
    quoted = effect.p or ""
    if not fitting:
        yield Comparison(at, result.id, (), f"no usual test of {groups} gives p {quoted}: {shown}", quoted)
    else:
        fault = f"only {' and '.join(fitting)} of {groups} gives p {quoted}: {shown}"
        yield Comparison(
            at, result.id, ("one-test",), "" if len(fitting) == len(found) else fault, quoted,
            severity=Severity.WARNING,
        )  # fmt: skip


def _recomputed(
    result: Result, effect: Effect, counts: Counts, steps: tuple[str | int, ...]
) -> Iterator[Comparison]:
    level = effect.level.value if effect.level and effect.level.known else 95.0
    numbers = effect_of_counts(effect.measure, counts, level)
    for name, number in zip(("value", "low", "high"), numbers or (), strict=False):
        stated = _printed(getattr(effect, name))
        if stated is not None:
            yield Comparison(
                (*steps, name), result.id, (),
                "" if stated.holds(number) else
                f"{name}: our {effect.measure} {stated.value} should be {_short(number)} from the counts",
                ours=True,
            )  # fmt: skip


def _counts(result: Result) -> Counts | None:
    """The four numbers of a result with two groups, in their order."""
    numbers: list[int] = []
    for values in result.arms.values():
        for quantity in (values.events, values.n):
            number = _known(quantity)
            if number is None or not number.is_integer():
                return None
            numbers.append(int(number))
    if len(numbers) != len(Counts._fields):
        return None
    counts = Counts(*numbers)
    return counts if counts.possible else None


# -- words and numbers


def _known(quantity: Quantity | None) -> float | None:
    return quantity.value if quantity and quantity.known else None


def _printed(quantity: Quantity | None) -> Printed | None:
    return printed(quantity.text) if quantity and quantity.known else None


def _sum(quantities: Iterable[Quantity | None]) -> float | None:
    """The sum, where every number is known and there is one."""
    numbers = [_known(quantity) for quantity in quantities]
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _count(number: float | None) -> str:
    return "not seen" if number is None else f"{number:g}"


def _short(number: float) -> str:
    """A worked-out number for a message."""
    return f"{number:.3g}" if abs(number) < 1 else f"{number:.4g}"


def _words(interval: Interval) -> str:
    return f"{interval.value.value} ({interval.low.value} to {interval.high.value})"
