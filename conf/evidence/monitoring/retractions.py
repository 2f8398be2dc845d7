"""Retractions, corrections and expressions of concern: Crossref in both directions, Retraction Watch.

What was found is kept in records/retractions.yaml, source by source, so that a run that stops goes
on where it was. A source that could not be asked about stays as it was; unknown is not ok.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from evidence.intake.publication import doi_of
from evidence.model import RetractionStatus
from evidence.web.client import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from evidence.model import BibliographyEntry
    from evidence.web.client import WebClient
    from evidence.web.services import Services

OK, UNKNOWN = "ok", "unknown"
_GRAVITY = ("corrected", "concern", "retracted")
"""States of a source with a notice, the gravest last."""

_STATE_OF = {
    "retraction": "retracted",
    "partial_retraction": "retracted",
    "removal": "retracted",
    "withdrawal": "retracted",
    "expression_of_concern": "concern",
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "addendum": "corrected",
    "clarification": "corrected",
}
"""What Crossref calls an update, and what it means for the source. New versions mean nothing."""

_FOUND, _NOT_FOUND = 200, 404


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice on a source: the state it puts it in, and its own DOI, empty where none was given."""

    state: str
    doi: str = ""


def gravest(notices: Iterable[Notice]) -> RetractionStatus:
    """The gravest of some notices; ``ok`` where there is none."""
    grave = sorted(notices, key=lambda notice: (_GRAVITY.index(notice.state), notice.doi))
    return RetractionStatus(grave[-1].state, grave[-1].doi) if grave else RetractionStatus(OK)


def ask_crossref(doi: str, client: WebClient, services: Services) -> RetractionStatus:
    """What Crossref knows of a DOI: the notices its record names, and those that name it.

    A DOI that Crossref does not have is ``unknown``. Raises Unreachable where no answer came that
    can be used.
    """
    record = client.get(f"{services.crossref}/works/{quote(doi, safe='')}")
    if record.status == _NOT_FOUND:
        return RetractionStatus(UNKNOWN)
    named = _message(record.status, record.text).get("updated-by") or ()
    naming = client.get(f"{services.crossref}/works", _search(doi))
    items = _message(naming.status, naming.text).get("items") or ()
    notices = [
        *_notices(named, own_doi=True),
        *(
            Notice(notice.state, str(item.get("DOI") or "").lower())
            for item in items
            for notice in _notices(
                [u for u in item.get("update-to") or () if doi_of(str(u.get("DOI"))).lower() == doi.lower()],
                own_doi=False,
            )
        ),
    ]
    return gravest(notices)


def _search(doi: str) -> dict[str, str]:
    """The search for notices that name a DOI. A comma would end the value of a filter."""
    if "," in doi:
        return {"query": doi, "filter": "is-update:true", "rows": "100"}
    return {"filter": f"updates:{doi}", "rows": "100"}


def _message(status: int, text: str) -> dict[str, Any]:
    import json

    if status != _FOUND:
        raise ServiceError(f"Crossref answered {status}")
    try:
        message = json.loads(text)["message"]
    except (ValueError, KeyError, TypeError):
        raise ServiceError("the answer of Crossref cannot be read") from None
    if not isinstance(message, dict):
        raise ServiceError("the answer of Crossref cannot be read")
    return message


def _notices(updates: Iterable[Mapping[str, Any]], *, own_doi: bool) -> Iterator[Notice]:
    """The notices among some updates; ``own_doi``: their DOI is that of the notice."""
    for update in updates:
        state = _STATE_OF.get(str(update.get("type", "")).lower().replace("-", "_").replace(" ", "_"))
        if state:
            yield Notice(state, doi_of(str(update.get("DOI"))).lower() if own_doi else "")


def read_retraction_watch(path: Path) -> Mapping[str, tuple[Notice, ...]]:
    """The notices of a Retraction Watch export, by DOI and by PubMed number of the paper.

    Raises ValueError, with a message for people, where the file is no such export.
    """
    needed = {"OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionDOI", "RetractionNature"}
    found: dict[str, list[Notice]] = {}
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.DictReader(file)
            missing = needed - set(rows.fieldnames or ())
            if missing:
                raise ValueError(
                    f"{path}: no Retraction Watch export; missing columns: {', '.join(sorted(missing))}"
                )
            for row in rows:
                state = _STATE_OF.get((row["RetractionNature"] or "").strip().lower().replace(" ", "_"))
                notice = Notice(state or "", doi_of(row["RetractionDOI"] or "").lower())
                for key in (
                    doi_of(row["OriginalPaperDOI"] or "").lower(),
                    (row["OriginalPaperPubMedID"] or "").strip(),
                ):
                    if state and key and key != "0":
                        found.setdefault(key, []).append(notice)
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror or error}") from None
    except csv.Error as error:
        raise ValueError(f"{path}: {error}") from None
    return {key: tuple(notices) for key, notices in found.items()}


def listed(entry: BibliographyEntry, watch: Mapping[str, tuple[Notice, ...]]) -> tuple[Notice, ...]:
    """The notices of a Retraction Watch export on an entry of the bibliography."""
    doi, pmid = doi_of(entry.fields.get("doi", "")).lower(), entry.fields.get("pmid", "").strip()
    return tuple(dict.fromkeys((*watch.get(doi, ()), *watch.get(pmid, ()))))


def ask_about(
    entry: BibliographyEntry,
    watch: Mapping[str, tuple[Notice, ...]],
    client: WebClient,
    services: Services,
) -> RetractionStatus | None:
    """What Crossref and an export of Retraction Watch say of a source; a notice of either counts.

    None where the source has no DOI and the export, which may be empty, does not list it. Raises
    Unreachable where Crossref did not answer and the export says nothing.
    """
    doi, notices = doi_of(entry.fields.get("doi", "")), [*listed(entry, watch)]
    if not doi:
        return gravest(notices) if notices else None
    try:
        asked = ask_crossref(doi, client, services)
    except ServiceError:
        if not notices:
            raise
        return gravest(notices)
    if asked.status in _GRAVITY:
        notices.append(Notice(asked.status, asked.notice))
    return gravest(notices) if notices else asked
