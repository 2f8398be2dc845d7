"""Whatever is printed, the comparisons give an answer and no traceback; known cases give the known answer."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.paths import CONF
from evidence.analysis.consistency import comparisons
from evidence.analysis.statistics import (
    Counts,
    Interval,
    Printed,
    PValue,
    effect_of_counts,
    p_fits_interval,
    p_of_counts,
    p_of_interval,
    printed,
    printed_p,
)
from evidence.model import Study
from evidence.text.numbers import durations, typed_numbers

NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?", fullmatch=True).map(
    lambda text: text.translate({ord(digit): str(int(digit)) for digit in text if digit.isdigit()})
)
"""Every number that a study file may hold."""
UNKNOWN = st.sampled_from(["not-seen", "not-reported", "not-applicable", "unclear"])
QUANTITIES = st.one_of(NUMBERS, st.integers(-5, 300).map(str), UNKNOWN)
P_VALUES = st.one_of(
    st.builds(
        "{} {}".format, st.sampled_from("<>="), st.from_regex(r"0?\.[0-9]{1,400}|1\.0|0", fullmatch=True)
    ),
    st.sampled_from(["not-significant", "not-seen"]),
    st.text(max_size=8),
)
LEVELS = st.one_of(st.sampled_from(["95", "90", "99"]), NUMBERS, UNKNOWN)


def number(text: str) -> Printed:
    found = printed(text)
    assert found
    return found


def interval(value: str, low: str, high: str, *, ratio: bool = True) -> Interval:
    return Interval(number(value), number(low), number(high), 95, ratio)


def p(text: str) -> PValue:
    found = printed_p(text)
    assert found
    return found


@given(st.text(max_size=30))
def test_any_text_is_a_printed_number_or_none(text: str) -> None:
    found = printed(text)
    assert found is None or found.holds(float(text))
    assert printed_p(text) is None or text == "not-significant" or text[0] in "<>="


INTERVALS = st.builds(
    Interval,
    NUMBERS.map(printed),
    NUMBERS.map(printed),
    NUMBERS.map(printed),
    st.floats(0, 200),
    st.booleans(),
)


@given(INTERVALS, P_VALUES, st.integers(0, 10**6))
def test_any_interval_is_judged(judged: Interval, p_text: str, people: int) -> None:
    assert judged.ordered in {True, False}
    worked_out = p_of_interval(judged, people)
    if worked_out is not None:
        assert 0 <= worked_out.least <= worked_out.most <= 1
    stated = printed_p(p_text)
    if stated:
        assert p_fits_interval(stated, judged, people) in {True, False}


@given(
    st.floats(0.05, 20), st.floats(0.02, 1.5), st.integers(2, 4)
)  # what an honest source prints: the estimate, its limits and its p, each rounded
def test_no_false_alarm_for_an_honest_ratio(ratio: float, error: float, digits: int) -> None:
    log, half = math.log(ratio), 1.959964 * error
    low, value, high = (f"{math.exp(log + side * half):.{digits}f}" for side in (-1, 0, 1))
    if float(low) <= 0:
        return
    judged = interval(value, low, high)
    assert judged.ordered
    assert judged.symmetric(log=True)
    true_p = math.erfc(abs(log) / error / math.sqrt(2))
    assert p_fits_interval(PValue(true_p * 0.95, min(true_p * 1.05, 1)), judged)


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_two_groups_give_what_follows_from_them(people: int, others: int, data: st.DataObject) -> None:
    counts = Counts(data.draw(st.integers(0, people)), people, data.draw(st.integers(0, others)), others)
    assert counts.possible
    found = p_of_counts(counts)
    assert len(found) == 3
    assert all(0 <= value <= 1 + 1e-9 for value in found.values())
    for measure in ("RR", "OR", "RD", "HR"):
        effect = effect_of_counts(measure, counts)
        if effect:
            assert effect[1] <= effect[0] + 1e-12
            assert effect[0] <= effect[2] + 1e-12


ARMS = st.dictionaries(
    st.sampled_from(["more", "less", "third"]),
    st.fixed_dictionaries({}, optional=dict.fromkeys(("n", "events", "percent", "mean"), QUANTITIES)),
    max_size=3,
)
EFFECTS = st.fixed_dictionaries(
    {"measure": st.sampled_from(["RR", "OR", "HR", "RD", "MD", "SMD", "beta", "correlation", "not-seen"])},
    optional={
        "value": QUANTITIES, "low": QUANTITIES, "high": QUANTITIES, "level": LEVELS,
        "p": P_VALUES.filter(str.strip),
        "scale": st.sampled_from(["log", "linear"]), "derived": st.just(True), "from": st.just("counts"),
    },
).filter(lambda effect: "derived" not in effect or "from" in effect)  # fmt: skip


@settings(max_examples=300)
@given(
    st.lists(st.tuples(ARMS, st.none() | EFFECTS, st.sampled_from(["between-arms", "adjusted"])), max_size=3),
    st.lists(QUANTITIES, max_size=3),
    QUANTITIES,
    QUANTITIES,
)
def test_any_study_is_compared(
    results: list[tuple[dict[str, dict[str, str]], dict[str, str] | None, str]],
    randomised: list[str],
    total: str,
    completed: str,
) -> None:
    study = Study.model_validate(
        {
            "id": "any", "type": "randomised-trial", "extraction": "abstract", "publication": "journal",
            "population": ["general"], "n_total": total, "n_completed": completed,
            "arms": [
                {"id": name, "n_randomised": n, "n_completed": completed}
                for name, n in zip(("more", "less", "third"), randomised, strict=False)
            ],
            "results": [
                {
                    "id": f"r{position}", "outcome": "treatment-stopped", "contrast": contrast, "arms": arms,
                    "effect": effect, "direction": "mixed", "seen": "stated", "source": "x",
                }
                for position, (arms, effect, contrast) in enumerate(results)
            ],
            "checked": {"by": "unchecked", "date": "not-applicable"},
        }
    )  # fmt: skip
    assert all(found.steps for found in comparisons(study, {"treatment-stopped"}))


@given(st.text(max_size=200))
def test_any_text_has_numbers_or_none(text: str) -> None:
    for typed in typed_numbers(text, ("T50", "95 % interval")):
        assert typed.value.is_finite()
        assert typed.half > 0
    assert all(found.is_finite() for found in durations(text))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("In 142,555 people, and 12\u202f631", ["142555", "12631"]),
        ("HR 0.90, 0.87-0.94; 11.3 % against 39.5 %.", ["0.90", "0.87", "0.94", "11.3", "39.5"]),
        ("fell by \u22120.11 (-0.75 to 0.52)", ["-0.11", "-0.75", "0.52"]),
        ("T50, FGF-23, ATDC5, Saos-2, millan-2021 and a 95 % interval", []),
        ("p = .03 on the 2nd day of 1994, 5/6 of it", [".03", "1994", "5", "6"]),
    ],
)
def test_numbers_of_a_text(text: str, values: list[str]) -> None:
    assert [str(typed.value) for typed in typed_numbers(text, ("95 % interval",))] == [
        str(number(value).value) for value in values
    ]


def test_rounding_is_told_by_its_word() -> None:
    found = {
        typed.text: typed.rounded for typed in typed_numbers("about 1.16 and 1.04 mg, not 3, roughly 20 %")
    }
    assert found == {"1.16": True, "1.04": True, "3": False, "20": True}


def test_known_intervals() -> None:
    assert p_fits_interval(p("= 0.033"), interval("2.97", "0.23", "5.70", ratio=False))
    assert not p_fits_interval(p("< 0.001"), interval("1.56", "1.08", "2.25"))
    assert p_fits_interval(p("= 0.0078"), interval("2.82", "1.31", "6.29"))  # likelihood interval: sides only
    assert not p_fits_interval(p("= 0.2"), interval("2.82", "1.31", "6.29"))
    few = p_of_interval(interval("0.565", "0.212", "0.918", ratio=False), 20)
    assert few
    assert few.holds(0.0035)


def test_scipy_waits_until_a_figure_is_judged() -> None:
    code = "import sys, evidence.rules; print([m for m in ('scipy', 'numpy') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=CONF)
    assert run.stdout == "[]\n"


def test_known_counts() -> None:
    found = p_of_counts(Counts(9, 32, 12, 27))
    assert [round(value, 3) for value in found.values()] == [0.276, 0.192, 0.302]
    ratio = effect_of_counts("RR", Counts(9, 32, 12, 27))
    assert ratio
    assert [round(value, 2) for value in ratio] == [0.63, 0.32, 1.27]
