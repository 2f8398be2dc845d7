"""The directive ``{mechanism-diagram}``: steps of an idea, and the claims that lead from one to the next.

Study type, direction and certainty come from the claims. A description has a line for each step and arrow::

    gut: Magnesium in the gut
    blood: Phosphate in blood
    gut -> blood: carbonate-binder-phosphate, pooled-phosphate
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from evidence.model import Reference
from sphinx_evidence.directives.base import EvidenceDirective

if TYPE_CHECKING:
    from docutils import nodes

_STEP = re.compile(r"(?P<id>[a-z0-9]+(-[a-z0-9]+)*)\s*:\s*(?P<words>\S.*)")
_ARROW = re.compile(r"(?P<start>[a-z0-9-]+)\s*->\s*(?P<end>[a-z0-9-]+)\s*:\s*(?P<claims>\S.*)")


class _Arrow(NamedTuple):
    """An arrow between two steps, the claims it stands for, and its line in the page."""

    start: str
    end: str
    claims: tuple[str, ...]
    line: int


class MechanismDirective(EvidenceDirective):
    """``{mechanism-diagram}``: a table of the claims that lead from one step to the next."""

    known_options: ClassVar[tuple[str, ...]] = ("title",)

    def read(self) -> list[nodes.Node]:
        """The place of the table, unless a line cannot be read."""
        before = len(self.page.problems)
        title = " ".join((self.word("title") or "").split())
        if not title:
            self.tell(f"{{{self.name}}} needs :title:.", "Say what the idea is.")
        if self.argument:
            self.tell(
                f"{{{self.name}}} takes no words behind its name; found {self.argument!r}.", "Use :title:."
            )
        steps, arrows = self._parsed()
        if len(self.page.problems) > before:
            return []
        for arrow in arrows:
            at = self.source.at(arrow.line)
            self.page.references += [Reference("claim", claim, at) for claim in arrow.claims]
        lines = (
            f"{steps[arrow.start]} \N{RIGHTWARDS ARROW} {steps[arrow.end]}: {', '.join(arrow.claims)}"
            for arrow in arrows
        )
        return [self.view(self.name, title, *lines)]

    def _parsed(self) -> tuple[dict[str, str], list[_Arrow]]:
        """The words of the steps and the arrows; what cannot be read is reported at its line."""
        above = max(self.option_lines.values(), default=self.opening)
        first = self.source.snap(above + 1, self.content[0].strip()) if self.content else self.opening
        steps: dict[str, str] = {}
        arrows: list[_Arrow] = []
        for number, text in enumerate(map(str.strip, self.content), start=first):
            if match := _ARROW.fullmatch(text):
                claims = tuple(word.strip() for word in match["claims"].split(",") if word.strip())
                arrows.append(_Arrow(match["start"], match["end"], claims, number))
            elif (step := _STEP.fullmatch(text)) and step["id"] in steps:
                self.tell_at(
                    number, f"the step '{step['id']}' stands twice.", "Give one of them another name."
                )
            elif step:
                steps[step["id"]] = step["words"]
            elif text:
                self.tell_at(
                    number,
                    f"this line of the diagram is neither a step nor an arrow: {text!r}.",
                    "Write 'name: words', or 'name -> name: claim-id, claim-id'.",
                )
        for arrow in arrows:
            for name in dict.fromkeys((arrow.start, arrow.end)):
                if name not in steps:
                    message = f"the arrow names a step '{name}' that is not there."
                    self.tell_at(arrow.line, message, "Add a line 'name: words' for it.")
        if not arrows:
            self.tell_at(first, "the diagram has no arrow.", "Write 'name -> name: claim-id'.")
        return steps, arrows
