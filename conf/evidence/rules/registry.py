"""The registry of rules: a rule registers itself, with what it judges and how severe it is.

A rule is a generator: given one object and the handbook, it yields a :class:`Remark` for
each fault. The registry calls it once for each object of its collection and stamps the
remarks with the rule's id. Its docstring is its documentation: the first paragraph says
what must hold, ``Bad`` and ``Good`` blocks show examples, and both are run as tests.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

from evidence.caching import cached_on_handbook
from evidence.model import Location, Problem, Severity
from evidence.problems import sentence

if TYPE_CHECKING:
    from evidence.model import Handbook

Group = Literal["claims", "wording", "caveats", "cards", "studies", "numbers", "citations", "pages"]
Objects = Literal[
    "claims",
    "restatements",
    "findings",
    "cards",
    "caveats",
    "studies",
    "statements",
    "bibliography",
    "pages",
    "source_checks",
    "review_records",
    "awaited",
]
"""An attribute of Handbook whose objects a rule judges, one by one."""
PagePart = Literal["is_markdown", "sentences", "references", "allowances", "caveats"]
"""An attribute of Page. Study files are pages, too, without sentences."""
Scope = Literal["document", "named", "handbook", "rendered"]
"""What a rule looks at: a document; that and, by their names, the studies, claims, caveats and sources that
it names; the whole handbook; built pages."""
ExampleFile = Literal["page", "study", "statements", "bibliography", "retractions", "reviews", "html"]

_EXAMPLE = re.compile(
    r"^(?P<verdict>Bad|Good) \((?P<file>page|study|statements|bibliography|retractions|reviews|html)\):\n"
    r"(?P<text>(?:[ ]{4}.*\n|\n)+)",
    re.MULTILINE,
)


class Example(NamedTuple):
    """An example out of a rule's documentation: a whole file of the kind named."""

    good: bool
    file: ExampleFile
    text: str


class Remark(NamedTuple):
    """A fault: where, what is wrong (with what was expected), and how to mend it."""

    at: Location
    message: str
    hint: str = ""
    severity: Severity | None = None
    """Only where it differs from the rule's own."""


Judge = Callable[[Any, "Handbook"], Iterator[Remark]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule. ``each`` names the collections it judges.

    ``of_page`` are the parts of a page that it looks at, where that is not the whole file: without
    any of them there is nothing to judge. ``elsewhere`` rules may remark on another file than that of the
    object.
    ``reading`` rules find their faults while a file is read (a YAML error, a bad directive);
    those faults are kept with the page and only counted here. ``rendered`` rules judge built
    pages and live with the output checks.
    """

    id: str
    group: Group
    each: tuple[Objects, ...]
    severity: Severity
    scope: Scope
    judge: Judge
    of_page: tuple[PagePart, ...] = ()
    elsewhere: bool = False

    @property
    def stands_by_file(self) -> bool:
        """Whether what it finds in a file stands while neither that nor what it names has changed."""
        return self.scope in {"document", "named"}

    @property
    def documentation(self) -> str:
        """The docstring of the rule, without indentation."""
        return inspect.getdoc(self.judge) or ""

    @property
    def summary(self) -> str:
        """The first paragraph of the documentation on one line."""
        return " ".join(self.documentation.split("\n\n")[0].split())

    @property
    def explanation(self) -> tuple[str, ...]:
        """The paragraphs of the documentation, examples left out."""
        text = _EXAMPLE.sub("", self.documentation + "\n")
        return tuple(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))

    @property
    def examples(self) -> tuple[Example, ...]:
        """The ``Bad`` and ``Good`` blocks of the documentation."""
        return tuple(
            Example(found["verdict"] == "Good", cast("ExampleFile", found["file"]), _dedented(found["text"]))
            for found in _EXAMPLE.finditer(self.documentation + "\n")
        )

    def objects(self, handbook: Handbook, paths: Collection[str] = ()) -> tuple[Any, ...]:
        """What the rule judges in a handbook, or in some of its files."""
        return tuple(
            item
            for collection in self.each
            for item in getattr(handbook, collection)
            if (not paths or self.elsewhere or item.at.path in paths)
            and (collection != "pages" or not self.of_page or any(getattr(item, p) for p in self.of_page))
        )

    def problems(self, handbook: Handbook, paths: Collection[str] = ()) -> Iterator[Problem]:
        """The faults in a handbook, or in some of its files, those found while reading included."""
        yield from self.reported(handbook, paths)
        yield from self.judged(handbook, paths)

    def reported(self, handbook: Handbook, paths: Collection[str] = ()) -> Iterator[Problem]:
        """The faults that were found while reading a handbook, or some of its files."""
        for problem in _found_while_reading(handbook).get(self.id, ()):
            if not paths or problem.path in paths:
                yield problem

    def judged(self, handbook: Handbook, paths: Collection[str] = ()) -> Iterator[Problem]:
        """The faults of what was read from a handbook, or from some of its files.

        Only rules that say so remark on something outside the file of the object that they judge.
        """
        for item in self.objects(handbook, paths):
            for remark in self.judge(item, handbook):
                if paths and remark.at.path not in paths:
                    continue
                yield Problem(
                    self.id,
                    remark.severity or self.severity,
                    remark.at.path,
                    remark.at.line,
                    sentence(remark.message),
                    sentence(remark.hint),
                )


@cached_on_handbook
def _found_while_reading(handbook: Handbook) -> Mapping[str, Sequence[Problem]]:
    """The faults that reading found, by the rule that they break."""
    found: dict[str, list[Problem]] = {}
    for problem in (*(p for page in handbook.pages for p in page.problems), *handbook.problems):
        found.setdefault(problem.rule, []).append(problem)
    return found


RULES: dict[str, Rule] = {}
"""All rules by id, in the order in which they are registered."""


def rule(  # noqa: PLR0913  (each has a word of its own)
    *,
    group: Group,
    each: Objects | tuple[Objects, ...],
    severity: Severity = Severity.ERROR,
    scope: Scope = "handbook",
    of_page: PagePart | tuple[PagePart, ...] = (),
    elsewhere: bool = False,
) -> Callable[[Judge], Judge]:
    """Register a generator as a rule; its id is its name with hyphens."""

    def register(judge: Judge) -> Judge:
        rule_id = judge.__name__.replace("_", "-")
        if rule_id in RULES:
            raise ValueError(f"two rules are called {rule_id}")
        if not inspect.getdoc(judge):
            raise ValueError(f"the rule {rule_id} has no documentation")
        judged = each if isinstance(each, tuple) else (each,)
        parts = of_page if isinstance(of_page, tuple) else (of_page,)
        RULES[rule_id] = Rule(rule_id, group, judged, severity, scope, judge, parts, elsewhere)
        return judge

    return register


def _dedented(text: str) -> str:
    return textwrap.dedent(text).strip("\n") + "\n"


def in_order() -> tuple[Rule, ...]:
    """All rules in the order of their groups, as readers see them."""
    groups = get_args(Group)
    return tuple(sorted(RULES.values(), key=lambda known: groups.index(known.group)))


def applying(handbook: Handbook) -> dict[str, list[Rule]]:
    """For each file, by its path, the rules that have something to judge in it."""
    found: dict[str, list[Rule]] = {}
    for known in RULES.values():
        if known.scope != "rendered":
            for path in {item.at.path for item in known.objects(handbook)}:
                found.setdefault(path, []).append(known)
    return found


def by_place(problems: Iterable[Problem]) -> list[Problem]:
    """Problems without repeats, in the order of path, line, rule and message."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.rule, p.message, p.hint))
