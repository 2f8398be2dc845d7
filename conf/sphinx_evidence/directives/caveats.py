"""``{caveat}``: a caveat, defined once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes

from evidence.model import Caveat
from sphinx_evidence.directives.base import EvidenceDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class CaveatDirective(EvidenceDirective):
    """``{caveat} ID`` with ``:title:`` and ``:summary:``; the content is its full text."""

    known_options: ClassVar[tuple[str, ...]] = ("title", "summary", "alias")
    needs_argument = "an id"

    def read(self) -> list[nodes.Node]:
        """A section with title, summary, full text and the number of claims that carry it."""
        for option in ("title", "summary"):
            if not self.word(option):
                self.tell(
                    f"the caveat {self.argument} has no {option}.",
                    f"Add :{option}: below the opening line.",
                    option,
                )
        title = self.word("title") or self.argument
        summary = " ".join((self.word("summary") or "").split())
        caveat = Caveat(
            at=self.at,
            docname=self.page.docname,
            lines=self.option_lines,
            id=self.argument,
            title=title,
            summary=summary,
            text=" ".join(" ".join(self.content).split()),
            aliases=self.words("alias"),
        )
        self.page.caveats.append(caveat)
        section = nodes.section(
            ids=[caveat.anchor, *(f"caveat-{alias}" for alias in caveat.aliases)],
            names=[nodes.fully_normalize_name(title)],
            classes=["caveat"],
        )
        section["evidence-caveat"] = caveat.id
        self.set_source_info(section)
        section += nodes.title(title, title)
        section += nodes.paragraph(summary, summary, classes=["caveat-summary"])
        section += self.parse("caveat", self.argument).children
        section += nodes.paragraph("", "", self.view("caveat-use", caveat.id), classes=["caveat-use"])
        return [section]


def setup_caveats(app: Sphinx) -> None:
    """Register the directive of caveats."""
    app.add_directive("caveat", CaveatDirective)
