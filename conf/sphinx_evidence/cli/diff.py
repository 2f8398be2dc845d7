"""``evidence diff``: what changed in the evidence between two states of it, in words."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN, FAULTY, UsageError, add_docs, known_day, vocabulary_of

if TYPE_CHECKING:
    import argparse

    from evidence.vocabulary.vocabulary import Vocabulary
    from sphinx_evidence.build.revisions import Side

HELP = "say in words what changed in the evidence"
DESCRIPTION = (
    "OLD and NEW are evidence.json files, docs folders, or git revisions of the repository around the docs "
    "folder. What is both a path and a revision is taken as the path."
)


def add_arguments(diff: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    diff.add_argument("old", nargs="?", metavar="OLD", help="the evidence before")
    diff.add_argument("new", nargs="?", metavar="NEW", help="the evidence now (default: the docs folder)")
    add_docs(diff)
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
    from evidence.diff.history import append_entry
    from evidence.diff.markdown import to_markdown
    from evidence.diff.report import comparison, json_schema, to_json

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
    _write(to_json(record) if options.format == "json" else to_markdown(record), options.output)
    if options.record:
        append_entry(options.record, record, options.date, options.title or "Changes in the evidence")
    return FAULTY if options.fail_on_weakened and record.weakened else CLEAN


def _begin(options: argparse.Namespace) -> None:
    """Begin the record of changes with the numbers of objects that there are."""
    from evidence.diff.history import begin_record
    from evidence.diff.report import counts

    side = _side(str(options.docs), options)
    title = options.title or "First publication"
    begin_record(options.record, counts(side.evidence), options.date, title)


def _side(word: str, options: argparse.Namespace) -> Side:
    from sphinx_evidence.build.revisions import read_side

    side = read_side(word, options.docs, options.conf)
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
    from evidence.vocabulary.vocabulary import VocabularyError, read_vocabulary

    try:
        for side in (new, old):
            if side.vocabulary is not None:
                return read_vocabulary(side.vocabulary, Path(side.name))
        return vocabulary_of(options)
    except VocabularyError as error:
        raise UsageError(f"{error}; say where the words are with --conf") from None


def _write(text: str, path: Path | None) -> None:
    from evidence.text.files import write_atomically

    if path is None:
        sys.stdout.write(text)
    else:
        write_atomically(path, text)
