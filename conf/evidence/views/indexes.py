"""The views that list everything of a kind under headings: claims by study type, rules, changes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from evidence.model.changes import SUBJECTS, Kind
from evidence.text.dates import date_words
from evidence.views.elements import (
    History,
    HistoryPart,
    Index,
    Line,
    Link,
    RuleGroup,
    RulePage,
    RulePages,
    Strong,
    View,
    simple_table,
)
from evidence.views.phrases import joined
from evidence.views.view_registry import view

if TYPE_CHECKING:
    from evidence.model import ChangeEntry, Claim, Handbook, RecordedChange
    from evidence.rules.registry import Rule


@view
def claim_index(handbook: Handbook) -> View:
    """Every claim under each of its study types and outcomes, named by its sources."""
    parts = []
    for kind in handbook.vocabulary.study_type:
        claims = [claim for claim in handbook.claims if kind.id in claim.study_types]
        rows = [
            (outcome.label, _claim_links([c for c in claims if outcome.id in c.outcomes], handbook))
            for outcome in handbook.vocabulary.outcome
            if any(outcome.id in claim.outcomes for claim in claims)
        ]
        without = [claim for claim in claims if not claim.outcomes]
        if without:
            rows.append((_NO_OUTCOME, _claim_links(without, handbook)))
        if rows:
            table = simple_table("claim-index", ("Outcome", "Claims, by their sources"), rows)
            parts.append((f"claims-{kind.id}", kind.label, table))
    return Index(tuple(parts))


_NO_OUTCOME = "No outcome of a study"


def _claim_links(claims: list[Claim], handbook: Handbook) -> Line:
    return joined(tuple(Link("claim", claim.id, _source_names(claim, handbook)) for claim in claims), " · ")


def _source_names(claim: Claim, handbook: Handbook) -> str:
    names = [
        handbook.entry_by_key[key].short if key in handbook.entry_by_key else key
        for key in (*claim.studies, *claim.cite)
    ]
    return ", ".join(names) or claim.id.replace("-", " ")


_EXAMPLE_FILES = {
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
            RuleGroup(group, tuple(_rule_page(rule) for rule in of_group))
            for group, of_group in groupby(RULES.values(), key=lambda rule: rule.group)
        )
    )


def _rule_page(rule: Rule) -> RulePage:
    examples = tuple(
        (f"{'Good' if example.good else 'Bad'}, {_EXAMPLE_FILES[example.file]}:", example.text)
        for example in rule.examples
    )
    return RulePage(rule.id, rule.severity.value, rule.explanation, examples)


_LINKED = frozenset({"claim", "study", "caveat", "card", "finding"})


@view
def change_history(handbook: Handbook) -> View:
    """Every entry, the newest first."""
    seen: dict[str, int] = {}
    parts = []
    for entry in handbook.history:
        seen[entry.date] = number = seen.get(entry.date, 0) + 1
        anchor = f"changes-{entry.date}" + (f"-{number}" if number > 1 else "")
        parts.append(_history_part(entry, anchor))
    return History(tuple(reversed(parts)))


def _history_part(entry: ChangeEntry, anchor: str) -> HistoryPart:
    counts = ", ".join(f"{number} {name}" for name, number in entry.counts.items())
    weakened = sum(change.weakens for change in entry.changes)
    lines = [f"The evidence then: {counts}."]
    if entry.changes:
        number = len(entry.changes)
        safeguards = f"safeguards weakened: {weakened}" if weakened else "no safeguard was weakened"
        lines.append(f"{number} change{'' if number == 1 else 's'} in the evidence; {safeguards}.")
    groups = tuple(
        (Kind(kind).heading, tuple(map(_change_line, changes)))
        for kind, changes in groupby(entry.changes, key=lambda change: change.kind)
    )
    return HistoryPart(anchor, f"{date_words(entry.date)}: {entry.title}", tuple(lines), groups)


def _change_line(change: RecordedChange) -> Line:
    about = f"{SUBJECTS[change.about]} {change.id}"
    target = Link(change.about, change.id, about) if change.about in _LINKED else about
    texts = ((" Before: ", change.before), (" After: ", change.after))
    what = f": {change.what}" + "".join(f"{when}{text}." for when, text in texts if text)
    mark: Line = (Strong("Safeguard weakened."), " ") if change.weakens else ()
    return (*mark, target, what)
