"""Study files: what is wrong is said in plain words, at the line where it stands."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from checks.paths import SMALL_VOCABULARY
from evidence.files.studies.reader import read_study
from evidence.model import Severity
from evidence.problems import MOST_PROBLEMS
from evidence.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from evidence.model import Problem, Study

VOCABULARY = load_vocabulary(SMALL_VOCABULARY)
PATH = "docs/studies/smith-2020.yaml"
TRIAL = """\
id: smith-2020
type: randomised-trial
stream: trials
extraction: abstract
publication: journal
registration: NCT01234567
country: [Norway]
funding: not-seen
design: parallel
blinding: double
allocation: unclear
population: [haemodialysis]
population_text: adults on haemodialysis
n_total: 148
exposure:
  what: supplement
  dose: 30
comparator: placebo
duration: P12M
arms:
  - id: mg
    n_randomised:
      value: 75
      derived: true
      from: 148 less 73
  - id: placebo
    n_randomised: 73
results:
  - id: cac
    outcome: cac
    timepoint: P12M
    contrast: between-arms
    arms:
      mg:
        median: 413
    effect:
      measure: MD
      value: -0.90
      low: not-seen
      p: "= 0.03"
      scale: linear
    direction: not-shown
    headline: true
    seen: stated
    source: abstract
  - id: cac-small
    outcome: cac
    contrast: between-arms
    direction: mixed
    seen: stated
    source: abstract
rob:
  tool: RoB 2
  judgement: not-assessed
flags: [stopped-early]
misprints:
  - result: cac
    printed: p = 0.03
    recomputed: p = 0.3
    by: chi-square
checked:
  by: unchecked
  date: not-applicable
"""
GUIDANCE = """\
id: smith-2020
type: guidance
extraction: full-text
publication: web
population: [general]
figures:
  - id: limit
    outcome: intake-limit
    item: supplements
    value: 350
    unit: mg/day
    confidence: high
    seen: stated
    source: table 2
checked:
  by: unchecked
  date: not-applicable
"""
REVIEW = GUIDANCE.replace("type: guidance", "type: systematic-review")


def read(text: str | bytes, path: str = PATH) -> tuple[Study | None, list[Problem]]:
    return read_study(text.encode() if isinstance(text, str) else text, path, VOCABULARY)


def problems(text: str | bytes) -> list[Problem]:
    return read(text)[1]


def changed(old: str, new: str, text: str = TRIAL) -> str:
    """The text with its first ``old`` replaced; ``old`` must be there."""
    assert old in text
    return text.replace(old, new, 1)


def assert_only_here(text: str, words: str) -> None:
    """One problem, at the line that ends with ``# here``, that says these words."""
    line = 1 + next(n for n, written in enumerate(text.splitlines()) if written.endswith("# here"))
    assert [(p.line, words in str(p)) for p in problems(text)] == [(line, True)], problems(text)


def test_a_good_trial_is_read_as_printed() -> None:
    study, found = read(TRIAL)
    assert found == []
    assert study is not None
    result = study.results[0]
    assert result.effect is not None
    assert result.effect.value is not None
    assert (result.effect.value.text, result.effect.value.value) == ("-0.90", -0.9)
    assert study.population == ("haemodialysis",)
    assert study.line_of("results", 0, "effect", "value") == (PATH, 38)
    assert study.line_of("results", 0, "effect", "high") == (PATH, 36)


def test_a_good_source_of_figures_is_read() -> None:
    assert problems(GUIDANCE) == []


def test_problems_name_rule_severity_and_path() -> None:
    (problem,) = problems(changed("type: guidance", "type: guidence", GUIDANCE))
    assert (problem.rule, problem.severity, problem.path) == ("study-schema", Severity.ERROR, PATH)
    assert problem.message == "unknown word 'guidence' for type."
    assert problem.hint == "Did you mean guidance?"


