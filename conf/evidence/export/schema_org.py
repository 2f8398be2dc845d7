"""What search engines and libraries are told of a page: its kind, its subjects and sources, after schema.org.

All of it comes from the frozen handbook. What is unknown is left out. ``lastReviewed`` is not said, because
nobody has reviewed a page.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

from evidence.export.citations import links_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import BibliographyEntry, Claim, Handbook, Page, Study

_WORK = {"article": "MedicalScholarlyArticle", "book": "Book", "report": "Report", "thesis": "Thesis"}
"""The kinds of work that schema.org knows, by the kind of a bibliography entry."""

_STUDY = {
    "trials": "MedicalTrial",
    "observational": "MedicalObservationalStudy",
    "laboratory": "MedicalStudy",
}
"""The kinds of study that schema.org knows, by stream. Reviews and context are works alone."""


def schema_org_data(page: Page, handbook: Handbook) -> dict[str, Any]:
    """The kind of a page, the day it changed, what it is about, what it cites, and the study it shows."""
    claims = _claims_on(page, handbook)
    medical = claims or page.caveats or page.cards or page.studies
    outcomes = dict.fromkeys(
        chain(
            chain.from_iterable(claim.outcomes for claim in claims),
            chain.from_iterable(card.outcomes for card in page.cards),
            (result.outcome for study in page.studies for result in study.results),
        )
    )
    facts = {
        "@type": "MedicalWebPage" if medical else "WebPage",
        "dateModified": page.metadata.get("changed"),
        "about": [
            {"@type": "Thing", "name": handbook.vocabulary.label("outcome", word)} for word in outcomes
        ],
        "mainEntity": _study(page.studies[0], handbook) if page.studies else None,
        "citation": [_cited(entry) for entry in _sources_of(claims, handbook)],
    }
    return _known(facts)


def _claims_on(page: Page, handbook: Handbook) -> list[Claim]:
    """The claims that stand or are restated on a page."""
    named = (name for restatement in page.restatements for name in restatement.claims)
    restated = (handbook.claim_by_id[name] for name in named if name in handbook.claim_by_id)
    return list(dict.fromkeys((*page.claims, *restated)))


def _sources_of(claims: Iterable[Claim], handbook: Handbook) -> list[BibliographyEntry]:
    """What claims rest on, what contradicts them and what they cite, by key."""
    keys = {key for claim in claims for key in (*claim.studies, *claim.contrary, *claim.cite)}
    return [handbook.entry_by_key[key] for key in sorted(keys) if key in handbook.entry_by_key]


def _cited(entry: BibliographyEntry) -> dict[str, Any]:
    address = next((address for _, address in links_out(entry)), None)
    return _known({"@type": _WORK.get(entry.kind, "CreativeWork"), "@id": address, "name": entry.title})


def _study(study: Study, handbook: Handbook) -> dict[str, Any] | None:
    """The publication of a study, and the study it tells of."""
    entry = handbook.entry_by_key.get(study.id)
    if entry is None:
        return None
    fields = entry.fields
    names = {"DOI": fields.get("doi"), "PMID": fields.get("pmid"), "PMCID": fields.get("pmcid")}
    kind = handbook.vocabulary.study_types.get(study.type)
    told = _STUDY.get((kind.stream if kind else None) or "")
    work = {
        **_cited(entry),
        "author": [{"@type": "Person", "familyName": name} for name in entry.names],
        "datePublished": entry.year,
        "isPartOf": {"@type": "Periodical", "name": fields["journal"]} if "journal" in fields else None,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value}
            for name, value in names.items()
            if value
        ],
        "sameAs": [address for _, address in links_out(entry)],
        "about": {"@type": told, "name": entry.title} if told else None,
    }
    return _known(work)


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts without those that have nothing to say."""
    return {name: value for name, value in facts.items() if value}


def as_script(facts: dict[str, Any]) -> str:
    """JSON that may stand in a script element: no text can end the element or begin a comment in it."""
    text = json.dumps({"@context": "https://schema.org", **facts}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")
