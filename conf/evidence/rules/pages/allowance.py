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

from __future__ import annotations

from evidence.model import Handbook, Page
from evidence.problems import did_you_mean
from evidence.rules.registry import RULES, Remark, Remarks, rule


@rule("pages", of_page=("allowances",), position=8)
def check(page: Page, _handbook: Handbook) -> Remarks:
    for allowed in page.allowances:
        if allowed.rule == "allowance":
            yield Remark(allowed.at, "an allowance cannot silence the rule on allowances", "Delete it")
        elif allowed.rule not in RULES:
            yield Remark(allowed.at, f"there is no rule {allowed.rule!r}", did_you_mean(allowed.rule, RULES))
        if not allowed.reason.strip():
            yield Remark(
                allowed.at,
                "the allowance has no reason",
                f"Write % evidence: allow {allowed.rule} -- and why this is a false alarm",
            )