@pytest.mark.parametrize(
    "word",
    ["no", "012", "12:30", "1e3", ".5", "1,000", "0x1F", "+3", "1_000", "NaN", "²", "१", "9" * 400],
)
def test_what_is_not_a_plain_number_is_refused_as_one(word: str) -> None:
    assert_only_here(changed("n_total: 148", f"n_total: {word} # here"), "n_total: expected a number")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("outcome: cac", "outcome: cak # here", "Did you mean cad or cac?"),
        ("direction: not-shown", "direction: not-seen # here", "unknown word 'not-seen' for direction"),
        ("contrast: between-arms", "contrast: between # here", "between-arms"),
        ("seen: stated", "seen: somewhere # here", "Write one of: stated"),
        ("measure: MD", "measure: XX # here", "RR"),
        ("design: parallel", "design: paralel # here", "parallel"),
        ("blinding: double", "blinding: doubled # here", "double"),
        ("allocation: unclear", "allocation: random # here", "not-random"),
        ("extraction: abstract", "extraction: not-seen # here", "unknown word"),
        ("publication: journal", "publication: paper # here", "unknown word"),
        ("population: [haemodialysis]", "population: [ckd] # here", "ckd-predialysis"),
        ("what: supplement", "what: suplement # here", "supplement"),
        ("duration: P12M", "duration: 12 months # here", "ISO duration such as P12M"),
        ("timepoint: P12M", "timepoint: P6M-P12M # here", "ISO duration"),
        ('p: "= 0.03"', "p: 0.03 # here", "p as printed"),
        ("scale: linear", "scale: linar # here", "'log' or 'linear'"),
        ("derived: true", "derived: yes # here", "expected true or false, found 'yes'"),
        ("headline: true", "headline: no # here", "expected true or false, found 'no'"),
        ("comparator: placebo", "comparator: # here", "expected words, found nothing"),
        ("blinding: double", "blinding: # here", "Write one of: double, single"),
        ("low: not-seen", "low: # here", "found nothing"),
        ("low: not-seen", "lo: not-seen # here", "there is no field 'lo' here. Did you mean low"),
        ("  dose: 30", "  doze: 30 # here", "Did you mean dose"),
        ("median: 413", "medium: 413 # here", "Did you mean median"),
        ("funding: not-seen", "funding: not-seen\npath: x # here", "there is no field 'path'"),
        ("funding: not-seen", "funding: not-seen\nlines: {} # here", "there is no field 'lines'"),
        ("funding: not-seen", "funding: [a, b] # here", "funding: expected words, found a list"),
        ("n_total: 148", "n_total: [148] # here", "expected a number"),
        ("n_total: 148", "n_total: {text: 148} # here", "expected a number"),
        ("  - id: mg", "  - id: Mg # here", "lower case words joined by hyphens"),
        ("exposure:\n  what: supplement\n  dose: 30", "exposure: 30 mg # here", "a group of fields"),
        ("      from: 148 less 73", "", "says from what"),
        ("    by: chi-square", "", "the field by: is missing"),
        ("  judgement: not-assessed", "  judgement: {selection: [low]} # here", "a word for each domain"),
        ("flags: [stopped-early]", "flags: [open-label] # here", "follows from the data"),
        ("flags: [stopped-early]", "flags: [combined, combined] # here", "two flags"),
        ("stream: trials", "stream: laboratory # here", "It gives trials"),
        ("id: smith-2020", "id: smith-2021 # here", "Write id: smith-2020"),
        ("  - id: placebo", "  - id: mg # here", "two arms are called 'mg'"),
        ("  - id: cac-small", "  - id: cac # here", "two results are called 'cac'"),
        ("      mg:", "      mgo: # here", "Did you mean mg"),
        ("    direction: mixed", "    direction: mixed\n    headline: true # here", "already the headline"),
        ("  - result: cac", "  - result: cad # here", "there is no result 'cad'"),
        ("  by: unchecked", "  by: A. Reader", "does not fit the date"),
        ("  date: not-applicable", "  date: 2026-13-01 # here", "a day such as"),
        ("  date: not-applicable", "  date: 2026-11-01 # here", "does not fit the date"),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_line(old: str, new: str, words: str) -> None:
    text = changed(old, new)
    if "# here" in new:
        if "date: 2026-13-01" in new:
            text = text.replace("by: unchecked", "by: A. Reader")
        assert_only_here(text, words)
    else:
        (problem,) = problems(text)
        assert words in problem.message


@pytest.mark.parametrize("p", ["= 0.03", "< 0.001", "> 0.05", "= .03", "not-significant", "not-seen"])
def test_a_p_value_is_kept_as_printed(p: str) -> None:
    assert problems(changed('p: "= 0.03"', f'p: "{p}"')) == []


