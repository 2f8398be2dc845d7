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

from __future__ import annotations

from evidence.model import Handbook, Severity, Statement
from evidence.rules.registry import Remark, Remarks, rule

TO_WRITE = "to-write"
"""The disposition of a statement that no page answers yet."""


@rule("statements", position=9)
def check(statement: Statement, handbook: Handbook) -> Remarks:
    disposition = next((d for d in handbook.vocabulary.disposition if d.id == statement.disposition), None)
    if disposition is None:
        return
    name = f"the statement {statement.id}"
    if disposition.id == TO_WRITE:
        message = f"{name} is still to be answered"
        yield Remark(statement.at, message, "Write the claim and name it", Severity.NOTE)
    if disposition.needs_claims and not (statement.claims or statement.cite or statement.lead_in):
        yield Remark(
            statement.line_of("claims"),
            f"{name} is {disposition.id}, but nothing says so",
            "Add claims: or cite:, or claims: none where it asserts nothing",
        )
    if disposition.needs_reason and not (statement.reason or "").strip():
        yield Remark(
            statement.line_of("reason"),
            f"{name} is {disposition.id} without a reason",
            "Add reason: and say why",
        )
