"""Directives are closed, stand where they may, and have only options that they know.

Judged while the page is read.

Bad (page):

    # Example

    :::{claim} a-misspelt-option
    :study-types: cohort

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::

Good (page):

    # Example

    :::{claim} a-known-option
    :study-type: cohort

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::
"""

from __future__ import annotations

from evidence.rules.registry import Remarks, rule


@rule("pages", position=7)
def check(_page: object, _handbook: object) -> Remarks:
    return iter(())
