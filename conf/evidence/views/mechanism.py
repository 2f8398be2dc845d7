"""The table of a mechanism: for each arrow from one step of an idea to the next, what its claims say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.analysis.caveats import caveats_of
from evidence.analysis.streams import plain_text, stream_of_claim
from evidence.views.elements import Line, Link, Table
from evidence.views.phrases import (
    caveat_link,
    certainty_words,
    direction_words,
    joined,
    stream_symbol,
    study_link,
    type_words,
)
from evidence.views.view_registry import view

if TYPE_CHECKING:
    from evidence.model import Claim, Handbook


@view
def mechanism_diagram(handbook: Handbook, title: str, *arrows: str) -> Table:
    """The claims behind each arrow; an arrow is its words, a colon, and the ids of its claims."""
    rows = tuple(
        _row(words, handbook.claim_by_id[claim], handbook)
        for words, _, claims in (arrow.rpartition(": ") for arrow in arrows)
        for claim in claims.split(", ")
        if claim in handbook.claim_by_id
    )
    head: tuple[Line, ...] = (("Arrow",), ("Claim",), ("Evidence",), ("Sources",), ("Caveats",))
    anchor = "-".join(("mechanism", *re.findall(r"[a-z0-9]+", title.lower())))
    return Table("picture-data", title, head, rows, "No claim supports an arrow.", anchor)


def _row(arrow: str, claim: Claim, handbook: Handbook) -> tuple[tuple[Line, ...], ...]:
    stream = stream_of_claim(claim, handbook)
    caveats = tuple(caveat_link(word, handbook) for word in caveats_of(claim, handbook))
    contrary = joined(tuple(study_link(word, handbook) for word in claim.contrary))
    direction: Line = ("No direction",)
    if claim.direction:
        direction = direction_words(claim, handbook.studies_of(claim), stream, handbook)
    evidence = (
        (*stream_symbol(stream, handbook), type_words(claim.study_types, handbook)),
        direction,
        certainty_words(claim.certainty, stream, handbook),
    )
    sources = joined(tuple(study_link(word, handbook) for word in claim.studies))
    return (
        ((arrow,),),
        ((Link("claim", claim.id, plain_text(claim.content, handbook)),),),
        evidence,
        (sources, ("Contrary: ", *contrary) if contrary else ()),
        (joined(caveats, " · "),),
    )
