"""Records from files: PubMed (.nbib), reference managers (.ris) and BibTeX (.bib)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from evidence.intake.publication import (
    Author,
    IntakeError,
    Publication,
    doi_of,
    plain,
    plain_title,
    pmcid_of,
    pmid_of,
    registrations_in,
    year_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MOST_BYTES = 2_000_000
"""More than any export of one publication."""

_Record = TypeVar("_Record")

_RIS_KINDS = {
    "JOUR": "article",
    "BOOK": "book",
    "THES": "phdthesis",
    "CONF": "inproceedings",
    "CPAPER": "inproceedings",
}


def read_record(path: Path) -> Publication:
    """The one publication of a file.

    Raises IntakeError where the file cannot be read, or holds none or several.
    """
    readers = {".nbib": from_medline, ".ris": _from_ris, ".bib": _from_bibtex, ".bibtex": _from_bibtex}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise IntakeError(f"{path}: expected a file ending in .nbib, .ris or .bib")
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise IntakeError(f"{path}: {error.strerror or error}") from None
    if len(raw) > MOST_BYTES:
        raise IntakeError(f"{path}: the file is larger than {MOST_BYTES // 1_000_000} MB; export one record")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise IntakeError(f"{path}: the file is not UTF-8; export it again with that encoding") from None
    if "\x00" in text:
        raise IntakeError(f"{path}: the file holds null bytes, so it is no export of a record")
    return reader(text, path.name)


def from_medline(text: str, origin: str) -> Publication:
    """The publication in PubMed's own format, as .nbib files and E-utilities give it."""
    return _only(medline_publications(text, origin), origin, "PubMed")


def medline_publications(text: str, origin: str) -> list[Publication]:
    """All publications with a title in PubMed's own format; none where it is another format."""
    from Bio import Medline

    try:
        records = list(Medline.parse(text.splitlines(keepends=True)))  # type: ignore[no-untyped-call]
    except (KeyError, IndexError, ValueError):
        return []
    return [_of_medline(record, origin) for record in records if record.get("TI") or record.get("BTI")]


def _of_medline(record: Mapping[str, Any], origin: str) -> Publication:
    return Publication(
        title=plain_title(record.get("TI") or record.get("BTI")),
        authors=tuple(_medline_authors(record)),
        journal=plain(record.get("JT") or record.get("TA")),
        year=year_of(str(record.get("DP", ""))),
        volume=plain(record.get("VI")),
        number=plain(record.get("IP")),
        pages=plain(record.get("PG")),
        doi=_medline_doi(record),
        pmid=pmid_of(str(record.get("PMID", ""))),
        pmcid=pmcid_of(str(record.get("PMC", ""))),
        types=tuple(map(plain, record.get("PT", ()))),
        about=tuple(plain(heading).lstrip("*").partition("/")[0] for heading in record.get("MH", ())),
        registrations=registrations_in(*map(str, record.get("SI", ())), str(record.get("AB", ""))),
        origin=origin,
    )


def _medline_authors(record: Mapping[str, Any]) -> Iterable[Author]:
    names = record.get("FAU") or record.get("AU") or ()
    for name in names:
        family, _, given = plain(name).partition(",")
        yield Author(family, given.strip())
    for group in record.get("CN", ()):
        yield Author(plain(group), group=True)


def _medline_doi(record: Mapping[str, Any]) -> str:
    numbers = [str(record.get("LID", "")), *map(str, record.get("AID", ()))]
    for number in numbers:
        # LID may hold two identifiers in one text: "e123 [pii] 10.1000/xyz [doi]".
        before, found, _ = number.partition(" [doi]")
        if found:
            return doi_of(before.rpartition("] ")[2])
    return ""


