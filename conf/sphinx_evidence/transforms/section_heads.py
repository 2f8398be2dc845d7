"""What every statement of a section should make a reader careful about, said once at the section's head.

The statements then print what is particular to them. A section's own statements count, not those of
its sub-sections, so that the head is never far from them; findings have heads of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from evidence.analysis.caveats import caveats_in_common, caveats_of, caveats_of_restatement
from sphinx_evidence.nodes import evidence_claim, evidence_finding, evidence_restatement, evidence_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Handbook


def add_section_heads(around: nodes.Element, handbook: Handbook) -> None:
    """Give each section within a page the line of what its statements have in common."""
    for section in _sections(around):
        places = list(_places(section))
        shared = caveats_in_common((_caveats(p, handbook) for p in places), handbook)
        if shared:
            for place in places:
                place["spec"] = (*place["spec"], *shared)
            head = evidence_view(spec=("section-head", *shared), docname=places[0]["docname"])
            after_title = section.first_child_not_matching_class(nodes.title) or 0
            section.insert(after_title, nodes.paragraph("", "", head, classes=["section-head"]))


def own_sections(around: nodes.Element) -> list[nodes.section]:
    """The sections that stand in a page or section itself, those within them left out."""
    return [child for child in around.children if isinstance(child, nodes.section)]


def _sections(around: nodes.Element) -> Iterator[nodes.section]:
    """The sections of a page; pages that a builder put inside it are pages of their own."""
    for child in around.children:
        if isinstance(child, nodes.section):
            yield child
        if isinstance(child, nodes.Element) and not isinstance(child, addnodes.start_of_file):
            yield from _sections(child)


def _places(around: nodes.Element) -> Iterator[evidence_view]:
    """The places of the tags of a section's own statements."""
    for child in around.children:
        if isinstance(child, evidence_claim | evidence_restatement):
            yield from (
                place
                for place in child.children
                if isinstance(place, evidence_view) and place["spec"][0] in {"claim", "restatement"}
            )
        elif isinstance(child, nodes.Element) and not isinstance(
            child, nodes.section | evidence_finding | addnodes.start_of_file
        ):
            yield from _places(child)


def _caveats(place: evidence_view, handbook: Handbook) -> tuple[str, ...]:
    """The caveats of the statement whose tag stands at a place."""
    kind, name, *where = place["spec"]
    if kind == "claim":
        path, line = where
        claim = handbook.claim_at(name, path, int(line))
        return caveats_of(claim, handbook) if claim else ()
    restatement = handbook.restatement_by_id.get(name)
    return caveats_of_restatement(restatement, handbook) if restatement else ()
