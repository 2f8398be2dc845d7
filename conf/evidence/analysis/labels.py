"""The labels of sentences that do not come from a page: JSON lines in, a label or a fault out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from evidence.analysis.claim_strength import claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EXPECTED = 'expected {"id": …, "text": "…"}'


class Label(NamedTuple):
    """How strongly a sentence claims something: 0 not at all, 1 a link, 2 a condition, 3 directly."""

    id: str | int
    label: int


class Fault(NamedTuple):
    """A line that cannot be labelled, and why. Lines count from 1."""

    line: int
    message: str


def labels(lines: Iterable[bytes]) -> Iterator[Label | Fault]:
    """The label of each line, in order; blank lines are passed over."""
    first: dict[str | int, int] = {}
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        try:
            name, text = _sentence(raw, first_line=number == 1)
        except ValueError as error:
            yield Fault(number, str(error))
            continue
        if name in first:
            yield Fault(number, f"the id {name!r} stands in line {first[name]} already")
            continue
        first[name] = number
        yield Label(name, claim(text).level)


def _sentence(raw: bytes, *, first_line: bool) -> tuple[str | int, str]:
    """The id and the text of a line; ValueError says what is wrong with it."""
    try:
        record = json.loads(raw.decode("utf-8-sig" if first_line else "utf-8"))
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start + 1} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON: {error.msg} at column {error.colno}; {EXPECTED}") from None
    except RecursionError:
        raise ValueError(f"no JSON that can be read: nested too deeply; {EXPECTED}") from None
    if not isinstance(record, dict):
        raise ValueError(f"found {_kind(record)}; {EXPECTED}")  # noqa: TRY004  (one kind of fault for a line)
    for key in ("id", "text"):
        if key not in record:
            raise ValueError(f'there is no "{key}"; {EXPECTED}')
    name, text = record["id"], record["text"]
    if isinstance(name, bool) or not isinstance(name, str | int):
        raise ValueError(f'"id" is {_kind(name)}; expected text')  # noqa: TRY004
    if not isinstance(text, str):
        raise ValueError(f'"text" is {_kind(text)}; expected text')  # noqa: TRY004
    return name, text


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
