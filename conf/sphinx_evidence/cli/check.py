"""``evidence check``: judge pages and study files by every rule."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.text.annotations import workflow_command
from sphinx_evidence.cli.common import CLEAN, FAULTY, UsageError, add_conf, docs_folder, known_day, read

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from evidence.model import Problem
    from sphinx_evidence.build.read_handbook import Reading

HELP = "judge pages and study files by every rule"


def add_arguments(check: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        default=[Path("docs")],
        metavar="PATH",
        help="a docs folder, or files in one (default: docs)",
    )
    add_conf(check)
    check.add_argument("--format", choices=("text", "github", "json"), default="text")
    check.add_argument("--strict", action="store_true", help="warnings fail, too")
    check.add_argument(
        "--rule", action="append", default=[], metavar="RULE", help="only this rule (again for more)"
    )
    check.add_argument(
        "--today", default="", metavar="DATE", help="judge dates, too, as on this day (2026-11-23)"
    )
    check.add_argument("--list-rules", action="store_true", help="list all rules and stop")
    check.add_argument("--explain", metavar="RULE", help="show a rule's documentation and stop")


def run(options: argparse.Namespace) -> int:
    """Print every problem; fail on errors, and on warnings where strict."""
    if options.list_rules or options.explain:
        return _show_rules(options.explain)
    docs = docs_folder(options.paths)
    wanted = _wanted(options.paths, docs)
    _check_rules(options.rule)
    known_day(options.today)
    reading = read(docs, options.conf, options.today, wanted)
    problems = [problem for problem in reading.problems if not options.rule or problem.rule in options.rule]
    _print(problems, options.format, reading)
    failing = {"error", "warning"} if options.strict else {"error"}
    return FAULTY if any(problem.severity in failing for problem in problems) else CLEAN


def _wanted(paths: Sequence[Path], docs: Path) -> set[str]:
    """The files to report on, as problems name them; empty for the whole handbook."""
    if any(path.resolve() == docs for path in paths):
        return set()
    wanted: set[str] = set()
    for path in paths:
        files = path.resolve().rglob("*") if path.is_dir() else [path.resolve()]
        wanted.update(file.relative_to(docs.parent).as_posix() for file in files)
    return wanted


def _check_rules(names: Sequence[str], *, listed_only: bool = False) -> None:
    """Refuse unknown rules, and those that judge built pages: they would seem to have found nothing."""
    import difflib

    from evidence.rules import RULES

    for name in names:
        if name not in RULES:
            close = difflib.get_close_matches(name, RULES, n=1)
            raise UsageError(f"there is no rule {name}" + (f"; did you mean {close[0]}?" if close else ""))
        if RULES[name].rendered and not listed_only:
            raise UsageError(f"{name} judges built pages; it runs in make test")


def _show_rules(name: str | None) -> int:
    from evidence.rules import RULES

    if name:
        _check_rules([name], listed_only=True)
        print(f"{name} ({RULES[name].severity})\n\n{RULES[name].documentation}")
        return CLEAN
    for rule in RULES.values():
        print(f"{rule.id} ({rule.severity}): {rule.summary}")
    return CLEAN


_COLOURS = {"error": "31", "warning": "33", "note": "36"}


def _print(problems: Sequence[Problem], form: str, reading: Reading) -> None:
    if form == "json":
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=1))
        return
    for problem in problems:
        print(_annotation(problem) if form == "github" else _line(problem))
    counts = {level: sum(p.severity == level for p in problems) for level in ("error", "warning", "note")}
    handbook = reading.handbook
    print(
        f"{len(handbook.claims)} claims, {len(handbook.studies)} studies: "
        + ", ".join(f"{number} {level}{'' if number == 1 else 's'}" for level, number in counts.items()),
        file=sys.stderr if form == "github" else sys.stdout,
    )


def _line(problem: Problem) -> str:
    if not sys.stdout.isatty():
        return str(problem)
    colour = _COLOURS[problem.severity]
    return str(problem).replace(f" {problem.severity}:", f" \033[{colour}m{problem.severity}\033[0m:", 1)


def _annotation(problem: Problem) -> str:
    """A workflow command of the forge: shown on the changed line of a pull request."""
    level = "notice" if problem.severity == "note" else problem.severity.value
    words = f"{problem.message} {problem.hint}".strip()
    return workflow_command(level, problem.path, problem.line, problem.rule, words)
