"""The rule ``caveat-visible`` on the PDF: are caveats seen beside their statements, as words.

It is given the words of the PDF in their order, without white space, which lines and pages put in,
with straight quotation marks, and where in them sections begin. A caveat counts as seen beside a
statement that stands before the next statement; at the head of the finding, where all its claims
carry it; in the line that holds for every statement of the section; or in the line under a numbered
list, after the number of the statement. The list that explains caveats under a section is no such place.
"""

from __future__ import annotations

import re
from bisect import bisect
from typing import TYPE_CHECKING

from evidence.analysis.caveats import caveats_of, caveats_of_finding, caveats_of_restatement, caveats_shared
from evidence.analysis.streams import plain_text
from evidence.model import Claim, Finding, Problem
from evidence.problems import sentence
from evidence.rules import RULES
from evidence.rules.judge import sorted_problems
from evidence.views.tags import FOR_ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.model import Caveat, Content, Handbook, Page, Restatement

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


_NUMBERED = re.compile(r"Caveats:((?:[^():\u00b7]+\((?:all|[\d,]+)\)\u00b7?)+)")
"""The caveats under a numbered list."""
_OF_NUMBERS = re.compile(r"([^()\u00b7]+)\((all|[\d,]+)\)")
"""One of them, and the numbers of the statements that carry it."""
_NUMBER = re.compile(r"(\d+)\.$")


def caveats_not_printed(handbook: Handbook, words: str, sections: Sequence[int]) -> list[Problem]:
    """The problems of the rule ``caveat-visible`` in the words of the book.

    ``sections`` are the places in the words where a heading begins, in order.
    """
    printed = Printed(words, sections, handbook.caveats)
    return sorted_problems(
        [problem for page in handbook.pages for problem in _of_page(page, printed, handbook)]
    )


class Printed:
    """The words of the book, and what is said in them of a statement."""

    def __init__(self, words: str, sections: Sequence[int], caveats: Iterable[Caveat]) -> None:
        """Words of a book whose sections begin at these places."""
        self.words = words
        self.sections = sections
        self.explained = [_squeezed(f"{caveat.title}:{caveat.summary}") for caveat in caveats]
        titles = "|".join(re.escape(_squeezed(caveat.title)) for caveat in caveats)
        self.for_all = re.compile(rf"{re.escape(_squeezed(FOR_ALL))}((?:\u00b7?(?:{titles}))+)")

    def beside(self, text: str, others: list[str]) -> list[str]:
        """What stands between each place of a sentence's opening and what follows it on its page."""
        return [self._until(at + len(text), [*others, *self.explained]) for at in self._places(text)]

    def around(self, text: str) -> set[str]:
        """The caveats that are printed for a sentence elsewhere in its section."""
        return {title for at in self._places(text) for title in (*self._at_head(at), *self._under_list(at))}

    def _places(self, text: str) -> Iterator[int]:
        at = self.words.find(text) if text else -1
        while at >= 0:
            yield at
            at = self.words.find(text, at + 1)

    def _until(self, start: int, ends: list[str]) -> str:
        after = self.words[start : start + _LONGEST_TAG]
        found = [after.find(end) for end in ends if end in after]
        return after[: min(found)] if found else after

    def _section(self, at: int) -> tuple[int, int]:
        """Where the section around a place begins and ends."""
        bounds = [0, *self.sections, len(self.words)]
        number = bisect(bounds, at)
        return bounds[number - 1], bounds[number]

    def _at_head(self, at: int) -> list[str]:
        """The caveats that the section prints once for all its statements, before the first of them."""
        head = self.for_all.search(self.words, self._section(at)[0], at)
        return head[1].split("\N{MIDDLE DOT}") if head else []

    def _under_list(self, at: int) -> Iterator[str]:
        """The caveats printed under a numbered list with the number of the sentence, or for all."""
        number = _NUMBER.search(self.words, max(at - 4, 0), at)
        below = _NUMBERED.search(self.words, at, self._section(at)[1])
        if number and below:
            for title, numbers in _OF_NUMBERS.findall(below[1]):
                if numbers == "all" or number[1] in numbers.split(","):
                    yield title


def _of_page(page: Page, printed: Printed, handbook: Handbook) -> Iterator[Problem]:
    statements = list(_statements(page, handbook))
    said = [_squeezed(plain_text(content, handbook))[:_OPENING] for _, content, _ in statements]
    beside = {text: printed.beside(text, said) for text in said}
    heads = {
        (statement.card, statement.stream): beside[text]
        for (statement, _, _), text in zip(statements, said, strict=True)
        if isinstance(statement, Finding)
    }
    for (statement, _, caveats), text in zip(statements, said, strict=True):
        if not beside[text]:
            yield _problem(statement, f"{_name(statement)} is not in the book")
            continue
        finding = statement if isinstance(statement, Finding) else handbook.finding_of(statement)
        shared: tuple[str, ...] = ()
        head: list[str] = []
        if isinstance(statement, Finding):
            shared = caveats
            head = printed.beside(_squeezed(handbook.card_by_id[statement.card].title), said)
        elif finding:
            shared = caveats_shared(finding, handbook)
            head = heads.get((finding.card, finding.stream), [])
        around = printed.around(text)
        for caveat in (handbook.caveat_by_id[name] for name in caveats if name in handbook.caveat_by_id):
            title = _squeezed(caveat.title)
            places = [*beside[text], *(head if caveat.id in shared else [])]
            if title not in around and not any(title in place for place in places):
                yield _problem(
                    statement, f"the caveat {caveat.title!r} is not printed beside {_name(statement)}"
                )
            if _squeezed(caveat.summary) not in printed.words:
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


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(_STRAIGHT)


def _name(statement: Statement) -> str:
    if isinstance(statement, Claim):
        return f"the claim {statement.id}"
    if isinstance(statement, Finding):
        return f"the finding {statement.stream} of {statement.card}"
    return f"the sentence that restates {', '.join(statement.claims)}"


def _problem(at: Statement, message: str) -> Problem:
    hint = "Print its title after the sentence or at the head of its finding or section"
    return Problem(_RULE, RULES[_RULE].severity, at.at.path, at.at.line, sentence(message), sentence(hint))
