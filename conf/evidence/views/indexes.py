"""The index of claims by study type: for each outcome, who says something of it, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.views.elements import Index, Line, Link, Table, View
from evidence.views.phrases import joined
from evidence.views.registry import view

if TYPE_CHECKING:
    from evidence.model import Claim, Handbook


@view
def claim_index(handbook: Handbook) -> View:
    """Every claim under each of its study types and outcomes, named by its sources."""
    parts = []
    for kind in handbook.vocabulary.study_type:
        claims = [claim for claim in handbook.claims if kind.id in claim.study_types]
        rows = tuple(
            (((outcome.label,),), (_links([c for c in claims if outcome.id in c.outcomes], handbook),))
            for outcome in handbook.vocabulary.outcome
            if any(outcome.id in claim.outcomes for claim in claims)
        )
        without = [claim for claim in claims if not claim.outcomes]
        if without:
            rows += ((((_NO_OUTCOME,),), (_links(without, handbook),)),)
        if rows:
            table = Table("claim-index", "", (("Outcome",), ("Statements, by their sources",)), rows)
            parts.append((f"claims-{kind.id}", kind.label, table))
    return Index(tuple(parts))


_NO_OUTCOME = "No outcome of a study"


def _links(claims: list[Claim], handbook: Handbook) -> Line:
    return joined(tuple(Link("claim", claim.id, _sources(claim, handbook)) for claim in claims), " · ")


def _sources(claim: Claim, handbook: Handbook) -> str:
    names = [
        handbook.entry_by_key[key].short if key in handbook.entry_by_key else key
        for key in (*claim.studies, *claim.cite)
    ]
    return ", ".join(names) or claim.id.replace("-", " ")
