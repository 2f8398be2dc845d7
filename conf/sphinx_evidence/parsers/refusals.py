"""What a page may not hold is told: why it is refused, at its line, and what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.problems import problem, shown
from evidence.text.harmless import RULE
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.parsers.source_lines import source_lines

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class Refused(NamedTuple):
    """Why something is refused, what to do instead, and by which rule."""

    message: str
    hint: str
    rule: str = RULE


def tell(env: BuildEnvironment, line: int, needle: str, refused: Refused) -> None:
    """Keep a problem of the page being read, at the line nearest to one given that holds some words.

    Of several on one line the first is told: one piece of HTML is two tags.
    """
    line = line_holding(env, line, needle)
    page = evidence_domain(env).page(env.current_document.docname)
    if all((found.rule, found.line) != (refused.rule, line) for found in page.problems):
        page.problems.append(problem(refused.rule, page.path, line, refused.message, refused.hint))


def line_holding(env: BuildEnvironment, line: int, needle: str) -> int:
    """The line of the page being read, nearest to one given, that holds some words; it where none does."""
    if not needle:
        return line
    lines = enumerate(source_lines(env).lines, start=1)
    holding = [number for number, text in lines if needle in text]
    return min(holding, key=lambda number: (abs(number - line), number), default=line)


def bad_address(address: str) -> Refused:
    """Why a link to an address is refused."""
    return Refused(
        f"{shown(address)} is no address that a link may have",
        "Link to a page of the handbook, or to https://",
    )
