"""Reading statements.yaml: what became of every statement of the source article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.model import ID_PATTERN, Location, Statement
from evidence.problems import bounded, did_you_mean, problem, shown
from evidence.text.yaml_tree import Mapping, Scalar, Sequence, YamlError, load_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Problem
    from evidence.text.yaml_tree import Node
    from evidence.vocabulary.vocabulary import Vocabulary

RULE = "statement-covered"
REQUIRED = ("id", "section", "text", "disposition")
LISTS = ("claims", "cite")
KEYS = (*REQUIRED, *LISTS, "reason")
LEAD_IN = "none"
"""Written as ``claims: none`` where a statement asserts nothing by itself."""

_STATEMENT_ID = re.compile(r"S[0-9]{2,4}", re.ASCII)

_Found = tuple[int, str, str]
"""A line, what is wrong there, and how to mend it."""


def read_statements(raw: bytes, path: str, vocabulary: Vocabulary) -> tuple[list[Statement], list[Problem]]:
    """Read statements.yaml: a list of statements, in the order of the article.

    A statement that is not well formed is left out; every fault is a problem at its line.
    Whether its claims exist is judged elsewhere. Any input gives problems, never an exception.
    """
    try:
        tree = load_tree(raw)
    except YamlError as fault:
        return [], [problem(RULE, path, fault.line, fault.message, fault.hint)]
    if not isinstance(tree, Sequence):
        return [], [
            problem(RULE, path, tree.line, "expected a list of statements", "Begin each with - id: S01")
        ]
    statements: list[Statement] = []
    problems: list[Problem] = []
    first_lines: dict[str, int] = {}
    for item in tree.items:
        found = list(_faults(item, vocabulary))
        if not found and isinstance(item, Mapping):
            statement = _statement(item, path)
            first = first_lines.get(statement.id)
            if first:
                line = statement.line_of("id").line
                found.append((line, f"{statement.id} stands twice, first on line {first}", "Renumber one"))
            first_lines.setdefault(statement.id, statement.at.line)
            statements.append(statement)
        problems += [problem(RULE, path, *fault) for fault in found]
    return statements, bounded(problems)


def _faults(item: Node, vocabulary: Vocabulary) -> Iterator[_Found]:
    """What is wrong with the form of one statement."""
    if not isinstance(item, Mapping):
        yield item.line, "expected a statement with id:, section:, text: and disposition:", ""
        return
    for key in REQUIRED:
        if key not in item.values:
            yield item.line, f"the field {key}: is missing", f"A statement has {', '.join(REQUIRED)}"
    for key, value in item.values.items():
        line = item.key_lines[key]
        if key not in KEYS:
            yield line, f"there is no field {shown(key)} here", did_you_mean(key, KEYS)
        elif key in LISTS:
            yield from _list_faults(key, value, line)
        elif not isinstance(value, Scalar) or not value.text.strip():
            yield line, f"{key}: expected words", "Write them on one line, in quotes if need be"
        elif key == "id" and not _STATEMENT_ID.fullmatch(value.text):
            yield line, f"id: expected S and its number, such as S01, found {shown(value.text)}", ""
        elif key == "disposition" and not vocabulary.knows("disposition", value.text):
            known = vocabulary.ids("disposition")
            yield line, f"unknown word {shown(value.text)} for disposition", did_you_mean(value.text, known)


def _list_faults(key: str, value: Node, line: int) -> Iterator[_Found]:
    """Claims and sources are lists of ids; claims may be the word for a lead-in."""
    if isinstance(value, Scalar) and key == "claims" and value.text == LEAD_IN:
        return
    if not isinstance(value, Sequence):
        yield line, f"{key}: expected a list", f"Write {key}: [one-id, other-id]"
        return
    for entry in value.items:
        if not isinstance(entry, Scalar) or not ID_PATTERN.fullmatch(entry.text):
            found = shown(entry.text) if isinstance(entry, Scalar) else "something else"
            yield entry.line, f"{key}: expected an id, found {found}", ""


def _statement(item: Mapping, path: str) -> Statement:
    """The statement in a well-formed item."""
    texts = {key: value.text for key, value in item.values.items() if isinstance(value, Scalar)}
    lists = {
        key: tuple(entry.text for entry in value.items if isinstance(entry, Scalar))
        for key, value in item.values.items()
        if isinstance(value, Sequence)
    }
    return Statement(
        id=texts["id"],
        section=texts["section"],
        text=texts["text"],
        disposition=texts["disposition"],
        claims=lists.get("claims", ()),
        cite=lists.get("cite", ()),
        reason=texts.get("reason"),
        at=Location(path, item.line),
        lines=item.key_lines,
        lead_in=texts.get("claims") == LEAD_IN,
    )
