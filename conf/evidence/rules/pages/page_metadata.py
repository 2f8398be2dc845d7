"""A page begins with its description and the day when it was last changed.

``summary-grade`` may stand there too; every other key is refused, as some would change how the
page is built. Study files have fields of their own.

Bad (page):

    ---
    description: What the example shows.
    ---

    # Example

    A sentence.

Good (page):

    ---
    description: What the example shows.
    changed: 2026-11-23
    ---

    # Example

    A sentence.
"""

from __future__ import annotations

import re
from datetime import date

from evidence.model import Handbook, Location, Page
from evidence.problems import did_you_mean, shown
from evidence.rules.registry import Remark, Remarks, rule

REQUIRED = {
    "description": "description: followed by one sentence on what the page is about",
    "changed": "changed: followed by the day of the last change to what it says, as in 2026-11-23",
}
OPTIONAL = ("summary-grade",)
"""The reading grade of the page's summary, where it was measured."""
BLANK = frozenset({"", "null"})
"""What a key without a value is read as."""
REFUSED = "refused"
"""Stands for all values where MyST could not read the front matter, which page-markup tells."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_GRADE = re.compile(r"\d{1,2}(\.\d+)?", re.ASCII)


@rule("pages", of_page=("is_markdown",), position=5)
def check(page: Page, _handbook: Handbook) -> Remarks:
    if _is_unreadable(page):
        return
    keys = (*REQUIRED, *OPTIONAL)
    for key in page.metadata_lines:
        if key not in keys:
            message = f"the front matter has {shown(key)}; it takes {', '.join(keys)}"
            yield Remark(_location(page, key), message, _instead(key))
    for key, expected in REQUIRED.items():
        if key not in page.metadata_lines or page.metadata.get(key, REFUSED).strip() in BLANK:
            yield Remark(_location(page, key), f"the front matter does not say {key}:", f"Add {expected}")
    changed = page.metadata.get("changed", "").strip()
    if changed not in BLANK and not _is_day(changed):
        message = f"changed: expected a day, found {shown(changed)}"
        yield Remark(_location(page, "changed"), message, "Write it as 2026-11-23")
    grade = page.metadata.get("summary-grade", "").strip()
    if "summary-grade" in page.metadata_lines and not _GRADE.fullmatch(grade):
        message = f"summary-grade: expected a number, found {shown(grade)}"
        hint = "Write the grade that was measured, as in 8.4, or delete it"
        yield Remark(_location(page, "summary-grade"), message, hint)


def _is_unreadable(page: Page) -> bool:
    """Whether another rule says that the page, or its front matter, could not be read at all."""
    reported = any(problem.rule == "page-markup" for problem in page.problems)
    return not page.readable or (reported and not page.metadata_lines)


def _instead(key: str) -> str:
    """The key that was probably meant."""
    meant = did_you_mean(key, REQUIRED)
    return meant if meant.startswith("Did you mean") else "Delete it"


def _location(page: Page, key: str) -> Location:
    return page.at._replace(line=page.metadata_lines.get(key, 1))


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
