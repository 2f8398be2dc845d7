"""Study files in one form, so that a change shows only what was meant: ``evidence format``."""

from __future__ import annotations

import re

from evidence.files.studies.json_schema import FIRST_LINE
from evidence.model import Study
from evidence.text.yaml_tree import YamlError, load_tree, plain

_FIELD = re.compile(r"(?P<name>[A-Za-z_][\w-]*)\s*:(\s|$)")


def formatted(source: str) -> str:
    """The text of a study file: fields in the order of the extraction sheet, line ends and blanks as one.

    Comments stay before the field they stand before. Nothing that the file says changes. Raises
    YamlError where the file cannot be read: such a file stays as it is.
    """
    data = plain(load_tree(source))
    lines = [line.rstrip() for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    head, fields = _fields(lines)
    order = {name: place for place, name in enumerate(Study.model_fields)}
    fields.sort(key=lambda field: order.get(field[0], len(order)))
    body = [line for _, block in fields for line in _without_blank_ends(block)]
    comments = [line for line in head if line and not line.startswith("# yaml-language-server:")]
    text = "\n".join([FIRST_LINE, *comments, *body]) + "\n"
    if plain(load_tree(text)) != data:  # text over several lines that looks like fields
        raise YamlError("the file cannot be brought into the common form", 1, "Write one field a line")
    return text


def _fields(lines: list[str]) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The comments at the head, and each field of the file with the comments before it."""
    head: list[str] = []
    waiting: list[str] = []
    fields: list[tuple[str, list[str]]] = []
    for line in lines:
        field = _FIELD.match(line)
        if field:
            fields.append((field["name"], [*waiting, line]))
            waiting = []
        elif line.startswith("#"):
            (waiting if fields else head).append(line)
        elif fields:
            fields[-1][1].extend([*waiting, line])
            waiting = []
    if waiting and fields:
        fields[-1][1].extend(waiting)
    return head, fields


def _without_blank_ends(lines: list[str]) -> list[str]:
    """The lines of a field without those that are blank at its end."""
    last = max((number for number, line in enumerate(lines) if line), default=-1)
    return lines[: last + 1]
