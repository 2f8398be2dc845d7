"""What the readers of docs/records/ share: fields of words, checked one by one, faults at their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.problems import did_you_mean, shown
from evidence.text.dates import day
from evidence.text.yaml_tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator
    from collections.abc import Sequence as Ordered

    from evidence.text.yaml_tree import Node

RULE = "record-form"

Found = tuple[int, str, str]
"""A line, what is wrong there, and how to mend it."""


class FieldForm(NamedTuple):
    """A field that a record must have (or may leave out), and what is wrong with a value, if anything."""

    fault: Callable[[Node], tuple[str, str] | None]
    needed: bool = True


def words(node: Node) -> tuple[str, str] | None:
    """Words on one line."""
    if isinstance(node, Scalar) and node.text.strip():
        return None
    return "expected words", "Write them on one line, in quotes if need be"


def date(node: Node) -> tuple[str, str] | None:
    """A day."""
    if isinstance(node, Scalar) and day(node.text):
        return None
    return f"{shown(_text(node))} is no date", "Write it like 2026-11-23"


def one_of(known: Ordered[str]) -> Callable[[Node], tuple[str, str] | None]:
    """One of some words."""

    def fault(node: Node) -> tuple[str, str] | None:
        text = node.text if isinstance(node, Scalar) else ""
        return None if text in known else (f"{shown(text)} is unknown here", did_you_mean(text, known))

    return fault


def matching(pattern: re.Pattern[str], expected: str) -> Callable[[Node], tuple[str, str] | None]:
    """A value of one form."""

    def fault(node: Node) -> tuple[str, str] | None:
        good = isinstance(node, Scalar) and pattern.fullmatch(node.text)
        return None if good else (f"expected {expected}, found {shown(_text(node))}", "")

    return fault


def mapping_of(inner: Callable[[Node], tuple[str, str] | None]) -> Callable[[Node], tuple[str, str] | None]:
    """Names, each with a value of one kind."""

    def fault(node: Node) -> tuple[str, str] | None:
        if not isinstance(node, Mapping):
            return "expected names with their values", "Write {} where there is none"
        return next((found for found in map(inner, node.values.values()) if found), None)

    return fault


def listed(node: Node) -> tuple[str, str] | None:
    """A list."""
    return None if isinstance(node, Sequence) else ("expected a list", "Write [] where there is none")


def faults(node: Node, forms: dict[str, FieldForm], line: int, what: str) -> Iterator[Found]:
    """What is wrong with the fields of one record."""
    if not isinstance(node, Mapping):
        yield line, f"expected the fields of {what}", f"They are {', '.join(forms)}"
        return
    for name, value in node.values.items():
        form = forms.get(name)
        found = (
            form.fault(value)
            if form
            else (f"there is no field {shown(name)} here", did_you_mean(name, forms))
        )
        if found:
            yield node.key_lines[name], f"{name}: {found[0]}" if form else found[0], found[1]
    for name, form in forms.items():
        if form.needed and name not in node.values:
            needed = ", ".join(name for name, form in forms.items() if form.needed)
            yield line, f"the field {name}: is missing", f"The fields of {what} are {needed}"


def text_of(node: Mapping, name: str) -> str:
    """The text of a field; empty where there is none."""
    value = node.values.get(name)
    return value.text if isinstance(value, Scalar) else ""


def _text(node: Node) -> object:
    return node.text if isinstance(node, Scalar) else [] if isinstance(node, Sequence) else {}
