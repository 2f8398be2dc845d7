"""The command ``evidence``: check and export a handbook, and label sentences, from the terminal.

Starting it imports no Sphinx; each command imports what it needs.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from .commands import intake, upkeep
from .intake.problem import NotTakenIn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .model import Problem
    from .reading import Reading

CLEAN, FAULTY, MISUSED = 0, 1, 2
"""Exit codes: no error; at least one error; the command was used wrongly."""


class _Misuse(Exception):  # noqa: N818  (a message for people)
    """The command cannot do what was asked; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        run: int = options.run(options)
    except (_Misuse, NotTakenIn, upkeep.CannotAsk) as error:
        print(f"evidence: {error}", file=sys.stderr)
        return MISUSED
    except BrokenPipeError:
        return FAULTY
    return run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="evidence", description="Check and export an evidence handbook.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="judge pages and study files by every rule")
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        default=[Path("docs")],
        metavar="PATH",
        help="a docs folder, or files in one (default: docs)",
    )
    check.add_argument("--conf", type=Path, help="folder of conf.py (default: conf beside the docs folder)")
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
    check.set_defaults(run=_check)

    strength = commands.add_parser(
        "strength",
        help="label sentences by how strongly they claim something",
        description='Read {"id", "text"} lines, write {"id", "label"} lines: '
        "0 no claim, 1 a link, 2 a condition, 3 a direct statement.",
    )
    strength.add_argument("file", nargs="?", type=Path, metavar="FILE.jsonl", help="default: standard input")
    strength.set_defaults(run=_strength)

    export = commands.add_parser("export", help="write evidence.json, claims.csv and studies.csv")
    export.add_argument(
        "docs", nargs="?", type=Path, default=Path("docs"), help="docs folder (default: docs)"
    )
    export.add_argument("folder", nargs="?", type=Path, help="where to (default: build/export beside docs)")
    export.add_argument("--conf", type=Path, help="folder of conf.py (default: conf beside the docs folder)")
    export.set_defaults(run=_export)

    new_study = commands.add_parser(
        "new-study", help="begin a study file and its bibliography entry from a record"
    )
    intake.add_new_study(new_study)
    new_study.set_defaults(run=intake.new_study)

    new_claim = commands.add_parser("new-claim", help="begin a claim in a page from its studies")
    intake.add_new_claim(new_claim)
    new_claim.set_defaults(run=intake.new_claim)

    for name, summary, add, run in (
        ("retractions", "ask whether sources were retracted", upkeep.add_retractions, upkeep.retractions),
        ("links", "judge the external links that linkcheck looked at", upkeep.add_links, upkeep.links),
        ("watch", "run the stored searches for new studies", upkeep.add_watch, upkeep.watch),
    ):
        command = commands.add_parser(name, help=summary)
        add(command)
        command.set_defaults(run=run)

    schema = commands.add_parser("schema", help="write the JSON Schema of study files, for editors")
    schema.add_argument("conf", nargs="?", type=Path, default=Path("conf"), help="folder of vocabulary.toml")
    schema.set_defaults(run=_schema)
    return parser


def _check(options: argparse.Namespace) -> int:
    if options.list_rules or options.explain:
        return _show_rules(options.explain)
    docs = docs_folder(options.paths)
    wanted = _wanted(options.paths, docs)
    _known_rules(options.rule)
    _judged_here(options.rule)
    _known_day(options.today)
    reading = read(docs, options.conf, options.today)
    problems = [
        problem
        for problem in reading.problems
        if (not options.rule or problem.rule in options.rule) and (not wanted or problem.path in wanted)
    ]
    _print(problems, options.format, reading)
    failing = {"error", "warning"} if options.strict else {"error"}
    return FAULTY if any(problem.severity in failing for problem in problems) else CLEAN


def docs_folder(paths: Sequence[Path]) -> Path:
    """The docs folder of the paths: the folder itself, or the one that holds index.md above a file."""
    folders = set()
    for path in paths:
        if not path.exists():
            raise _Misuse(f"{path}: there is no such file or folder")
        start = path.resolve() if path.is_dir() else path.resolve().parent
        found = next(
            (
                f
                for f in (start, *start.parents)
                if (f / "index.md").is_file() and not (f.parent / "index.md").is_file()
            ),
            None,
        )
        if found is None:
            raise _Misuse(f"{path}: no folder above it holds an index.md, so it is no handbook page")
        folders.add(found)
    if len(folders) > 1:
        raise _Misuse("the paths belong to different handbooks; check them one by one")
    return folders.pop()


