"""The fields of a study file whose content is bound: to the vocabulary, to a form, to a study type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.model import Unknown
from evidence.problems import MOST_LISTED, Fault, Steps, did_you_mean, listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.text.yaml_tree import Plain
    from evidence.vocabulary.vocabulary import Vocabulary


class WordField(NamedTuple):
    """A field that holds words of one kind; ``unknown_allowed``: also ``not-seen`` and the like."""

    kind: str
    unknown_allowed: bool = False

    def words(self, vocabulary: Vocabulary) -> list[str]:
        """The words that an author may write here; what follows from the data is not typed."""
        derived = {flag.id for flag in vocabulary.flag if flag.derived} if self.kind == "flag" else set()
        typed = [word for word in vocabulary.ids(self.kind) if word not in derived]
        return [*typed, *(word for word in Unknown if self.unknown_allowed and word not in typed)]


class Form(NamedTuple):
    """A field that is written in one form, or holds a word for why it is unknown."""

    pattern: re.Pattern[str]
    expected: str


WORDS = {
    "type": WordField("study-type"),
    "stream": WordField("stream"),
    "extraction": WordField("extraction"),
    "publication": WordField("publication"),
    "design": WordField("design", unknown_allowed=True),
    "blinding": WordField("blinding", unknown_allowed=True),
    "allocation": WordField("allocation", unknown_allowed=True),
    "system": WordField("system", unknown_allowed=True),
    "reviews.*": WordField("study-type", unknown_allowed=True),
    "authors_certainty": WordField("certainty", unknown_allowed=True),
    "population.*": WordField("population", unknown_allowed=True),
    "exposure.what.*": WordField("exposure", unknown_allowed=True),
    "rob.tool": WordField("bias-tool"),
    "flags.*": WordField("flag"),
    "results.*.outcome": WordField("outcome"),
    "results.*.contrast": WordField("contrast", unknown_allowed=True),
    "results.*.direction": WordField("direction"),
    "results.*.seen": WordField("seen"),
    "results.*.effect.measure": WordField("measure", unknown_allowed=True),
    "results.*.effect.p_source": WordField("seen"),
    "results.*.type": WordField("study-type"),
    "results.*.population.*": WordField("population", unknown_allowed=True),
    "results.*.from": WordField("study-type", unknown_allowed=True),
    "results.*.dose_level": WordField("dose-level", unknown_allowed=True),
    "figures.*.outcome": WordField("outcome"),
    "figures.*.confidence": WordField("confidence"),
    "figures.*.seen": WordField("seen"),
    "misprints.*.kind": WordField("misprint-kind"),
}
"""Which words a field takes. A star stands for any item of a list; a lone word is a list of one."""

_DURATION = Form(
    re.compile(
        r"P(?=[0-9T])(\d+(\.\d+)?Y)?(\d+(\.\d+)?M)?(\d+(\.\d+)?W)?(\d+(\.\d+)?D)?"
        r"(T(?=[0-9])(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?",
        re.ASCII,
    ),
    "an ISO duration such as P12M, P2Y, P16W or PT48H (P0D is the beginning)",
)
_DATE = Form(
    re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII),
    "a date such as 2026-11-23, 2026-11 or 2026",
)
_DAY = Form(
    re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII),
    "a day such as 2026-11-23",
)
_P = Form(
    re.compile(r"[<>=] (0?\.\d+|1(\.0+)?|0)|not-significant", re.ASCII),
    'p as printed, with its sign and a space, such as "= 0.03", "< 0.001" or "> 0.05", or not-significant',
)

FORMS = {
    "duration": _DURATION,
    "follow_up": _DURATION,
    "results.*.timepoint": _DURATION,
    "results.*.effect.p": _P,
    "searched_to": _DATE,
    "changed": _DAY,
    "checked.date": _DAY,
}
"""Fields that are written in one form."""

EXAMPLES = {
    "id": "id: smith-2020 (the name of the file without .yaml)",
    "population_text": 'population_text: "adults on haemodialysis, mean age 58"',
    "exposure": "exposure: {what: supplement, form: not-seen, dose: 300, unit: mg/day, route: oral}",
    "n_total": "n_total: 148, or n_total: not-seen",
    "n_studies": "n_studies: 8, or n_studies: not-seen",
    "arms": "arms: [{id: treated, n_randomised: 75}, {id: control, n_randomised: 73}]",
    "comparator": "comparator: placebo",
    "duration": "duration: P12M, or duration: not-seen",
    "country": "country: [Norway], or country: not-seen",
    "registration": "registration: NCT01234567, or registration: not-seen",
    "searched_to": "searched_to: 2024-06, or searched_to: not-seen",
    "rob": "rob: {tool: RoB 2, judgement: not-assessed, reason: abstract only}",
    "judgement": "judgement: not-assessed",
    "source": 'source: "abstract, results"',
    "checked": "checked: {by: unchecked, date: not-applicable}",
    "by": "by: followed by the test or the person",
    "date": "date: 2026-11-23, or not-applicable where nobody has checked the file",
    "printed": 'printed: "p = 0.03"',
    "recomputed": 'recomputed: "Fisher exact 0.063"',
    "result": "result: the id of the result concerned",
    "item": "item: what the figure is of, in words",
    "unit": "unit: mg, or unit: not-seen",
    "value": "value: 80, or value: not-seen",
}
"""An example of a field that is easily forgotten."""


def pattern_of(steps: Steps) -> str:
    """The place of a field with stars for list items: ``results.*.effect.p``."""
    return ".".join("*" if isinstance(step, int) else step for step in steps)


def required_fields(study_type: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The fields that a study of this type must have beside those that all must have."""
    kind = vocabulary.study_types.get(study_type)
    if kind is None:
        return ()
    stream = vocabulary.streams.get(kind.stream or "")
    return (*(stream.fields if stream else ()), *kind.fields)


def field_at(steps: Steps) -> WordField | None:
    """What binds the field at a place to the vocabulary, if anything does."""
    pattern = pattern_of(steps)
    return WORDS.get(pattern) or WORDS.get(f"{pattern}.*")


def content_faults(data: Plain, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Words that the vocabulary does not have, and values in another form than theirs."""
    for steps, text in _scalars(data):
        if not text.strip():
            continue  # the schema speaks of blank fields
        name = next((step for step in reversed(steps) if isinstance(step, str)), "")
        field = field_at(steps)
        if field:
            yield from _word_faults(steps, name, text, field, vocabulary)
        form = FORMS.get(pattern_of(steps))
        if form and text not in set(Unknown) and not form.pattern.fullmatch(text):
            yield Fault(steps, f"{name}: expected {form.expected}, found {shown(text)}")


def _word_faults(
    steps: Steps, name: str, text: str, field: WordField, vocabulary: Vocabulary
) -> Iterator[Fault]:
    words = field.words(vocabulary)
    if text in words:
        return
    if vocabulary.knows(field.kind, text):
        yield Fault(
            steps, f"the {field.kind} {text!r} follows from the data and is not typed",
            f"Delete it; you may type {listed(words)}.",
        )  # fmt: skip
    else:
        more = " vocabulary.toml says what each of them means." if len(words) > MOST_LISTED else ""
        yield Fault(steps, f"unknown word {shown(text)} for {name}", f"{did_you_mean(text, words)}{more}")


def _scalars(data: Plain, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """Every value with the way to it."""
    if isinstance(data, str):
        yield steps, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _scalars(value, (*steps, key))
    else:
        for number, value in enumerate(data):
            yield from _scalars(value, (*steps, number))
