"""New records for the stored searches, results of registered trials, and a report of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.files.records.screening import KNOWN, NEW
from evidence.intake.publication import compared
from evidence.model import AwaitedTrial, Location, ScreenedRecord, Search
from evidence.text.markdown_words import escape_markdown
from evidence.web.client import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.intake.publication import Publication
    from evidence.model import BibliographyEntry, Study
    from evidence.web.client import Answer, WebClient
    from evidence.web.services import Services

_FOUND = 200
_PAGE = 200
"""Records asked for at once."""
_MOST = 5_000
"""More than any search of the handbook finds between two runs; a search that finds more is too wide."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a search found; ``known`` is the id under which the bibliography has it, if it does."""

    record: ScreenedRecord
    known: str = ""


def is_new(record: ScreenedRecord, today: str) -> bool:
    """Whether a record was first found today, and nobody has looked at it yet."""
    return record.decision == NEW and record.found == today


def run_search(
    search: Search, today: str, client: WebClient, services: Services
) -> tuple[Search, list[Publication]]:
    """The search as run on a day, and the publications that came to PubMed since the last run.

    Raises ServiceError where PubMed does not answer as expected, or finds more than can be looked at.
    """
    everything = _asked(client, services, {"term": search.query, "retmax": "0"})
    since = (search.run or search.since).replace("-", "/")
    recent = {
        "term": search.query, "datetype": "edat", "mindate": since, "maxdate": today.replace("-", "/"),
        "retmax": str(_PAGE),
    }  # fmt: skip
    numbers: list[str] = []
    total = 1
    while len(numbers) < total:
        found = _asked(client, services, {**recent, "retstart": str(len(numbers))})
        total = int(found["count"])
        if total > _MOST:
            raise ServiceError(f"{total} new records; narrow the query, or move since: forward")
        page = [str(number) for number in found["idlist"]]
        if not page:
            break
        numbers += page
    publications = [p for some in _in_pages(numbers) for p in _records(some, client, services)]
    return replace(search, run=today, hits=int(everything["count"])), publications


def _asked(client: WebClient, services: Services, parameters: dict[str, str]) -> dict[str, str]:
    answer = client.get(f"{services.eutils}/esearch.fcgi", {"db": "pubmed", "retmode": "json", **parameters})
    _expect(answer)
    try:
        result: dict[str, str] = answer.json()["esearchresult"]
        int(result["count"])
    except (ValueError, KeyError, TypeError):
        raise ServiceError("the answer of PubMed cannot be read") from None
    return result


def _records(numbers: list[str], client: WebClient, services: Services) -> list[Publication]:
    from evidence.intake.reference_files import medline_publications

    answer = client.get(
        f"{services.eutils}/efetch.fcgi",
        {"db": "pubmed", "id": ",".join(numbers), "rettype": "medline", "retmode": "text"},
    )
    _expect(answer)
    found = medline_publications(answer.text, "PubMed")
    missing = set(numbers) - {publication.pmid for publication in found}
    if missing:
        raise ServiceError(
            f"PubMed left out {len(missing)} of {len(numbers)} records, such as {min(missing)}"
        )
    return found


def _expect(answer: Answer) -> None:
    if answer.status != _FOUND:
        raise ServiceError(f"PubMed answered {answer.status}")


def _in_pages(numbers: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(numbers), _PAGE):
        yield numbers[start : start + _PAGE]


def hits(
    search: Search,
    publications: Iterable[Publication],
    today: str,
    screened: dict[str, ScreenedRecord],
    entries: Iterable[BibliographyEntry],
) -> list[Hit]:
    """Each publication with what the handbook knows of it; ``screened`` gains those not seen earlier."""
    by_pmid = {e.fields["pmid"]: e.key for e in entries if "pmid" in e.fields}
    by_doi = {e.fields["doi"].lower(): e.key for e in entries if "doi" in e.fields}
    by_title = {compared(e.title): e.key for e in entries}
    found = []
    for publication in publications:
        known = (
            by_pmid.get(publication.pmid)
            or by_doi.get(publication.doi.lower())
            or by_title.get(compared(publication.title))
            or ""
        )
        before = screened.get(publication.pmid)
        record = before or _record(publication, search, today, KNOWN if known else NEW)
        if before and search.id not in before.by:
            record = replace(before, by=(*before.by, search.id))
        screened[publication.pmid] = record
        found.append(Hit(record, known))
    return found


