"""Which files rest on which: a claim names studies and caveats, a restatement names claims."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from evidence.model import ResultReference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from evidence.model import Caveat, Claim, EvidenceCard, Handbook, Page, Restatement, Study


def files_depending_on(changed: Collection[str], handbook: Handbook) -> frozenset[str]:
    """These files, and all whose statements name something in one of them, at any remove."""
    users: dict[str, set[str]] = {}
    for page in handbook.pages:
        for named in _named(page, handbook):
            users.setdefault(named.at.path, set()).add(page.path)
    found, new = set(changed), set(changed)
    while new:
        new = {user for path in new for user in users.get(path, ())} - found
        found |= new
    return frozenset(found)


def _named(page: Page, handbook: Handbook) -> Iterator[Claim | Caveat | Study]:
    """What the statements of a page name."""
    statements: tuple[Claim | Restatement, ...] = (*page.claims, *page.restatements)
    findings = tuple(finding for card in page.cards for finding in card.findings)
    contents = (*(s.content for s in statements), *(f.lead for f in findings))
    printed = {part.study for content in contents for part in content if isinstance(part, ResultReference)}
    sources = {key for claim in page.claims for key in (*claim.studies, *claim.contrary, *claim.cite)}
    caveats = {key for statement in statements for key in statement.own_caveats}
    caveats |= {key for finding in findings for key in finding.caveats}
    claims = {key for restatement in page.restatements for key in restatement.claims}
    yield from filter(None, map(handbook.study_by_id.get, sources | printed))
    yield from filter(None, map(handbook.caveat_by_id.get, caveats))
    yield from filter(None, map(handbook.claim_by_id.get, claims))


def names_in(handbook: Handbook) -> str:
    """A digest of all names by which statements can be told apart, and of the files where they stand."""
    named: tuple[Claim | Caveat | EvidenceCard, ...] = (*handbook.claims, *handbook.caveats, *handbook.cards)
    places = [
        *((item.anchor, item.aliases, item.at.path) for item in named),
        *((finding.anchor, (), finding.at.path) for finding in handbook.findings),
        *((study.id, (), study.at.path) for study in handbook.studies),
    ]
    return hashlib.sha256(repr(places).encode()).hexdigest()
