"""Roles: ``{claim}``, ``{study}``, ``{caveat}``, ``{card}`` refer; ``{result}`` and ``{count}`` print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxRole

from evidence.model import Location, Problem, Reference, Severity
from evidence.problems import close_word
from sphinx_evidence.domain import evidence_domain, view_node
from sphinx_evidence.parsers.source_lines import source_lines

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_COUNTED = ("claims", "studies", "caveats", "cards", "statements", "restatements")


class _EvidenceRole(SphinxRole):
    """A role that knows the line it stands on."""

    @property
    def at(self) -> Location:
        """The line that holds the role."""
        try:
            source = source_lines(self.env)
        except FileNotFoundError:
            return Location(self.env.current_document.docname, self.lineno)
        return source.at(source.snap(self.lineno, f"`{self.text}`"))

    def refer(self, kind: str, target: str) -> None:
        """Remember the reference; a rule judges whether its target exists."""
        page = evidence_domain(self.env).page(self.env.current_document.docname)
        page.references.append(Reference(kind, target, self.at))


class ObjectRole(_EvidenceRole):
    """A link to an object, with the text that the object itself gives."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The place for the link."""
        target = self.text.strip()
        self.refer(self.name, target)
        return [view_node(self.env, ("object-link", self.name, target))], []


class ResultRole(_EvidenceRole):
    """``{result}`STUDY.RESULT``` or ``STUDY.RESULT.ARM``: a figure out of a study file."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The place for the figure."""
        parts = self.text.strip().split(".")
        self.refer("result", self.text.strip())
        if len(parts) not in {2, 3}:
            parts = [self.text.strip(), ""]
        study, name, *arm = parts
        return [view_node(self.env, ("figure", study, name, arm[0] if arm else None))], []


class CountRole(_EvidenceRole):
    """``{count}`claims```: how many objects the handbook has."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The place for the number."""
        what = self.text.strip()
        if what not in _COUNTED:
            evidence_domain(self.env).page(self.env.current_document.docname).problems.append(
                Problem(
                    "page-markup",
                    Severity.ERROR,
                    *self.at,
                    f"{{count}} cannot count '{what}'; it counts {', '.join(_COUNTED)}.",
                    close_word(what, _COUNTED),
                )
            )
        return [view_node(self.env, ("count", what))], []


def setup_roles(app: Sphinx) -> None:
    """Register the roles."""
    for name in ("claim", "study", "caveat", "card"):
        app.add_role(name, ObjectRole())
    app.add_role("result", ResultRole())
    app.add_role("count", CountRole())
