"""Reading a study file: text, tree, study, and everything that is wrong with it, line by line."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from pydantic import ValidationError

from evidence.files.studies.checks import missing_faults, structure_faults
from evidence.files.studies.fields import content_faults
from evidence.files.studies.messages import field_names, schema_faults
from evidence.model import Allowance, Location, Study
from evidence.problems import MOST_PROBLEMS, Fault, bounded, did_you_mean, nearest_line, problem, shown
from evidence.text.safe_text import LINE_BREAK
from evidence.text.yaml_tree import YamlError, lines, load_tree, long_scalars, places, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Problem
    from evidence.text.yaml_tree import Node, Place, Plain
    from evidence.vocabulary.vocabulary import Vocabulary

RULE = "study-schema"

_ALLOWANCE = re.compile(r"\s*#\s*evidence:(?P<words>.*)")
_ALLOW = re.compile(r"\s*allow\s+(?P<rule>[a-z][a-z-]*)\s+--\s+(?P<reason>\S.*)")


def read_study(raw: bytes, path: str, vocabulary: Vocabulary) -> tuple[Study | None, list[Problem]]:
    """Read one study file.

    The study is there if all fields have their form and their words are known, even where parts do
    not fit together; else None. Any input gives problems, never an exception.
    """
    try:
        tree = load_tree(raw)
    except YamlError as fault:
        return None, [problem(RULE, path, fault.line, fault.message, fault.hint)]
    data = plain(tree)
    if not isinstance(data, dict):
        return None, [problem(RULE, path, tree.line, "expected fields, one a line, as in id: smith-2020")]
    line_of = lines(tree)
    study, faults = _study(data, path, line_of, vocabulary)
    unknown = list(islice(content_faults(data, vocabulary), MOST_PROBLEMS))
    faults += unknown
    faults += missing_faults(data, vocabulary)
    if study:
        faults += structure_faults(study, path, vocabulary)
    problems = [
        problem(RULE, path, nearest_line(fault.steps, line_of), fault.message, fault.hint)
        for fault in dict.fromkeys(faults)
    ]
    return None if unknown else study, bounded(problems)


def _study(
    data: dict[str, Plain], path: str, line_of: dict[str, int], vocabulary: Vocabulary
) -> tuple[Study | None, list[Fault]]:
    """The study, if its fields have the form of the model, and what is wrong where not."""
    reserved = [name for name in ("path", "lines") if name in data]  # the model fills these in
    faults = [
        Fault((name,), f"there is no field {name!r} here", did_you_mean(name, field_names(())))
        for name in reserved
    ]
    fields = {name: value for name, value in data.items() if name not in reserved}
    try:
        study = Study.model_validate({**fields, "path": path, "lines": line_of})
    except ValidationError as error:
        return None, [*faults, *schema_faults(error, vocabulary, MOST_PROBLEMS)]
    return study, faults


def study_allowances(raw: bytes, path: str) -> tuple[list[Allowance], list[Problem]]:
    """The comments ``# evidence: allow RULE -- reason``, each with the lines it covers.

    A comment covers the next key or list item and all that is under it. One that is badly
    written, or that no key follows, is a problem. Of a file that cannot be read there is
    nothing to say here.
    """
    text_lines = LINE_BREAK.split(raw.decode("utf-8-sig", errors="replace"))
    if not any(map(_ALLOWANCE.fullmatch, text_lines)):
        return [], []
    try:
        tree = load_tree(raw)
    except YamlError:
        return [], []
    allowances: list[Allowance] = []
    problems: list[Problem] = []
    following = _places_after(text_lines, tree)
    for line, words in _evidence_comments(text_lines, tree):
        allow = _ALLOW.fullmatch(words)
        covered = following.get(line)
        if allow is None:
            problems.append(
                problem(
                    "allowance",
                    path,
                    line,
                    f"cannot read the allowance {shown(words.strip())}",
                    "Write # evidence: allow RULE -- reason",
                )
            )
        elif covered is None:
            problems.append(
                problem(
                    "allowance",
                    path,
                    line,
                    "no key follows this allowance",
                    "Put it on the line before its key, or delete it",
                )
            )
        else:
            at = Location(path, line)
            allowances.append(
                Allowance(allow["rule"], allow["reason"].strip(), at, covered.line, covered.end)
            )
    return allowances, bounded(problems)


def _evidence_comments(text_lines: list[str], tree: Node) -> Iterator[tuple[int, str]]:
    """Comment lines that speak to the checks; text over several lines holds no comments."""
    inside = {line for scalar in long_scalars(tree) for line in range(scalar.line + 1, scalar.end + 1)}
    for line, text in enumerate(text_lines, start=1):
        comment = _ALLOWANCE.fullmatch(text)
        if comment and line not in inside:
            yield line, comment["words"]


def _places_after(text_lines: list[str], tree: Node) -> dict[int, Place]:
    """For every line the outermost key or item on the next line that is not a comment."""
    outermost: dict[int, Place] = {}
    for place in places(tree):
        outermost.setdefault(place.line, place)
    after: dict[int, Place] = {}
    following: Place | None = None
    for line in range(len(text_lines), 0, -1):
        if following:
            after[line] = following
        if not text_lines[line - 1].lstrip().startswith("#"):
            following = outermost.get(line)
    return after
