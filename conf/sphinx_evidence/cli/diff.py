"""``evidence diff``: what changed in the evidence between two states of it, in words."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN, FAULTY, UsageError, known_day

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from evidence.diff.report import Comparison
    from evidence.vocabulary.vocabulary import Vocabulary
    from sphinx_evidence.build.revisions import Side

HELP = "say in words what changed in the evidence"
DESCRIPTION = (
    "OLD and NEW are evidence.json files, docs folders, or git revisions of the repository around the docs "
    "folder. What is both a path and a revision is taken as the path."
)


def add_arguments(diff: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    diff.description = DESCRIPTION
    diff.add_argument("old", nargs="?", metavar="OLD", help="the evidence before")
    diff.add_argument("new", nargs="?", metavar="NEW", help="the evidence now (default: the docs folder)")
    diff.add_argument("--docs", type=Path, default=Path("docs"), help="docs folder (default: docs)")
    diff.add_argument(
        "--conf", type=Path, help="folder of conf.py and vocabulary.toml (default: beside the docs folder)"
    )
    diff.add_argument("--format", choices=("markdown", "json"), default="markdown")
    diff.add_argument("--output", type=Path, metavar="FILE", help="write there, not to standard output")
    diff.add_argument(
        "--fail-on-weakened", action="store_true", help="exit with 1 where a safeguard was weakened"
    )
    diff.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="append the changes to this record, docs/records/changes.yaml; begins it where there is no OLD",
    )
    diff.add_argument("--date", default="", help="the day of the entry in the record (2026-11-23)")
    diff.add_argument("--title", default="", help="what the entry is called, such as the version")
    diff.add_argument("--schema", action="store_true", help="print the JSON Schema of --format json and stop")


def run(options: argparse.Namespace) -> int:
    """Print or write the changes; fail where asked to and a safeguard was weakened."""
    from evidence.diff.compare import compare
    from evidence.diff.report import comparison, json_schema

    if options.schema:
        print(json.dumps(json_schema(), indent=1, sort_keys=True))
        return CLEAN
    known_day(options.date, "--date")
    if options.record and not options.date:
        raise UsageError("--record needs --date, the day of the entry, such as --date 2026-11-23")
    if options.old is None:
        if not options.record:
            raise UsageError("say what to compare with: evidence diff OLD [NEW]")
        _begin(options)
        return CLEAN
    old, new = (_side(word, options) for word in (options.old, options.new or str(options.docs)))
    changes = compare(old.evidence, new.evidence, _vocabulary(old, new, options))
    record = comparison(changes, (old.name, old.evidence), (new.name, new.evidence))
    _write(_drawn(record, options.format), options.output)
    if options.record:
        _keep(record, options)
    return FAULTY if options.fail_on_weakened and record.weakened else CLEAN


def _begin(options: argparse.Namespace) -> None:
    """Begin the record of changes with the numbers of objects that there are."""
    from evidence.diff.history import begin_record
    from evidence.diff.report import counts

    side = _side(str(options.docs), options)
    with _usable(options.record):
        begin_record(
            options.record, counts(side.evidence), options.date, options.title or "First publication"
        )


def _side(word: str, options: argparse.Namespace) -> Side:
    from sphinx_evidence.build.revisions import RevisionError, read_side

    try:
        side = read_side(word, options.docs, options.conf)
    except RevisionError as error:
        raise UsageError(str(error)) from None
    if side.errors:
        number = len(side.errors)
        print(
            f"evidence: {side.name} has {number} error{'' if number == 1 else 's'} of form; what they "
            f"concern may be missing from the comparison. The first: {side.errors[0]}",
            file=sys.stderr,
        )
    return side


def _vocabulary(old: Side, new: Side, options: argparse.Namespace) -> Vocabulary:
    """The words of the newer side that has any; files have none, so theirs stand beside the docs folder."""
    from evidence.vocabulary.vocabulary import VocabularyError, load_vocabulary, read_vocabulary

    try:
        for side in (new, old):
            if side.vocabulary is not None:
                return read_vocabulary(side.vocabulary, Path(side.name))
        return load_vocabulary((options.conf or options.docs.resolve().parent / "conf") / "vocabulary.toml")
    except VocabularyError as error:
        raise UsageError(f"{error}; say where the words are with --conf") from None


def _drawn(record: Comparison, form: str) -> str:
    from evidence.diff.markdown import to_markdown
    from evidence.diff.report import to_json

    return {"markdown": to_markdown, "json": to_json}[form](record)


def _write(text: str, path: Path | None) -> None:
    from evidence.text.files import write_atomically

    if path is None:
        sys.stdout.write(text)
        return
    try:
        write_atomically(path, text)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None


def _keep(record: Comparison, options: argparse.Namespace) -> None:
    """Append the comparison to the record of changes."""
    from evidence.diff.history import append_entry

    with _usable(options.record):
        append_entry(options.record, record, options.date, options.title or "Changes in the evidence")


@contextmanager
def _usable(path: Path) -> Iterator[None]:
    """Tell in one line why a record could not be written."""
    from evidence.files.records import RecordError

    try:
        yield
    except RecordError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
