"""No study file makes a traceback: whatever its bytes, there is a study, or problems with their lines."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.paths import FIXTURES, SMALL_VOCABULARY
from evidence.analysis.consistency import comparisons
from evidence.files.studies.reader import read_study, study_allowances
from evidence.model import Study
from evidence.vocabulary.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary(SMALL_VOCABULARY)
PATH = "docs/studies/any-study-2020.yaml"
WHOLE = (FIXTURES / "small" / "docs" / "studies" / "mini-trial-2001.yaml").read_text(encoding="utf-8")
LINES = WHOLE.splitlines(keepends=True)

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.dates(),
    st.sampled_from(["not-seen", "cac", "= 0.03", "P12M", "between-arms", "true", "0x1F", "1e9", "1:30"]),
)  # fmt: skip
FIELDS = st.sampled_from(
    [
        *Study.model_fields,
        "value",
        "from",
        "derived",
        "low",
        "high",
        "p",
        "events",
        "n",
        "percent",
        "kind",
        "x",
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(FIELDS | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=15,
)


def judge(raw: bytes) -> None:
    study, problems = read_study(raw, PATH, VOCABULARY)
    allowances, wrong = study_allowances(raw, PATH)
    last = len(raw.splitlines()) + 1
    assert study or problems
    assert all(1 <= problem.line <= last and problem.path == PATH for problem in (*problems, *wrong))
    assert all(1 <= allowance.at.line <= last for allowance in allowances)
    if study:
        comparisons(study, VOCABULARY.stopped_outcomes)


@given(st.binary(max_size=300))
def test_any_bytes(raw: bytes) -> None:
    judge(raw)


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    judge(text.encode("utf-8", "surrogatepass"))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(FIELDS, VALUES, max_size=8))
def test_any_fields(fields: dict[str, Any]) -> None:
    judge(yaml.safe_dump(fields, allow_unicode=True).encode("utf-8", "surrogatepass"))


@given(st.sampled_from(range(len(LINES))), VALUES)
def test_any_value_in_a_whole_file(place: int, value: Any) -> None:
    key, colon, _ = LINES[place].partition(":")
    new = yaml.safe_dump(value, default_flow_style=True, width=10**6, allow_unicode=True)
    changed = f"{key}{colon} {new.removesuffix('...' + chr(10)).strip()}\n"
    judge("".join([*LINES[:place], changed, *LINES[place + 1 :]]).encode("utf-8", "surrogatepass"))


@given(st.lists(st.sampled_from(range(len(LINES))), min_size=1, max_size=6), st.integers(0, 12))
def test_any_lines_lost_or_moved(places: list[int], indent: int) -> None:
    kept = [line for number, line in enumerate(LINES) if number not in places]
    moved = [" " * indent + LINES[number].lstrip() for number in places]
    judge("".join([*kept, *moved]).encode())
    judge("".join([*moved, *kept]).encode())
