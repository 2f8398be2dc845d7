"""Judging a handbook: the rules are run, and allowances silence their problems."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from evidence.model import Allowance, Handbook, Problem
from evidence.rules.registry import RULES, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


def judge(
    handbook: Handbook, only: Collection[str] | None = None, paths: Collection[str] = ()
) -> list[Problem]:
    """All problems of a handbook, or those of some rules or files, less what allowances silence.

    Rules that judge built pages are not run here. An allowance of a rule that ran and found nothing to
    silence is a problem of the rule ``allowance``.
    """
    chosen = RULES if only is None else {*only, "allowance"}
    rules = [rule for rule in RULES.values() if rule.id in chosen and not rule.rendered]
    problems = chain.from_iterable(rule.problems(handbook, paths) for rule in rules)
    pages = (page for page in handbook.pages if not paths or page.path in paths)
    allowances = [allowance for page in pages for allowance in page.allowances]
    remaining, used = _apply(allowances, sorted_problems(problems))
    if "allowance" in RULES:
        ran = {rule.id for rule in rules} - {"allowance"}
        unused = [allowance for allowance in allowances if allowance.rule in ran and allowance not in used]
        remaining += _needless(unused, RULES["allowance"])
    return [p for p in sorted_problems(remaining) if only is None or p.rule in only]


def _apply(
    allowances: Iterable[Allowance], problems: Iterable[Problem]
) -> tuple[list[Problem], set[Allowance]]:
    """The problems that no allowance silences, and the allowances that silence one."""
    by_path: defaultdict[str, list[Allowance]] = defaultdict(list)
    for allowance in allowances:
        by_path[allowance.at.path].append(allowance)
    remaining: list[Problem] = []
    used: set[Allowance] = set()
    for problem in problems:
        covering = [allowance for allowance in by_path[problem.path] if allowance.covers(problem)]
        if covering and problem.rule != "allowance":
            used.update(covering)
        else:
            remaining.append(problem)
    return remaining, used


def _needless(unused: Iterable[Allowance], rule: Rule) -> Iterator[Problem]:
    for allowance in unused:
        message = f"the allowance of {allowance.rule} silences nothing."
        yield Problem(rule.id, rule.severity, *allowance.at, message, "Delete it.")


def rules_by_file(handbook: Handbook) -> dict[str, list[Rule]]:
    """For each file, by its path, the rules that have something to judge in it."""
    rules: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        if not rule.rendered:
            for path in {item.at.path for item in rule.objects(handbook)}:
                rules.setdefault(path, []).append(rule)
    return rules


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Problems without repeats, in the order of path, line, rule and message."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.rule, p.message, p.hint))
