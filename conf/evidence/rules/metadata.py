"""The rule of front matter: what each page says of itself, and nothing that changes how it is built."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from evidence.problems import did_you_mean, shown
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Handbook, Location, Page

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


@rule(group="pages", each="pages", of_page="is_markdown", scope="document")
def page_metadata(page: Page, _handbook: Handbook) -> Iterator[Remark]:
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
    if _unreadable(page):
        return
    for key in page.metadata_lines:
        if key not in {*REQUIRED, *OPTIONAL}:
            yield Remark(
                _line(page, key),
                f"the front matter has {shown(key)}; it takes {', '.join((*REQUIRED, *OPTIONAL))}",
                _instead(key),
            )
    for key, example in REQUIRED.items():
        if key not in page.metadata_lines or page.metadata.get(key, REFUSED).strip() in BLANK:
            yield Remark(_line(page, key), f"the front matter does not say {key}:", f"Add {example}")
    changed = page.metadata.get("changed", "").strip()
    if changed not in BLANK and not _is_day(changed):
        yield Remark(
            _line(page, "changed"),
            f"changed: expected a day, found {shown(changed)}",
            "Write it as 2026-11-23",
        )
    grade = page.metadata.get("summary-grade", "").strip()
    if "summary-grade" in page.metadata_lines and not _GRADE.fullmatch(grade):
        yield Remark(
            _line(page, "summary-grade"), f"summary-grade: expected a number, found {shown(grade)}",
            "Write the grade that was measured, as in 8.4, or delete it",
        )  # fmt: skip


def _unreadable(page: Page) -> bool:
    """Whether another rule told that the page, or its front matter, could not be read at all."""
    told = any(problem.rule == "page-markup" for problem in page.problems)
    return not page.readable or (told and not page.metadata_lines)


def _instead(key: str) -> str:
    """The key that was probably meant."""
    meant = did_you_mean(key, REQUIRED)
    return meant if meant.startswith("Did you mean") else "Delete it"


def _line(page: Page, key: str) -> Location:
    return page.at._replace(line=page.metadata_lines.get(key, 1))


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
