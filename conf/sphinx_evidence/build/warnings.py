"""What Sphinx and MyST themselves complain of, kept as problems of the rule page-markup.

A page that gave such a warning is read again in the next build, so that a build without
changes says the same as a cold one.
"""

from __future__ import annotations

import logging
import re
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from docutils.parsers.rst import directives, roles
from sphinx.util.logging import InfoLogRecordTranslator, is_suppressed_warning

from evidence.model import Problem, Severity
from evidence.problems import close_word, sentence, shown

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.logging import SphinxWarningLogRecord

_NOISY = "evidence-noisy.txt"
"""Beside the environment, which is stored before pages are written: documents that gave a warning."""

_TOLD_BY_US = ("toc", "circular")
"""Told at its line where circles are cut."""
_PLAINLY = (
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
_PACKAGE = f"{__name__.partition('.')[0]}."
_LOST = frozenset({"directive_unknown", "directive_parse", "role_unknown"})
"""Warnings of MyST after which something that was written is not shown."""
_LINKS = frozenset({"xref_missing", "iref_missing", "ref", "doc", "term", "any"})
"""Warnings about a link inside the handbook that leads nowhere."""
_REGISTRIES = {
    "directive_unknown": directives._directives,  # type: ignore[attr-defined]
    "role_unknown": roles._roles,  # type: ignore[attr-defined]
}
"""Where docutils keeps what extensions register, by name."""


class _Listener(logging.Handler):
    """Collects the warnings that Sphinx prints.

    It changes no record: Sphinx's own filters count warnings and add to their text, once each.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__(logging.WARNING)
        self.srcdir = Path(app.srcdir)
        self.path2doc = app.project.path2doc
        self.problems: list[Problem] = []
        self.docnames: set[str] = set()
        self.suppressed = app.config.suppress_warnings
        self.locate = InfoLogRecordTranslator(app).filter

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
        hint = _meant(message, subtype)
        if rule == "link-broken":
            message, hint = _told_plainly(message)
        self.problems.append(Problem(rule, severity, file.as_posix(), int(line), message, hint))


_LONGEST = 300


def _on_one_line(message: str) -> str:
    """A message that quotes a block of the page, folded and cut: a problem is one line."""
    folded = " ".join(message.split())
    return folded if len(folded) <= _LONGEST else f"{folded[:_LONGEST]} …"


def _told_plainly(message: str) -> tuple[str, str]:
    """What is wrong with a link in plain words, and how to mend it."""
    for said, meaning, hint in _PLAINLY:
        if found := re.match(said, message):
            return sentence(meaning.format(shown(found[1]))), sentence(hint)
    return message, ""


def _meant(message: str, subtype: str) -> str:
    """The directive or role of this handbook that an unknown name was probably meant to be."""
    unknown = re.search(r"""["']([\w-]+)["']""", message)
    if unknown is None or subtype not in _REGISTRIES:
        return ""
    own = [name for name, run in _REGISTRIES[subtype].items() if _is_own(run)]
    return close_word(unknown[1], own)


def _is_own(run: Any) -> bool:
    kind = run if isinstance(run, type) else type(run)
    return kind.__module__.startswith(_PACKAGE)


_LISTENERS: WeakKeyDictionary[Sphinx, _Listener] = WeakKeyDictionary()


def listen(app: Sphinx) -> None:
    """Listen to warnings until the build has finished."""
    listener = _LISTENERS[app] = _Listener(app)
    logger = logging.getLogger("sphinx")
    logger.addHandler(listener)
    app.connect("build-finished", lambda app, error: logger.removeHandler(listener))


def heard(app: Sphinx) -> tuple[Problem, ...]:
    """The warnings of a build so far."""
    return tuple(_LISTENERS[app].problems)


def keep_noisy(app: Sphinx, error: Exception | None) -> None:
    """Remember which documents gave warnings while they were read or written."""
    names = "\n".join(sorted(_LISTENERS[app].docnames))
    (Path(app.doctreedir) / _NOISY).write_text(names, encoding="utf-8")


def noisy(app: Sphinx) -> set[str]:
    """The documents that gave warnings in the last build."""
    kept = Path(app.doctreedir) / _NOISY
    return set(kept.read_text(encoding="utf-8").splitlines()) if kept.is_file() else set()