@pytest.mark.parametrize("duration", ["P2Y", "P4.5Y", "P16W", "PT48H", "P1Y6M", "P0D", "unclear"])
def test_durations_are_iso_or_unknown(duration: str) -> None:
    assert problems(changed("duration: P12M", f"duration: {duration}")) == []


@pytest.mark.parametrize("duration", ["P", "PT", "P1", "12M", "P1YT", "p1y", "P12M ago", "٣"])
def test_other_durations_are_refused(duration: str) -> None:
    assert_only_here(changed("duration: P12M", f"duration: {duration} # here"), "ISO duration")


@pytest.mark.parametrize(
    "name",
    ["design", "blinding", "allocation", "registration", "country", "funding", "comparator",
     "duration", "population_text", "n_total"],
)  # fmt: skip
def test_a_trial_needs_its_fields(name: str) -> None:
    text = "\n".join(line for line in TRIAL.splitlines() if not line.startswith(f"{name}:"))
    (problem,) = problems(text)
    assert problem.line == 2
    assert f"the field {name}: is missing; a study of type randomised-trial needs it" in problem.message
    assert problem.hint


@pytest.mark.parametrize("name", ["type", "extraction", "publication", "population"])
def test_every_study_needs_its_fields(name: str) -> None:
    text = "\n".join(line for line in GUIDANCE.splitlines() if not line.startswith(f"{name}:"))
    (problem,) = problems(text)
    assert (problem.line, problem.message) == (1, f"the field {name}: is missing.")
    assert "one of:" in problem.hint


def test_a_missing_field_of_a_result_is_found_at_the_result() -> None:
    (problem,) = problems(changed("    direction: mixed\n", ""))
    assert problem.line == 1 + TRIAL.splitlines().index("  - id: cac-small")
    assert problem.hint.startswith("Add it with one of: benefit, harm")


def test_a_review_says_what_it_reviewed() -> None:
    found = {problem.message.split(":")[0] for problem in problems(REVIEW)}
    assert {
        f"the field {name}" for name in ("reviews", "searched_to", "n_studies", "rob", "exposure")
    } <= found


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("use: none", "without its reason"),
        ("use_reason: retracted", "belongs to use: none"),
        ("use: some", "expected 'none'"),
    ],
)
def test_a_study_that_is_not_used_says_why(fields: str, words: str) -> None:
    assert_only_here(GUIDANCE + f"{fields} # here\n", words)


def test_a_study_that_is_not_used_needs_no_more_than_its_head() -> None:
    head = dedent("""\
        id: smith-2020
        type: randomised-trial
        extraction: title
        publication: journal
        population: not-seen
        use: none
        use_reason: only the title was read
        checked: {by: unchecked, date: not-applicable}
        """)
    assert problems(head) == []
    citable = head.replace("use: none\nuse_reason: only the title was read\n", "")
    assert any("no result and no figure" in problem.message for problem in problems(citable))
    assert problems(citable.replace("randomised-trial", "protocol")) == []


def test_all_faults_of_a_file_are_found_at_once() -> None:
    text = changed("outcome: cac", "outcome: cak").replace("n_total: 148", "n_total: many")
    text = text.replace("extraction: abstract\n", "").replace("design: parallel\n", "")
    assert [problem.line for problem in problems(text)] == [1, 2, 12, 28]


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\x00", b"\xff\xfe", b"[" * 100_000, b"- a", b"word", b"id: [[", b"results: 3",
        b"arms: [1, []]", b"results: [{}]", b"results: {a: {b: c}}", b"checked: []",
        b"rob: {judgement: {}}", b"'': ''", b"type: []", b"misprints: [{result: {}}]",
        b"exposure: {what: {a: b}}", b"{a.b: {c: d}}", b"n_total: {}", b"figures: [x]",
    ],
)  # fmt: skip
def test_no_input_makes_a_traceback(raw: bytes) -> None:
    study, found = read(raw)
    assert study is None
    assert found
    assert all(problem.line >= 1 for problem in found)


def test_a_flood_of_faults_is_cut_short() -> None:
    found = problems("".join(f"k{number}: 1\n" for number in range(5_000)))
    assert len(found) <= MOST_PROBLEMS + 1