def _from_ris(text: str, origin: str) -> Publication:
    import rispy

    try:
        records = rispy.loads(text, skip_unknown_tags=True)
    except (rispy.parser.ParseError, OSError, ValueError, KeyError, IndexError):
        records = []
    named = [r for r in records if r.get("title") or r.get("primary_title")]
    record = _only(named, origin, "RIS")
    first, last = plain(record.get("start_page")), plain(record.get("end_page"))
    return Publication(
        title=plain_title(record.get("title") or record.get("primary_title")),
        authors=tuple(
            Author(family.strip(), given.strip())
            for name in record.get("authors") or record.get("first_authors") or ()
            for family, _, given in [plain(name).partition(",")]
        ),
        journal=_first(record, "journal_name", "secondary_title", "alternate_title3", "alternate_title1"),
        year=year_of(_first(record, "year", "publication_year", "date")),
        volume=plain(record.get("volume")),
        number=plain(record.get("number")),
        pages=f"{first}-{last}" if first and last and "-" not in first else first,
        doi=doi_of(plain(record.get("doi"))),
        pmid=_ris_pmid(record),
        pmcid=pmcid_of(plain(record.get("custom2"))),
        kind=_RIS_KINDS.get(plain(record.get("type_of_reference")), "misc"),
        about=tuple(map(plain, record.get("keywords", ()))),
        registrations=registrations_in(_first(record, "abstract", "notes_abstract")),
        origin=origin,
    )


def _ris_pmid(record: Mapping[str, Any]) -> str:
    """The accession number, where the record says that it is PubMed's."""
    number = plain(record.get("accession_number"))
    of_pubmed = "pubmed" in _first(record, "name_of_database", "database_provider").lower()
    return pmid_of(number) if of_pubmed or number.lower().startswith("pmid") else ""


def _first(record: Mapping[str, Any], *names: str) -> str:
    return next((text for name in names if (text := plain(record.get(name)))), "")


def _from_bibtex(text: str, origin: str) -> Publication:
    from evidence.files.bibliography import read_bibliography

    entries, problems = read_bibliography(text, origin)
    for fault in problems:
        if fault.severity == "error":
            raise IntakeError(f"{fault.path}:{fault.line}: {fault.message} {fault.hint}".strip())
    entry = _only(entries, origin, "BibTeX")
    fields = entry.fields
    return Publication(
        title=plain_title(_without_braces(fields.get("title", ""))),
        authors=tuple(_bibtex_authors(fields.get("author", ""))),
        journal=_without_braces(
            fields.get("journal") or fields.get("journaltitle") or fields.get("booktitle", "")
        ),
        year=year_of(fields.get("year") or fields.get("date", "")),
        volume=_without_braces(fields.get("volume", "")),
        number=_without_braces(fields.get("number", "")),
        pages=_without_braces(fields.get("pages", "")).replace("--", "-"),
        doi=doi_of(fields.get("doi", "").replace("\\_", "_")),
        pmid=pmid_of(fields.get("pmid", "")),
        pmcid=pmcid_of(fields.get("pmcid", "")),
        kind=entry.kind,
        about=tuple(
            word.strip() for word in _without_braces(fields.get("keywords", "")).split(",") if word.strip()
        ),
        registrations=registrations_in(fields.get("abstract", "")),
        origin=origin,
    )


def _bibtex_authors(names: str) -> Iterable[Author]:
    from pybtex.bibtex.utils import split_name_list
    from pybtex.database import Person

    for name in split_name_list(names):
        if name.lower() == "others":
            continue
        person = Person(name)
        given = " ".join([*person.first_names, *person.middle_names])
        family = " ".join([*person.prelast_names, *person.last_names])
        yield Author(_without_braces(family), _without_braces(given), group=not given)


def _without_braces(latex: str) -> str:
    from pybtex.richtext import Text

    return plain(Text.from_latex(latex))


def _only(records: list[_Record], origin: str, form: str) -> _Record:
    """The one record there is."""
    if not records:
        raise IntakeError(
            f"{origin}: no publication with a title was found; expected one record in {form} format"
        )
    if len(records) > 1:
        raise IntakeError(
            f"{origin}: holds {len(records)} records; export one at a time, so that each is looked at"
        )
    return records[0]
