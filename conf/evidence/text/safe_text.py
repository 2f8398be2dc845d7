"""The text of a file that somebody sent: UTF-8, of bounded size, nothing invisible in it."""

from __future__ import annotations

import re

from evidence.problems import UserError

MAXIMUM_BYTES = 1_000_000
"""The largest file that is read; a study file has a few thousand bytes."""

LINE_BREAK = re.compile(r"\r\n|\r|\n")
_LINE_BREAK_BYTES = re.compile(LINE_BREAK.pattern.encode())

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters
    "\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # no width, or turning text round
    "\u2028\u2029"  # line breaks that editors do not count
    "\ud800-\udfff\ufff0-\ufffb\ufffe\uffff]"  # not characters
)
"""What an editor does not show: it could split a word for the checks that a reader sees whole."""


class TextError(UserError):
    """A file cannot be read: what is wrong, at which line (from 1), and how to mend it."""

    def __init__(self, message: str, line: int, hint: str = "") -> None:
        """Keep the three apart: they are printed in different places."""
        super().__init__(message)
        self.message = message
        self.line = line
        self.hint = hint


def checked_text(source: str | bytes) -> str:
    """The text without a leading byte order mark.

    Raises TextError where it is too large, is not UTF-8, or holds invisible characters.
    """
    if len(source) > MAXIMUM_BYTES:
        raise TextError(f"the file is larger than {MAXIMUM_BYTES:,} bytes", 1, "Split or shorten it.")
    text = (_decoded(source) if isinstance(source, bytes) else source).removeprefix("\ufeff")
    refuse_invisible(text)
    return text


def _decoded(source: bytes) -> str:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise TextError("the text is not UTF-8", line, "Save the file as UTF-8.") from None


def refuse_invisible(text: str, first_line: int = 1) -> None:
    """Raise TextError at the first character that an editor does not show."""
    found = _INVISIBLE.search(text)
    if found:
        name = "a null byte" if found[0] == "\0" else f"the invisible character U+{ord(found[0]):04X}"
        raise TextError(
            f"the line holds {name}",
            first_line + len(LINE_BREAK.findall(text, 0, found.start())),
            "Delete it and type the text again.",
        )


def line_with_another_end(source: bytes) -> int | None:
    """The first line (from 1) that ends otherwise than the first; None where all end alike.

    Programs disagree on the lines of such a file, and so on the line that a message names.
    """
    first = _LINE_BREAK_BYTES.search(source)
    ends = (end[0] for end in _LINE_BREAK_BYTES.finditer(source))
    return next((line for line, end in enumerate(ends, start=1) if first and end != first[0]), None)