def _record(publication: Publication, search: Search, today: str, decision: str) -> ScreenedRecord:
    kinds = [kind for kind in publication.types if kind != "Journal Article"] or list(publication.types)
    return ScreenedRecord(
        publication.pmid, decision, publication.title, today, (search.id,), Location("", 1),
        publication.journal, publication.year, ", ".join(kinds[:3]), publication.doi,
    )  # fmt: skip


def trials_under_way(studies: Iterable[Study]) -> dict[str, str]:
    """Registry number and study id of the trials that the handbook waits for: those known by plan only."""
    return {
        study.registration: study.id
        for study in studies
        if not study.results and study.registration and study.registration.startswith("NCT")
    }


def ask_registry(number: str, study: str, today: str, client: WebClient, services: Services) -> AwaitedTrial:
    """What ClinicalTrials.gov says of a trial. Raises ServiceError where the answer cannot be used."""
    answer = client.get(f"{services.registry}/api/v2/studies/{number}")
    if answer.status != _FOUND:
        raise ServiceError(f"the registry answered {answer.status}")
    try:
        data = answer.json()
        status = str(data["protocolSection"]["statusModule"]["overallStatus"])
        return AwaitedTrial(number, study, status, bool(data.get("hasResults")), today, Location("", 1))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ServiceError("the answer of the registry cannot be read") from None


def search_report(
    found: Mapping[str, Sequence[Hit]],
    screened: Iterable[ScreenedRecord],
    trials: Iterable[AwaitedTrial],
    failures: Sequence[str],
    today: str,
) -> str:
    """The report of a day: what is new since its first run, what is known, trials, failures.

    ``found`` are the hits of the searches that were run just now, ``screened`` all records.
    """
    undecided = [record for record in screened if record.decision == NEW]
    new = [record for record in undecided if is_new(record, today)]
    known = {h.record.pmid: h for some in found.values() for h in some if not is_new(h.record, today)}
    lines = [f"# New records, {today}", "", *_search_lines(found, today), f"## New ({len(new)})", ""]
    lines += _table(new) if new else ["None."]
    if len(undecided) > len(new):
        lines += ["", f"Found on earlier days and not yet decided on: {len(undecided) - len(new)}."]
    lines += ["", f"## Known, or decided on earlier ({len(known)})", ""]
    lines += [f"- {_known_line(hit)}" for hit in known.values()] or ["None."]
    lines += ["", "## Trials under way", ""]
    lines += [
        f"- {trial.number} ({trial.study}): {escape_markdown(trial.status)}; "
        + ("**results are posted**" if trial.has_results else "no results posted")
        + f", asked on {trial.checked}"
        for trial in trials
    ] or ["None."]
    if failures:
        lines += ["", "## Not asked", "", *(f"- {escape_markdown(failure)}" for failure in failures)]
    if undecided:
        lines += ["", "To decide, edit the word behind `decision:` in docs/records/screening.yaml."]
    return "\n".join(lines) + "\n"


def _search_lines(found: Mapping[str, Sequence[Hit]], today: str) -> list[str]:
    lines = [
        f"- {name}: {len(some)} since the last run, {sum(is_new(h.record, today) for h in some)} of them new"
        for name, some in found.items()
    ]
    return [*lines, ""] if lines else ["No search was due.", ""]


def _table(records: Iterable[ScreenedRecord]) -> list[str]:
    rows = ["| PubMed | year | journal | kind | title | DOI |", "|---|---|---|---|---|---|"]
    for r in records:
        link = f"[{r.pmid}](https://pubmed.ncbi.nlm.nih.gov/{r.pmid}/)"
        rows.append(
            f"| {link} | {' | '.join(map(escape_markdown, (r.year, r.journal, r.type, r.title, r.doi)))} |"
        )
    return rows


def _known_line(hit: Hit) -> str:
    state = f"in the handbook as {hit.known}" if hit.known else f"earlier: {hit.record.decision}"
    return f"{hit.record.pmid}: {escape_markdown(hit.record.title)} ({state})"
