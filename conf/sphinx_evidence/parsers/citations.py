"""Sources cited in running text: each key is kept with its line, for the rule that knows the bibliography."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from evidence.model import Location, Reference
from evidence.problems import problem, shown
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.parsers.refusals import line_holding

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

FAMILY = "cite:"
"""How the names of roles that cite begin."""


def note_citations(env: BuildEnvironment, target: str, line: int) -> bool:
    """Remember the keys of a citation at their lines, near one given; False where they cannot be read."""
    page = evidence_domain(env).page(env.current_document.docname)
    try:
        keys = [written.key for written in parse_citation_targets(target)]
    except ValueError:
        at = line_holding(env, line, target)
        words = f"cannot read the keys of the citation {shown(target)}"
        page.problems.append(problem("page-markup", page.path, at, words, "Write them with commas between"))
        return False
    for key in keys:
        at = line_holding(env, line, key)
        page.references.append(Reference("cite", key, Location(page.path, at)))
    return True


def leave_unknown_keys_to_the_rule() -> None:
    """Say nothing twice. A list of keys in a ``{bibliography}`` has another logger and is still told."""
    logging.getLogger("sphinx.sphinxcontrib.bibtex.domain").addFilter(_not_of_unknown_keys)


def _not_of_unknown_keys(record: logging.LogRecord) -> bool:
    return (getattr(record, "type", ""), getattr(record, "subtype", "")) != ("bibtex", "key_not_found")
