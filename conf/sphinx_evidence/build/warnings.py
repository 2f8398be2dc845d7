"""Warnings of Sphinx and MyST as problems of the rules page-markup and link-broken.

A page that gave such a warning is read again in the next build, so that a build without
changes says the same as a cold one.
"""

from __future__ import annotations

import logging
import re
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.util.logging import InfoLogRecordTranslator, is_suppressed_warning

from evidence.model import Problem, Severity
from evidence.problems import close_word, sentence, shown
from sphinx_evidence.parsers.guard import usable_directives, usable_roles

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.logging import SphinxWarningLogRecord

_TOLD_BY_US = ("toc", "circular")
"""Type and subtype of what is told at its line where toctree cycles are cut."""
_LINK_MESSAGES = (
    (r"'myst' cross-reference target not found: '(.+)'", "there is no page, picture or heading {} here",
     "Write the path of a page from here, such as cards.md, or # and the words of a heading with hyphens"),
    (r"local id not found in doc '(?:.+)': '(.+)'", "the page that the link names has no heading {}",
     "Write the words of the heading after #, in lower case and with hyphens"),
    (r"term not in glossary: '(.+)'", "the glossary has no term {}",
     "Add the term to it, or write plain words"),
    (r"(?:undefined label|unknown document): '(.+)'", "there is nothing called {} in the handbook",
     "Link to a page, such as [words](cards.md), or to a heading of it, such as [words](cards.md#heading)"),
)  # fmt: skip
"""What Sphinx and MyST say of a link, what it means to an author, and how to mend it."""
_LOST = frozenset({"directive_unknown", "directive_parse", "role_unknown"})
"""Warnings of MyST after which something that was written is not shown."""
_LINKS = frozenset({"xref_missing", "iref_missing", "ref", "doc", "term", "any"})
"""Warnings about a link inside the handbook that leads nowhere."""


class WarningListener(logging.Handler):
    """Collects the warnings that Sphinx prints, as problems, until it is stopped.

    It changes no record: Sphinx's own filters count warnings and add to their text, once each.
    """

    def __init__(self, app: Sphinx) -> None:
        """Begin to listen."""
        super().__init__(logging.WARNING)
        self.srcdir = Path(app.srcdir)
        self.path2doc = app.project.path2doc
        self.problems: list[Problem] = []
        self.docnames: set[str] = set()
        self.suppressed = app.config.suppress_warnings
        self.locate = InfoLogRecordTranslator(app).filter
        self._logger = logging.getLogger("sphinx")
        self._logger.addHandler(self)

    def stop(self) -> None:
        """Collect no more."""
        self._logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning that is not one of our own rules'."""
        kind, subtype = getattr(record, "type", ""), getattr(record, "subtype", "")
        if (
            kind == "evidence"
            or (kind, subtype) == _TOLD_BY_US
            or is_suppressed_warning(kind, subtype, self.suppressed)
        ):
            return
        record = copy(record)
        self.locate(cast("SphinxWarningLogRecord", record))  # it becomes one
        location = str(getattr(record, "location", None) or self.srcdir / "index.md")
        path, _, line = location.rpartition(":")
        if not line.isdigit():
            path, line = location.rstrip(":"), "1"
        docname = self.path2doc(path)
        if docname:
            self.docnames.add(docname)
        file = Path(path)
        if file.is_relative_to(self.srcdir.parent):
            file = file.relative_to(self.srcdir.parent)
        lost = record.levelno >= logging.ERROR or subtype in _LOST
        rule = "link-broken" if subtype in _LINKS or kind == "ref" else "page-markup"
        severity = Severity.ERROR if lost else Severity.WARNING
        message = sentence(_on_one_line(logging.LogRecord.getMessage(record)))
        hint = _suggestion(message, subtype)
        if rule == "link-broken":
            message, hint = _plain_link_message(message)
        self.problems.append(Problem(rule, severity, file.as_posix(), int(line), message, hint))


_LONGEST = 300


def _on_one_line(message: str) -> str:
    """A message that quotes a block of the page, folded and cut: a problem is one line."""
    folded = " ".join(message.split())
    return folded if len(folded) <= _LONGEST else f"{folded[:_LONGEST]} …"


def _plain_link_message(message: str) -> tuple[str, str]:
    """What is wrong with a link in plain words, and how to mend it."""
    for pattern, meaning, hint in _LINK_MESSAGES:
        if match := re.match(pattern, message):
            return sentence(meaning.format(shown(match[1]))), sentence(hint)
    return message, ""


def _suggestion(message: str, subtype: str) -> str:
    """The directive or role that a name which nobody registered was probably meant to be."""
    unknown = re.search(r"""["']([\w-]+)["']""", message)
    usable = {"directive_unknown": usable_directives, "role_unknown": usable_roles}.get(subtype)
    return close_word(unknown[1], usable()) if unknown and usable else ""
