"""Writing stamps into records/reviews.yaml, so that all else in the file stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from evidence.files.records import RecordError
from evidence.files.records.reviews import read_reviews
from evidence.text.files import write_atomically
from evidence.text.yaml_tree import Mapping, YamlError, load_tree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from evidence.model import Review, Stamp

_HEAD = "# Who reviewed which claim, and its state on that day. Written by evidence review.\n"


def write_reviews(path: Path, reviews: Iterable[Review]) -> None:
    """Add reviews to the record; each replaces the one that its claim has.

    Comments and the order of the other claims stay. Raises RecordError and OSError.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else _HEAD
    except UnicodeDecodeError:
        raise RecordError(f"{path}: this is not UTF-8") from None
    for review in reviews:
        text = _with(text, review, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text)


def _with(text: str, review: Review, path: Path) -> str:
    """The text of the record with one review in it."""
    tree = _tree(text, path)
    before = _contents(text, path) if tree.values else {}
    written = _replaced(text, tree, review)
    expected = before | {review.claim: (review.by, review.role, review.date, review.stamp)}
    if _contents(written, path) != expected:
        raise RecordError(
            f"{path}: the review of {review.claim} cannot be written; put each claim on lines of its own"
        )
    return written


def _contents(text: str, path: Path) -> dict[str, tuple[str, str, str, Stamp]]:
    """What the record says of each claim."""
    record, problems = read_reviews(text.encode(), str(path))
    if problems:
        raise RecordError(str(problems[0]))
    return {review.claim: (review.by, review.role, review.date, review.stamp) for review in record.reviews}


def _replaced(text: str, tree: Mapping, review: Review) -> str:
    lines, block = text.splitlines(), _block(review)
    if review.claim in tree.values:
        first, last = tree.key_lines[review.claim] - 1, tree.values[review.claim].end
        comments = [line for line in lines[first:last] if line.lstrip().startswith("#")]
        return "\n".join([*lines[:first], *comments, *block, *lines[last:]]) + "\n"
    kept = lines if tree.values else [line for line in lines if _is_comment(line)]
    while kept and not kept[-1].strip():
        kept.pop()
    return "\n".join([*kept, *block]) + "\n"


def _is_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _tree(text: str, path: Path) -> Mapping:
    """The record as a tree; empty where there are only comments."""
    if all(map(_is_comment, text.splitlines())):
        return Mapping(1, 1)
    try:
        tree = load_tree(text)
    except YamlError as fault:
        raise RecordError(f"{path}:{fault.line}: {fault.message}. {fault.hint}".strip()) from None
    if not isinstance(tree, Mapping):
        raise RecordError(f"{path}: expected claims by their ids")
    return tree


def _block(review: Review) -> list[str]:
    fields = {
        "by": review.by,
        "role": review.role,
        "date": review.date,
        "certainty": review.stamp.certainty,
        "text": review.stamp.text,
        "tags": review.stamp.tags,
        "studies": dict(review.stamp.studies),
    }
    text = yaml.safe_dump({review.claim: fields}, allow_unicode=True, sort_keys=False, width=1_000_000)
    return text.splitlines()
