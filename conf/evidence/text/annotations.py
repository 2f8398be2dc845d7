"""Lines that the forge shows beside the changed lines of a pull request."""

from __future__ import annotations


def workflow_command(level: str, path: str, line: int, title: str, words: str) -> str:
    """A workflow command; ``level`` is error, warning or notice."""
    return (
        f"::{level} file={_escaped(path, ':,')},line={line},title={_escaped(title, ':,')}::{_escaped(words)}"
    )


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
