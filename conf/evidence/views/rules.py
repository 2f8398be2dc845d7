"""The documentation of the rules as readers see it: what must hold, with bad and good examples."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from evidence.views.elements import RuleGroup, RulePage, RulePages, View
from evidence.views.registry import view

if TYPE_CHECKING:
    from evidence.model import Handbook
    from evidence.rules.registry import Rule

_FILES = {
    "page": "in a page",
    "study": "in a study file",
    "statements": "in statements.yaml",
    "bibliography": "in references.bib",
    "retractions": "in records/retractions.yaml",
    "reviews": "in records/reviews.yaml",
    "html": "in a built page",
}


@view
def rule_pages(_handbook: Handbook) -> View:
    """Every rule, group by group."""
    from evidence.rules import RULES

    return RulePages(
        tuple(
            RuleGroup(group, tuple(_page(rule) for rule in of_group))
            for group, of_group in groupby(RULES.values(), key=lambda rule: rule.group)
        )
    )


def _page(rule: Rule) -> RulePage:
    examples = tuple(
        (f"{'Good' if example.good else 'Bad'}, {_FILES[example.file]}:", example.text)
        for example in rule.examples
    )
    return RulePage(rule.id, rule.severity.value, rule.explanation, examples)
