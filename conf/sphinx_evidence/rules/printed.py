"""The judge of the printed book: are caveats seen beside their statements, as words.

It is given the words of the PDF in their order, without white space, which lines and
pages put in, and with straight quotation marks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..derivation import (
    caveats_of,
    caveats_of_finding,
    caveats_of_restatement,
    caveats_shared,
    plain_text,
)
from ..fault import sentence
from ..model import Claim, Finding, Problem
from .registry import RULES, by_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Content, Handbook, Page, Restatement

    Statement = Claim | Finding | Restatement

_STRAIGHT = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    }
)
_RULE = "caveat-visible"
_OPENING = 60
"""How many letters tell a statement from others; a reference farther on prints words of its own."""
_LONGEST_TAG = 3000
"""More letters than any tag has: what stands farther behind a sentence is not beside it."""


def caveat_printed(handbook: Handbook, words: str) -> list[Problem]:
    """What the rule ``caveat-visible`` finds in the words of the book."""
    problems = [problem for page in handbook.pages for problem in _of_page(page, words, handbook)]
    return by_place(problems)


def _of_page(page: Page, words: str, handbook: Handbook) -> Iterator[Problem]:
    statements = list(_statements(page, handbook))
    said = [_squeezed(plain_text(content, handbook))[:_OPENING] for _, content, _ in statements]
    beside = {text: _beside(text, said, words) for text in said}
    heads = {
        (statement.card, statement.stream): beside[text]
        for (statement, _, _), text in zip(statements, said, strict=True)
        if isinstance(statement, Finding)
    }
    for (statement, _, caveats), text in zip(statements, said, strict=True):
        places = beside[text]
        if not places:
            yield _problem(statement, f"{_name(statement)} is not in the book")
            continue
        if isinstance(statement, Finding):
            shared = caveats
            head = _beside(_squeezed(handbook.card_by_id[statement.card].title), said, words)
        else:
            finding = handbook.finding_of(statement) if isinstance(statement, Claim) else None
            shared = caveats_shared(finding, handbook) if finding else ()
            head = heads.get((finding.card, finding.stream), []) if finding else []
        wanted = [handbook.caveat_by_id[name] for name in caveats if name in handbook.caveat_by_id]
        for caveat in wanted:
            around = [*places, *(head if caveat.id in shared else [])]
            if not any(_squeezed(caveat.title) in place for place in around):
                yield _problem(
                    statement, f"the caveat {caveat.title!r} is not printed beside {_name(statement)}"
                )
            if _squeezed(caveat.summary) not in words:
                yield _problem(statement, f"the summary of the caveat {caveat.title!r} is not in the book")


def _statements(page: Page, handbook: Handbook) -> Iterator[tuple[Statement, Content, tuple[str, ...]]]:
    """Everything on a page that carries caveats, with its sentence and its caveats."""
    for card in page.cards:
        for finding in card.findings:
            yield finding, finding.lead, caveats_of_finding(finding, handbook)
    for claim in page.claims:
        yield claim, claim.content, caveats_of(claim, handbook)
    for restatement in page.restatements:
        yield restatement, restatement.content, caveats_of_restatement(restatement, handbook)


def _beside(text: str, others: list[str], words: str) -> list[str]:
    """What stands between each place of a sentence's opening and the next sentence of its page."""
    found = []
    at = words.find(text)
    while at >= 0 and text:
        after = words[at + len(text) : at + len(text) + _LONGEST_TAG]
        ends = [after.find(other) for other in others if other in after]
        found.append(after[: min(ends)] if ends else after)
        at = words.find(text, at + 1)
    return found


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(_STRAIGHT)


def _name(statement: Statement) -> str:
    if isinstance(statement, Claim):
        return f"the claim {statement.id}"
    if isinstance(statement, Finding):
        return f"the finding {statement.stream} of {statement.card}"
    return f"the sentence that restates {', '.join(statement.claims)}"


def _problem(at: Statement, message: str) -> Problem:
    mend = "Print its title after the sentence or at the head of its finding"
    return Problem(_RULE, RULES[_RULE].severity, at.at.path, at.at.line, sentence(message), sentence(mend))
