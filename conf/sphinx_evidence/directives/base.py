"""What all directives of the handbook share: options read leniently, faults told at their line.

Every option is accepted while parsing and judged here, so that a misspelt one is told with
the close known word, at its own line, instead of being dropped.
"""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from evidence.model import ID_PATTERN, Location, Problem, ResultReference, Severity
from evidence.problems import close_word
from sphinx_evidence.domain import evidence_domain, view_node
from sphinx_evidence.nodes import evidence_view
from sphinx_evidence.parsers.source_lines import source_lines

if TYPE_CHECKING:
    from evidence.model import Content, Page
    from sphinx_evidence.domain import EvidenceDomain

CONTEXT = "evidence-context"
"""Key in the current document: the stack of directives around the one being read."""


class _AnyOption(dict[str, Any]):
    """An option specification that takes every option as text."""

    def __init__(self) -> None:
        super().__init__(name=directives.unchanged)

    def __missing__(self, key: str) -> Any:
        return directives.unchanged


class EvidenceDirective(SphinxDirective):
    """A directive that knows its exact lines and tells faults as problems."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = _AnyOption()
    known_options: ClassVar[tuple[str, ...]] = ()
    needs_argument: ClassVar[str] = ""
    """What the argument is, where one is needed."""

    def run(self) -> list[nodes.Node]:
        """Check argument and options, then read the directive."""
        self.source = source_lines(self.env)
        self.argument = self.arguments[0].strip() if self.arguments else ""
        self.opening = self.source.directive(self.lineno, self.name, self.argument)
        self.option_lines = self.source.options(self.opening)
        for option in self.options:
            if option not in self.known_options:
                self.tell(
                    f"the option :{option}: is unknown for {{{self.name}}}; "
                    f"it takes {', '.join(f':{o}:' for o in self.known_options) or 'none'}.",
                    close_word(option, self.known_options),
                    option,
                )
        if self.needs_argument and not ID_PATTERN.fullmatch(self.argument):
            found = f"found {self.argument!r}" if self.argument else "found none"
            self.tell(
                f"{{{self.name}}} needs {self.needs_argument}; {found}.",
                "Write lower-case words joined by hyphens after the name of the directive.",
            )
            return []
        return self.read()

    def read(self) -> list[nodes.Node]:
        """Read the directive into the page's data and its nodes."""
        raise NotImplementedError

    # -- where we are

    @property
    def domain(self) -> EvidenceDomain:
        """The evidence domain."""
        return evidence_domain(self.env)

    @property
    def page(self) -> Page:
        """The page that is being read."""
        return self.domain.page(self.env.current_document.docname)

    @property
    def at(self) -> Location:
        """The line of the opening fence."""
        return self.source.at(self.opening)

    @property
    def context(self) -> list[tuple[str, str]]:
        """The directives around this one, outermost first, as (name, id)."""
        stack = self.env.current_document.setdefault(CONTEXT, [])
        return cast("list[tuple[str, str]]", stack)

    def around(self, name: str) -> str | None:
        """The id of the innermost directive of a name around this one."""
        return next((found for kind, found in reversed(self.context) if kind == name), None)

    @property
    def finding_around(self) -> tuple[str, str] | None:
        """The (card, stream) around this directive."""
        card, stream = self.around("evidence-card"), self.around("finding")
        return (card, stream) if card and stream else None

    # -- options

    def word(self, option: str) -> str | None:
        """The one word of an option, or None."""
        text = (self.options.get(option) or "").strip()
        return intern(text) if text else None

    def words(self, option: str) -> tuple[str, ...]:
        """The words of an option that takes a list. They are few, so each is kept once."""
        text = self.options.get(option) or ""
        return tuple(intern(part.strip()) for part in text.replace("\n", ",").split(",") if part.strip())

    # -- content

    def parse(self, kind: str, identity: str) -> nodes.Element:
        """Parse the content inside this directive's context."""
        inside = nodes.Element()
        self.context.append((kind, identity))
        try:
            self.state.nested_parse(self.content, self.content_offset, inside)
        finally:
            self.context.pop()
        return inside

    def text_line(self, paragraph: nodes.Element) -> int:
        """The exact line on which a paragraph of the content begins."""
        return self.source.block(paragraph.line or self.lineno, paragraph.rawsource)

    def view(self, *spec: str | None) -> evidence_view:
        """A place for a view, remembered for the page's fingerprint."""
        return view_node(self.env, tuple(spec))

    # -- faults

    def tell(self, message: str, hint: str = "", option: str | None = None) -> None:
        """Report a fault of form at an option's line, or at the directive."""
        self.tell_at(self.option_lines.get(option, self.opening) if option else self.opening, message, hint)

    def tell_at(self, line: int, message: str, hint: str = "") -> None:
        """Report a fault of form at a line of the page."""
        self.page.problems.append(
            Problem("page-markup", Severity.ERROR, self.source.path, line, message, hint)
        )


def content_of(paragraph: nodes.Element, at: Location) -> Content:
    """The text of a paragraph, with figures of study files as references."""
    parts: list[str | ResultReference] = []
    for node in _leaves(paragraph):
        if isinstance(node, evidence_view):
            name, *arguments = node["spec"]
            if name == "figure":
                study, result, arm = arguments
                parts.append(ResultReference(study, result, arm, at))
            else:
                parts.append(arguments[-1] if arguments else "")
        else:
            parts.append(" ".join(node.astext().split("\n")))
    return tuple(parts)


def _leaves(node: nodes.Node) -> list[nodes.Node]:
    """Texts and places for views, in order."""
    if isinstance(node, evidence_view | nodes.Text):
        return [node]
    return [leaf for child in node.children for leaf in _leaves(child)]
