"""The rule ``caveat-visible`` on built pages: is the title of each caveat seen beside its statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import html

from evidence.analysis.caveats import caveats_of, caveats_of_finding, caveats_of_restatement, caveats_shared
from evidence.model import Claim, Finding, Problem
from evidence.problems import sentence
from evidence.rules import RULES
from evidence.rules.judge import sorted_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lxml.html import HtmlElement

    from evidence.model import Handbook, Page, Restatement

    Statement = Claim | Finding | Restatement

_RULE = "caveat-visible"


def hidden_caveats(handbook: Handbook, html_dir: Path) -> list[Problem]:
    """The problems of the rule ``caveat-visible`` in the pages built into a folder."""
    problems: list[Problem] = []
    for page in handbook.pages:
        if page.claims or page.restatements or page.cards:
            built = html_dir / f"{page.docname}.html"
            if built.is_file():
                problems += _of_page(page, html.fromstring(built.read_bytes()), handbook)
            else:
                problems.append(
                    _problem(page, "the page was not built", "Build it, or leave its folder out.")
                )
    return sorted_problems(problems)


def _of_page(page: Page, root: HtmlElement, handbook: Handbook) -> Iterator[Problem]:
    summaries = _summaries(root)
    restated = _by_class(root, "restatement")
    for statement, element, caveats in _statements(page, root, restated, handbook):
        if element is None:
            yield _problem(statement, f"{_name(statement)} is not on its page")
            continue
        heads = _heads(statement, root, handbook)
        shared = _shared(statement, handbook)
        own = "" if isinstance(statement, Finding) else _of_its_own(element)
        for caveat in (handbook.caveat_by_id[c] for c in caveats if c in handbook.caveat_by_id):
            around = heads if caveat.id in shared else ""
            if caveat.title not in own and caveat.title not in around:
                yield _problem(
                    statement,
                    f"the caveat {caveat.title!r} cannot be seen beside {_name(statement)}",
                    "Print its title beside the statement or at the head of its finding or section, as text",
                )
            if " ".join(caveat.summary.split()) not in summaries.get(caveat.anchor, ""):
                yield _problem(
                    statement,
                    f"the summary of the caveat {caveat.title!r} cannot be seen on the page",
                    "Print it in dl.caveats, outside of tabs, under a link to the page of caveats",
                )


def _statements(
    page: Page, root: HtmlElement, restated: list[HtmlElement], handbook: Handbook
) -> Iterator[tuple[Statement, HtmlElement | None, tuple[str, ...]]]:
    """Everything on a page that carries caveats, with its element and its caveats."""
    for claim in page.claims:
        yield claim, _by_id(root, claim.anchor), caveats_of(claim, handbook)
    for number, restatement in enumerate(page.restatements):
        element = restated[number] if number < len(restated) else None
        yield restatement, element, caveats_of_restatement(restatement, handbook)
    for card in page.cards:
        for finding in card.findings:
            yield finding, _content(finding, root, handbook), caveats_of_finding(finding, handbook)


def _shared(statement: Statement, handbook: Handbook) -> tuple[str, ...]:
    """The caveats of a statement that may be printed at the head of its finding instead."""
    if isinstance(statement, Finding):
        return caveats_of_finding(statement, handbook)
    finding = handbook.finding_of(statement)
    return caveats_shared(finding, handbook) if finding else ()


def _heads(statement: Statement, root: HtmlElement, handbook: Handbook) -> str:
    """The text at the head of a statement's finding and card."""
    finding = statement if isinstance(statement, Finding) else handbook.finding_of(statement)
    if finding is None:
        return ""
    card = _by_id(root, f"card-{finding.card}")
    content = _content(finding, root, handbook)
    heads = _by_class(card, "card-caveats") + _by_class(content, "finding-head")
    return " ".join(_seen(head) for head in heads)


def _of_its_own(element: HtmlElement) -> str:
    """The open text that belongs to a statement: beside it, at its section's head, under its list.

    A statement that is itself hidden has none: opened, it would stand far from the head.
    """
    if any(_hides(around) for around in element.iterancestors()):
        return ""
    texts = [_seen(part) for name in ("tag", "but") for part in _by_class(element, name)]
    section = next(element.iterancestors("section"), None)
    if section is not None:
        texts += [_seen(child) for child in section if "section-head" in child.classes]
    texts += _under_its_list(element)
    return " ".join(texts)


def _under_its_list(element: HtmlElement) -> Iterator[str]:
    """The caveats under a numbered list that are printed with the number of an item, or for all."""
    item = next(element.iterancestors("li"), None)
    listed = item.getparent() if item is not None else None
    below = listed.getnext() if listed is not None else None
    if listed is None or below is None or "numbered-caveats" not in below.classes:
        return
    number = str(listed.index(item) + 1)
    for caveat, numbers in _NUMBERED.findall(_seen(below)):
        if numbers == "all" or number in numbers.split(", "):
            yield caveat


_NUMBERED = re.compile(r"([^()·]+) \((all|[\d, ]+)\)")
"""A caveat and the sentences that carry it, as they are printed under a list."""


def _content(finding: Finding, root: HtmlElement, handbook: Handbook) -> HtmlElement | None:
    """What the tab of a finding holds."""
    stream = handbook.vocabulary.streams.get(finding.stream)
    tabs = _by_class(_by_id(root, f"card-{finding.card}"), "sd-tab-content")
    return next((tab for tab in tabs if stream and stream.css in tab.classes), None)


def _summaries(root: HtmlElement) -> dict[str, str]:
    """The visible summaries outside of tabs, by the anchor of the caveat to which each is linked."""
    found: dict[str, str] = {}
    for listed in _by_class(root, "caveats"):
        if any("sd-tab-content" in around.classes for around in listed.iterancestors()):
            continue
        for term in listed.iter("dt"):
            text = term.getnext()
            for link in term.iter("a"):
                anchor = link.get("href", "").partition("#")[2]
                found[anchor] = _seen(text) if text is not None else ""
    return found


def _by_id(root: HtmlElement, name: str) -> HtmlElement | None:
    return next(iter(root.xpath("//*[@id=$name]", name=name)), None)


def _by_class(root: HtmlElement | None, name: str) -> list[HtmlElement]:
    return list(root.find_class(name)) if root is not None else []


def _seen(element: HtmlElement) -> str:
    """The text of an element that a reader sees without a click, a script or a pointer."""
    if any(_hides(around) for around in element.iterancestors()):
        return ""
    return " ".join("".join(_texts(element)).split())


def _texts(element: HtmlElement) -> Iterable[str]:
    if not isinstance(element.tag, str) or _hides(element):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _hides(element: HtmlElement) -> bool:
    """Whether an element keeps what it holds from some readers."""
    style = element.get("style", "").replace(" ", "").lower()
    return (
        element.tag in {"details", "template", "script", "style", "noscript", "dialog"}
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or "display:none" in style
        or "visibility:hidden" in style
        or "sd-dropdown" in element.classes
    )


def _name(statement: Statement) -> str:
    if isinstance(statement, Claim):
        return f"the claim {statement.id}"
    if isinstance(statement, Finding):
        return f"the finding {statement.stream} of {statement.card}"
    return f"the sentence that restates {', '.join(statement.claims)}"


def _problem(at: Statement | Page, message: str, hint: str = "") -> Problem:
    return Problem(_RULE, RULES[_RULE].severity, at.at.path, at.at.line, sentence(message), sentence(hint))
