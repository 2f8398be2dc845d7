"""Records from services: Crossref by DOI, PubMed by number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from evidence.intake.publication import Author, IntakeError, Publication, plain, plain_title, registrations_in
from evidence.intake.reference_files import from_medline
from evidence.web.client import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.web.client import Answer, WebClient
    from evidence.web.services import Services

_FOUND, _NOT_FOUND, _TOO_MANY = 200, 404, 429
_SERVER_FAULT = 500

_CROSSREF_KINDS = {
    "journal-article": "article",
    "book": "book",
    "monograph": "book",
    "book-chapter": "incollection",
    "proceedings-article": "inproceedings",
    "dissertation": "phdthesis",
    "posted-content": "misc",
}


def by_pmid(pmid: str, client: WebClient, services: Services) -> Publication:
    """The publication with a PubMed number. Raises IntakeError where there is none to be had."""
    name = f"PubMed {pmid}"
    answer = _ask(
        client,
        f"{services.eutils}/efetch.fcgi",
        {"db": "pubmed", "id": pmid, "rettype": "medline", "retmode": "text"},
        name,
    )
    if "TI  - " not in answer.text and "BTI - " not in answer.text:
        raise IntakeError(f"{name}: PubMed has no record with this number")
    return from_medline(answer.text, name)


def by_doi(doi: str, client: WebClient, services: Services) -> tuple[Publication, str]:
    """The publication with a DOI, and a remark where PubMed could not be asked about it.

    Crossref gives the record, PubMed (where it knows the DOI) its number and publication types.
    Raises IntakeError where Crossref has no such work or cannot be asked.
    """
    name = f"DOI {doi}"
    answer = _ask(client, f"{services.crossref}/works/{quote(doi, safe='')}", {}, name)
    try:
        work = answer.json()["message"]
        publication = _from_crossref(work, doi, name)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise IntakeError(
            f"{name}: the answer of Crossref cannot be read; try again, or use a .ris file"
        ) from None
    try:
        indexed = _in_pubmed(doi, client, services)
    except (IntakeError, ServiceError) as error:
        return publication, f"PubMed was not asked for number and type: {error}"
    return _joined(publication, indexed) if indexed else publication, ""


def _in_pubmed(doi: str, client: WebClient, services: Services) -> Publication | None:
    answer = _ask(
        client,
        f"{services.eutils}/esearch.fcgi",
        {"db": "pubmed", "term": f"{doi}[AID]", "retmode": "json"},
        f"DOI {doi}",
    )
    try:
        numbers = answer.json()["esearchresult"]["idlist"]
    except (ValueError, KeyError, TypeError):
        raise IntakeError("its answer cannot be read") from None
    if len(numbers) != 1:  # none, or a search that PubMed loosened
        return None
    found = by_pmid(str(numbers[0]), client, services)
    return found if found.doi.lower() == doi.lower() else None


def _joined(publication: Publication, indexed: Publication) -> Publication:
    """Crossref's record with what PubMed alone knows."""
    return replace(
        publication,
        pmid=indexed.pmid,
        pmcid=indexed.pmcid,
        types=indexed.types,
        about=indexed.about,
        registrations=tuple(dict.fromkeys((*publication.registrations, *indexed.registrations))),
    )


def _from_crossref(work: dict[str, Any], doi: str, origin: str) -> Publication:
    title = plain_title(next(iter(work["title"]), ""))
    if not title:
        raise IntakeError(
            f"{origin}: Crossref's record has no title; use a file exported by PubMed or a library"
        )
    subtitle = plain_title(next(iter(work.get("subtitle") or ()), ""))
    return Publication(
        title=f"{title}: {subtitle}" if subtitle and subtitle.lower() not in title.lower() else title,
        authors=tuple(_crossref_authors(work.get("author") or ())),
        journal=plain(next(iter(work.get("container-title") or ()), "")),
        year=_crossref_year(work),
        volume=plain(work.get("volume")),
        number=plain(work.get("issue")),
        pages=plain(work.get("page") or work.get("article-number")),
        doi=plain(work.get("DOI")) or doi,
        kind=_CROSSREF_KINDS.get(plain(work.get("type")), "misc"),
        registrations=registrations_in(
            *(
                str(trial.get("clinical-trial-number", ""))
                for trial in work.get("clinical-trial-number") or ()
            ),
            plain(work.get("abstract")),
        ),
        origin=origin,
    )


def _crossref_authors(names: Iterable[dict[str, Any]]) -> list[Author]:
    return [
        Author(plain(name.get("family")), plain(name.get("given")))
        if name.get("family")
        else Author(plain(name.get("name")), group=True)
        for name in names
        if name.get("family") or name.get("name")
    ]


def _crossref_year(work: dict[str, Any]) -> str:
    """The year of the issue, or of the earliest publication."""
    for date in ("published-print", "issued", "published-online", "published"):
        parts = (work.get(date) or {}).get("date-parts") or [[None]]
        if parts[0] and parts[0][0]:
            return str(parts[0][0])
    return ""


def _ask(client: WebClient, address: str, parameters: dict[str, str], name: str) -> Answer:
    """An answer with status 200. Raises IntakeError, in words for who typed the identifier."""
    try:
        answer = client.get(address, parameters)
    except ServiceError as error:
        raise IntakeError(
            f"{name}: {error}. Try again later, or export the record to a file "
            "(.nbib, .ris or .bib) and use that"
        ) from None
    if answer.status == _FOUND:
        return answer
    if answer.status in {_NOT_FOUND, 400}:
        raise IntakeError(f"{name}: the service knows no such record; look for a slip in the identifier")
    if answer.status == _TOO_MANY:
        raise IntakeError(f"{name}: the service asks us to slow down (429); try again in some minutes")
    if answer.status >= _SERVER_FAULT:
        raise IntakeError(f"{name}: the service has a fault of its own ({answer.status}); try again later")
    raise IntakeError(f"{name}: the service refused ({answer.status}); use a .nbib, .ris or .bib file")