def _wanted(paths: Sequence[Path], docs: Path) -> set[str]:
    """The files to report on, as problems name them; empty for the whole handbook."""
    if any(path.resolve() == docs for path in paths):
        return set()
    wanted: set[str] = set()
    for path in paths:
        files = path.resolve().rglob("*") if path.is_dir() else [path.resolve()]
        wanted.update(file.relative_to(docs.parent).as_posix() for file in files)
    return wanted


def read(docs: Path, conf: Path | None, today: str = "") -> Reading:
    """The handbook as read, with the cache of the command line; told as misuse where it cannot be."""
    from .reading import UnusableHandbook, read_handbook

    cache = docs.parent / "build" / "check"
    try:
        return read_handbook(docs, conf or docs.parent / "conf", cache, today)
    except UnusableHandbook as error:
        raise _Misuse(str(error)) from None
    except OSError as error:
        raise _Misuse(f"{error.filename or cache}: {error.strerror or error}") from None


def _known_rules(names: Sequence[str]) -> None:
    import difflib

    from .rules import RULES

    for name in names:
        if name not in RULES:
            close = difflib.get_close_matches(name, RULES, n=1)
            raise _Misuse(f"there is no rule {name}" + (f"; did you mean {close[0]}?" if close else ""))


def _judged_here(names: Sequence[str]) -> None:
    """Refuse rules that judge built pages: they would seem to have found nothing."""
    from .rules import RULES

    for name in names:
        if RULES[name].scope == "rendered":
            raise _Misuse(f"{name} judges built pages; it runs in make test")


def _known_day(text: str) -> None:
    """Refuse what is no date; no check reads the clock."""
    from .retraction_file import day

    if text and day(text) is None:
        raise _Misuse(f"--today: {text!r} is no date; write it like 2026-11-23")


def _show_rules(name: str | None) -> int:
    from .rules import RULES, in_order

    if name:
        _known_rules([name])
        print(f"{name} ({RULES[name].severity})\n\n{RULES[name].documentation}")
        return CLEAN
    for rule in in_order():
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
    words = f"{problem.message} {problem.suggestion}".strip()

    def escaped(text: str, more: str = "") -> str:
        for character in "%\r\n" + more:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    return (
        f"::{level} file={escaped(problem.path, ':,')},line={problem.line},"
        f"title={escaped(problem.rule, ':,')}::{escaped(words)}"
    )


def _export(options: argparse.Namespace) -> int:
    from .export import write_export

    docs = docs_folder([options.docs])
    folder = options.folder or docs.parent / "build" / "export"
    reading = read(docs, options.conf)
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    for problem in errors:
        print(problem, file=sys.stderr)
    if errors:
        print("evidence: nothing was exported; mend the errors first", file=sys.stderr)
        return FAULTY
    for path in write_export(reading.handbook, folder):
        print(path)
    return CLEAN


def _schema(options: argparse.Namespace) -> int:
    from .export import write_whole
    from .study_json_schema import SCHEMA_NAME, schema_text
    from .vocabulary import VocabularyError, load_vocabulary

    try:
        text = schema_text(load_vocabulary(options.conf / "vocabulary.toml"))
        write_whole(options.conf / SCHEMA_NAME, text)
    except (VocabularyError, OSError) as error:
        raise _Misuse(str(error)) from None
    print(options.conf / SCHEMA_NAME)
    return CLEAN


def _strength(options: argparse.Namespace) -> int:
    from .labels import Fault, labels

    name = str(options.file or "standard input")
    try:
        lines = options.file.open("rb") if options.file else sys.stdin.buffer
    except OSError as error:
        raise _Misuse(f"{name}: {error.strerror or error}") from None
    code = CLEAN
    with lines:
        try:
            for label in labels(lines):
                if isinstance(label, Fault):
                    print(f"{name}:{label.line}: {label.message}", file=sys.stderr)
                    code = MISUSED
                else:
                    print(json.dumps(label._asdict(), ensure_ascii=False))
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise _Misuse(f"{name}: {error.strerror or error}") from None
    return code


if __name__ == "__main__":
    sys.exit(main())
