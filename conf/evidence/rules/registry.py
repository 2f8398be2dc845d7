"""The registry of rules: a module in a folder of this package registers itself as a rule.

The folder is the group of the rule, the name of the module its id, the docstring of the module its
documentation: the first paragraph says what must hold, ``Bad`` and ``Good`` blocks show examples, and
both are run as tests. Its ``check`` is a generator: given one object and the handbook, it yields a
:class:`Remark` for each fault, which the registry makes a problem of the rule.
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

from evidence.caching import cached_on_handbook
from evidence.model import Handbook, Location, Problem, Severity
from evidence.problems import sentence

GROUPS = ("claims", "wording", "caveats", "cards", "studies", "numbers", "citations", "pages")
"""The folders of rules, in the order in which readers see them."""
Objects = Literal[
    "claims", "restatements", "findings", "cards", "caveats", "studies", "statements", "bibliography",
    "pages", "source_checks", "review_records", "awaited",
]  # fmt: skip
"""An attribute of Handbook whose objects a rule judges, one by one."""
PagePart = Literal["is_markdown", "sentences", "references", "allowances", "caveats"]
"""An attribute of Page. Study files are pages, too, without sentences."""
ExampleFile = Literal["page", "study", "statements", "bibliography", "retractions", "reviews", "html"]

_EXAMPLE = re.compile(
    r"^(?P<verdict>Bad|Good) \((?P<file>page|study|statements|bibliography|retractions|reviews|html)\):\n"
    r"(?P<text>(?:[ ]{4}.*\n|\n)+)",
    re.MULTILINE,
)
_LAST = 100
"""The position of rules that have none: after the others of their group, by id."""


class Example(NamedTuple):
    """An example out of a rule's documentation: a whole file of the kind named."""

    good: bool
    file: ExampleFile
    text: str


class Remark(NamedTuple):
    """What a rule yields: where a fault is, what is wrong (with what was expected), and how to mend it.

    It becomes a :class:`Problem` with the id and the severity of its rule.
    """

    at: Location
    message: str
    hint: str
    severity: Severity | None = None
    """Only where it differs from the rule's own."""


Remarks = Iterator[Remark]
Check = Callable[[Any, Any], Remarks]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule. ``each`` names the collections of the handbook that it judges.

    ``of_page`` are the parts of a page that it looks at, where that is not the whole file: without
    any of them there is nothing to judge. ``elsewhere`` rules may remark on another file than that of the
    object. Rules whose faults are found while a file is read (a YAML error, a bad directive) yield
    nothing: those problems are kept with the page. ``rendered`` rules judge built pages and are run with the
    checks of the output.
    """

    id: str
    group: str
    each: tuple[Objects, ...]
    severity: Severity
    documentation: str
    check: Check
    of_page: tuple[PagePart, ...] = ()
    elsewhere: bool = False
    rendered: bool = False
    position: int = _LAST

    @property
    def summary(self) -> str:
        """The first paragraph of the documentation on one line."""
        return self.explanation[0]

    @property
    def explanation(self) -> tuple[str, ...]:
        """The paragraphs of the documentation, examples left out."""
        text = _EXAMPLE.sub("", self.documentation + "\n")
        return tuple(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))

    @property
    def examples(self) -> tuple[Example, ...]:
        """The ``Bad`` and ``Good`` blocks of the documentation."""
        return tuple(
            Example(
                block["verdict"] == "Good",
                cast("ExampleFile", block["file"]),
                textwrap.dedent(block["text"]).strip("\n") + "\n",
            )
            for block in _EXAMPLE.finditer(self.documentation + "\n")
        )

    def objects(self, handbook: Handbook, paths: Collection[str] = ()) -> tuple[Any, ...]:
        """What the rule judges in a handbook, or in some of its files."""
        return tuple(
            item
            for collection in self.each
            for item in getattr(handbook, collection)
            if not handbook.rests_on_unreadable(item)
            if (not paths or self.elsewhere or item.at.path in paths)
            and (collection != "pages" or not self.of_page or any(getattr(item, p) for p in self.of_page))
        )

    def problems(self, handbook: Handbook, paths: Collection[str] = ()) -> Iterator[Problem]:
        """All problems of this rule in a handbook, or in some of its files, allowed or not."""
        for problem in _problems_of_reading(handbook).get(self.id, ()):
            if not paths or problem.path in paths:
                yield problem
        for item in self.objects(handbook, paths):
            for remark in self.check(item, handbook):
                if not paths or remark.at.path in paths:
                    severity = remark.severity or self.severity
                    message, hint = sentence(remark.message), sentence(remark.hint)
                    yield Problem(self.id, severity, remark.at.path, remark.at.line, message, hint)


@cached_on_handbook
def _problems_of_reading(handbook: Handbook) -> Mapping[str, Sequence[Problem]]:
    """The problems that were found while reading, by the rule that they break."""
    problems: dict[str, list[Problem]] = {}
    for problem in (*(p for page in handbook.pages for p in page.problems), *handbook.problems):
        problems.setdefault(problem.rule, []).append(problem)
    return problems


RULES: dict[str, Rule] = {}
"""All rules by id, in the order in which readers see them."""


def rule(
    *each: Objects,
    severity: Severity = Severity.ERROR,
    of_page: tuple[PagePart, ...] = (),
    elsewhere: bool = False,
    rendered: bool = False,
    position: int = _LAST,
) -> Callable[[Check], Check]:
    """Register the ``check`` of a module as a rule. ``position`` is its place within its group."""

    def register(check: Check) -> Check:
        _, group, name = check.__module__.rsplit(".", maxsplit=2)
        rule_id = name.replace("_", "-")
        documentation = inspect.getdoc(sys.modules[check.__module__]) or ""
        if rule_id in RULES:
            raise ValueError(f"two rules are called {rule_id}")
        if group not in GROUPS:
            raise ValueError(f"{rule_id}: there is no group {group}")
        RULES[rule_id] = Rule(
            rule_id, group, each, severity, documentation, check, of_page, elsewhere, rendered, position
        )
        return check

    return register


def sort_rules() -> None:
    """Put the rules in the order in which readers see them: by group, position and id."""
    ordered = sorted(RULES.values(), key=lambda known: (GROUPS.index(known.group), known.position, known.id))
    RULES.clear()
    RULES.update((known.id, known) for known in ordered)
