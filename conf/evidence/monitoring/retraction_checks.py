"""Retractions, corrections and expressions of concern: Crossref in both directions, Retraction Watch.

What was found is kept in records/retractions.yaml, source by source, so that a run that stops goes
on where it was. A source that could not be asked about stays as it was; unknown is not ok.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from evidence.files.records import RecordError
from evidence.files.records.retractions import checked_source
from evidence.intake.publication import doi_of
from evidence.model import RetractionStatus
from evidence.web.client import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from evidence.model import BibliographyEntry, SourceCheck
    from evidence.web.client import Answer, WebClient
    from evidence.web.services import Services

OK, UNKNOWN = "ok", "unknown"
_GRAVITY = ("corrected", "concern", "retracted")
"""States of a source with a notice, the gravest last."""

_IN_A_ROW = 5
"""Failures after which a service is taken to be down."""

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


def gravest(notices: Iterable[RetractionStatus]) -> RetractionStatus:
    """The gravest of some notices; ``ok`` where there is none."""
    by_gravity = sorted(notices, key=lambda notice: (_GRAVITY.index(notice.status), notice.notice))
    return by_gravity[-1] if by_gravity else RetractionStatus(OK)


def ask_crossref(doi: str, client: WebClient, services: Services) -> RetractionStatus:
    """What Crossref knows of a DOI: the notices its record names, and those that name it.

    A DOI that Crossref does not have is ``unknown``. Raises ServiceError where no answer came that
    can be used.
    """
    record = client.get(f"{services.crossref}/works/{quote(doi, safe='')}")
    if record.status == _NOT_FOUND:
        return RetractionStatus(UNKNOWN)
    named = _message(record).get("updated-by") or ()
    naming = client.get(f"{services.crossref}/works", _search(doi))
    items = _message(naming).get("items") or ()
    notices = [
        *_notices(named, own_doi=True),
        *(
            RetractionStatus(notice.status, str(item.get("DOI") or "").lower())
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


def _message(answer: Answer) -> dict[str, Any]:
    if answer.status != _FOUND:
        raise ServiceError(f"Crossref answered {answer.status}")
    try:
        message = answer.json()["message"]
    except (ValueError, KeyError, TypeError):
        message = None
    if not isinstance(message, dict):
        raise ServiceError("the answer of Crossref cannot be read")
    return message


def _notices(updates: Iterable[Mapping[str, Any]], *, own_doi: bool) -> Iterator[RetractionStatus]:
    """The notices among some updates; ``own_doi``: their DOI is that of the notice."""
    for update in updates:
        state = _STATE_OF.get(str(update.get("type", "")).lower().replace("-", "_").replace(" ", "_"))
        if state:
            yield RetractionStatus(state, doi_of(str(update.get("DOI"))).lower() if own_doi else "")


def read_retraction_watch(path: Path) -> Mapping[str, tuple[RetractionStatus, ...]]:
    """The notices of a Retraction Watch export, by DOI and by PubMed number of the paper.

    Raises RecordError where the file is no such export, and OSError.
    """
    needed = {"OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionDOI", "RetractionNature"}
    found: dict[str, list[RetractionStatus]] = {}
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.DictReader(file)
            missing = needed - set(rows.fieldnames or ())
            if missing:
                raise RecordError(
                    f"{path}: no Retraction Watch export; missing columns: {', '.join(sorted(missing))}"
                )
            for row in rows:
                state = _STATE_OF.get((row["RetractionNature"] or "").strip().lower().replace(" ", "_"))
                notice = RetractionStatus(state or "", doi_of(row["RetractionDOI"] or "").lower())
                for key in (
                    doi_of(row["OriginalPaperDOI"] or "").lower(),
                    (row["OriginalPaperPubMedID"] or "").strip(),
                ):
                    if state and key and key != "0":
                        found.setdefault(key, []).append(notice)
    except csv.Error as error:
        raise RecordError(f"{path}: {error}") from None
    return {key: tuple(notices) for key, notices in found.items()}


def listed(
    entry: BibliographyEntry, watch: Mapping[str, tuple[RetractionStatus, ...]]
) -> tuple[RetractionStatus, ...]:
    """The notices of a Retraction Watch export on an entry of the bibliography."""
    doi, pmid = doi_of(entry.fields.get("doi", "")).lower(), entry.fields.get("pmid", "").strip()
    return tuple(dict.fromkeys((*watch.get(doi, ()), *watch.get(pmid, ()))))


def ask_about(
    entry: BibliographyEntry,
    watch: Mapping[str, tuple[RetractionStatus, ...]],
    client: WebClient,
    services: Services,
) -> RetractionStatus | None:
    """What Crossref and an export of Retraction Watch say of a source; a notice of either counts.

    None where the source has no DOI and the export, which may be empty, does not list it. Raises
    ServiceError where Crossref did not answer and the export says nothing.
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
        notices.append(asked)
    return gravest(notices) if notices else asked


@dataclass(slots=True)
class Run:
    """What came of a run. ``failed``: source and reason."""

    asked: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    gave_up: bool = False


def ask_about_all(
    entries: Iterable[BibliographyEntry],
    checks: dict[str, SourceCheck],
    ask: Callable[[BibliographyEntry], RetractionStatus | None],
    keep: Callable[[], None],
    today: str,
) -> Run:
    """Ask about each source; ``ask`` returns None for one that cannot be asked about.

    ``checks`` is brought up to date, and ``keep`` called, after each answer. A source that cannot be
    asked about stays as it was. After five failures in a row the rest is left for another time.
    """
    run, in_a_row = Run(), 0
    for entry in sorted(entries, key=lambda e: e.key):
        before = checks.get(entry.key)
        try:
            found = ask(entry)
        except ServiceError as error:
            run.failed.append((entry.key, str(error)))
            in_a_row += 1
            if in_a_row == _IN_A_ROW:
                run.gave_up = True
                break
            continue
        in_a_row = 0
        if found is None:
            continue
        run.asked += 1
        checks[entry.key] = checked_source(before, entry.key, found, today)
        keep()
    return run
