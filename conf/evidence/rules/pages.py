"""Rules of pages: they can be read, false alarms are few and explained, the article is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model import Severity
from evidence.problems import did_you_mean
from evidence.rules.registry import RULES, Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Handbook, Page, Statement

TO_WRITE = "to-write"
"""The disposition of a statement that no page answers yet."""


@rule(group="pages", each="pages", scope="document")
def page_readable(_page: Page, _handbook: Handbook) -> Iterator[Remark]:
    """A page is text in UTF-8, without null bytes, of at most a megabyte, and all its lines end alike.

    Judged while the file is read; the other pages are still built. Lines of a study file end alike, too:
    programs count the lines of a mixed file differently. A file that is not text cannot be shown here as
    an example.
    """
    return iter(())


@rule(group="pages", each="pages", scope="document")
def page_markup(_page: Page, _handbook: Handbook) -> Iterator[Remark]:
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
    return iter(())


@rule(group="pages", each="pages", of_page="allowances")
def allowance(page: Page, _handbook: Handbook) -> Iterator[Remark]:
    """A false alarm is silenced in place, with a known rule, a reason, and only where there is one.

    ``% evidence: allow RULE -- reason`` covers the next block of a page; in a study file the same
    comment with ``#`` covers the next key. All are listed on a page of the handbook. An allowance
    that silences nothing is told too, so that none outlives its cause.

    Bad (page):

        # Example

        % evidence: allow study-unused -- nothing to silence here

        A sentence.

    Good (page):

        # Example

        % evidence: allow caveat-unused -- shows how a caveat is defined

        :::{caveat} an-example
        :title: An example
        :summary: Carried by nothing.

        Text.
        :::
    """
    for found in page.allowances:
        if found.rule == "allowance":
            yield Remark(found.at, "an allowance cannot silence the rule on allowances", "Delete it")
        elif found.rule not in RULES:
            yield Remark(found.at, f"there is no rule {found.rule!r}", did_you_mean(found.rule, RULES))
        if not found.reason.strip():
            yield Remark(
                found.at,
                "the allowance has no reason",
                f"Write % evidence: allow {found.rule} -- and why this is a false alarm",
            )


@rule(group="pages", each="statements")
def statement_covered(statement: Statement, handbook: Handbook) -> Iterator[Remark]:
    """Every statement of the source article is kept, qualified, corrected or dropped.

    What is kept, qualified or corrected names the claims or sources that now say it (``claims:
    none`` for a lead-in that asserts nothing); all but what is kept has a reason. A statement
    that is still to be written is noted. Its words and their form are judged while the file is read.

    Bad (statements):

        - id: S01
          section: Introduction
          text: Magnesium keeps vessels free of calcium.
          disposition: corrected

    Good (statements):

        - id: S01
          section: Introduction
          text: Magnesium keeps vessels free of calcium.
          disposition: dropped
          claims: none
          reason: No study that we read says so.
    """
    disposition = next((d for d in handbook.vocabulary.disposition if d.id == statement.disposition), None)
    what = f"the statement {statement.id}"
    if disposition is None:
        return
    if disposition.id == TO_WRITE:
        yield Remark(
            statement.at, f"{what} is still to be answered", "Write the claim and name it", Severity.NOTE
        )
    if disposition.needs_claims and not (statement.claims or statement.cite or statement.lead_in):
        yield Remark(
            statement.line_of("claims"),
            f"{what} is {disposition.id}, but nothing says so",
            "Add claims: or cite:, or claims: none where it asserts nothing",
        )
    if disposition.needs_reason and not (statement.reason or "").strip():
        yield Remark(
            statement.line_of("reason"),
            f"{what} is {disposition.id} without a reason",
            "Add reason: and say why",
        )
