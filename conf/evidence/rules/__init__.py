"""The rules: importing this package registers all of them; :func:`judge` runs them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from evidence.model import Problem
from evidence.rules import (
    abbreviations,
    cards,
    caveats,
    certainty,
    citations,
    claims,
    forbidden,
    ids,
    links,
    metadata,
    numbers,
    pages,
    population,
    restatements,
    retractions,
    reviews,
    statistics,
    studies,
    units,
    unverified,
    verdicts,
    wording,
    words,
)
from evidence.rules.registry import RULES, Example, Remark, Rule, applying, by_place, in_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from evidence.model import Allowance, Handbook

__all__ = ["RULES", "Example", "Remark", "Rule", "applying", "by_place", "in_order", "judge", "judge_files"]

_MODULES = (
    claims,
    certainty,
    population,
    ids,
    restatements,
    caveats,
    cards,
    studies,
    unverified,
    verdicts,
    wording,
    words,
    numbers,
    units,
    statistics,
    citations,
    retractions,
    pages,
    links,
    metadata,
    abbreviations,
    forbidden,
    reviews,
)
"""Imported for what they register."""


def judge_files(handbook: Handbook, paths: Collection[str] = ()) -> tuple[Problem, ...]:
    """What rules find that look at a file and at what it names, in all files or some, allowed or not."""
    judging = (rule for rule in RULES.values() if rule.stands_by_file)
    return tuple(problem for rule in judging for problem in rule.judged(handbook, paths))


def judge(
    handbook: Handbook,
    only: Collection[str] | None = None,
    paths: Collection[str] = (),
    in_files: Iterable[Problem] | None = None,
) -> list[Problem]:
    """All problems of a handbook, or those of some rules or files, less what allowances silence.

    ``in_files`` is what :func:`judge_files` found, where that is known. Rules that judge built pages are
    not run here. An allowance of a rule that ran and found nothing to silence is a problem of the rule
    ``allowance``.
    """
    chosen = [r for r in RULES.values() if only is None or r.id in only or r.id == "allowance"]
    running = [rule for rule in chosen if rule.scope != "rendered"]
    known = in_files is not None
    found_by = (
        rule.reported(handbook, paths) if known and rule.stands_by_file else rule.problems(handbook, paths)
        for rule in running
    )
    found = by_place(chain(in_files or (), *found_by))
    judged = (page for page in handbook.pages if not paths or page.path in paths)
    allowances = [allowance for page in judged for allowance in page.allowances]
    by_path: dict[str, list[Allowance]] = {}
    for allowance in allowances:
        by_path.setdefault(allowance.at.path, []).append(allowance)
    kept: list[Problem] = []
    used: set[Allowance] = set()
    for problem in found:
        covering = [a for a in by_path.get(problem.path, ()) if a.covers(problem)]
        if covering and problem.rule != "allowance":
            used.update(covering)
        else:
            kept.append(problem)
    ran = {rule.id for rule in running} - {"allowance"}
    if "allowance" in RULES:
        kept += _needless(a for a in allowances if a.rule in ran and a not in used)
    return [p for p in by_place(kept) if only is None or p.rule in only]


def _needless(allowances: Iterator[Allowance]) -> Iterator[Problem]:
    rule = RULES["allowance"]
    for allowance in allowances:
        yield Problem(
            rule.id,
            rule.severity,
            allowance.at.path,
            allowance.at.line,
            f"the allowance of {allowance.rule} silences nothing.",
            "Delete it.",
        )
