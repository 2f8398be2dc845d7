"""Pages and study files are in plain British English and in the field's terms.

What is listed here was once in the text: paraphrases of standard terms, and habits of translated prose. The
glossary may list an everyday name beside the standard term.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from checks.paths import DOCS, ROOT

if TYPE_CHECKING:
    from pathlib import Path

AVOIDED = {
    "not seen": "Say what the abstract does not report, or list the field as missing.",
    "weak kidneys": "reduced kidney function, or chronic kidney disease (CKD)",
    "kidney people": "people with CKD",
    "belly part": "abdominal aorta",
    "chest part": "thoracic aorta",
    "kind of study": "study design",
    "house rule": "Say what the choice is.",
    "turned round": "inverted",
    "held back": "slowed, reduced or inhibited",
    "broken hips": "hip fractures",
    "95 % interval": "95% CI",
    "snapshot study": "cross-sectional study",
    "nobody knows": "We do not know",
}
"""Words that readers do not see, and what is written instead."""
SPACED_PERCENT = re.compile(r"\d %")
READ = [
    *(path for path in sorted(DOCS.rglob("*.md")) if path.name != "glossary.md"),
    *sorted((DOCS / "studies").glob("*.yaml")),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
]


def faults(text: str) -> list[str]:
    """The avoided words in a text, each with its line and what to write instead."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        low = line.lower()
        found += [f"{number}: {words!r}: {instead}" for words, instead in AVOIDED.items() if words in low]
        if SPACED_PERCENT.search(line):
            found.append(f"{number}: a percentage is closed up: 39.5%")
    return found


@pytest.mark.parametrize("path", READ, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_text_uses_the_terms_of_the_field(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text", ["Not seen in the abstract.", "In 39.5 % of people.", "One line\nby kind of study\n"]
)
def test_avoided_words_are_found(text: str) -> None:
    assert len(faults(text)) == 1


def test_the_terms_of_the_field_pass() -> None:
    assert faults("In 39.5% of people with reduced kidney function (95% CI 30 to 49).") == []
