"""A study's entry for reference managers: BibTeX and RIS, shown on its page and to download.

What the bibliography does not know is left out, never guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rispy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidence.model import BibliographyEntry, Handbook

_RIS_TYPES = {
    "article": "JOUR",
    "book": "BOOK",
    "inproceedings": "CPAPER",
    "phdthesis": "THES",
    "techreport": "RPRT",
    "online": "ELEC",
}
"""The kind of a source in RIS; others are generic."""

_RIS_FIELDS = {
    "secondary_title": ("journal", "booktitle"),
    "publisher": ("publisher", "institution", "howpublished"),
    "volume": ("volume",),
    "number": ("number",),
    "year": ("year",),
    "doi": ("doi",),
    "urls": ("url",),
    "notes": ("note",),
}
"""Fields of RIS by rispy's names, and where the bibliography has them."""


def as_bibtex(entry: BibliographyEntry) -> str:
    """The entry as BibTeX, field by field as the bibliography has it."""
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in entry.fields.items())
    return f"@{entry.kind}{{{entry.key},\n{fields}}}\n"


def as_ris(entry: BibliographyEntry) -> str:
    """The entry as RIS. Where the bibliography names only the first authors, a note says so."""
    authors = _authors(entry)
    record: dict[str, object] = {
        "type_of_reference": _RIS_TYPES.get(entry.kind, "GEN"),
        "id": entry.key,
        "title": _plain(entry.title),
        "authors": [_plain(name) for name in authors if name != "others"],
    }
    for name, sources in _RIS_FIELDS.items():
        found = next((entry.fields[source] for source in sources if source in entry.fields), None)
        if found:
            value = _plain(found)
            record[name] = [value] if name in {"urls", "notes"} else value
    if "others" in authors:
        record["notes"] = [*_listed(record.get("notes")), "Only the first authors are listed."]
    first, _, last = _plain(entry.fields.get("pages", "")).replace("--", "-").partition("-")
    record |= {"start_page": first} if first else {}
    record |= {"end_page": last} if last else {}
    if pmid := entry.fields.get("pmid"):
        record |= {"accession_number": pmid, "name_of_database": "PubMed"}
    text: str = rispy.dumps([record])
    return text.removeprefix("1.").strip() + "\n"


def links_out(entry: BibliographyEntry) -> Iterator[tuple[str, str]]:
    """Text and address of the places where the source can be read."""
    fields = entry.fields
    if doi := fields.get("doi"):
        yield f"doi:{doi}", f"https://doi.org/{doi}"
    if pmid := fields.get("pmid"):
        yield f"PubMed {pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
    if pmcid := fields.get("pmcid"):
        yield pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"
    address = fields.get("url", "")
    if address.startswith("https://") and not (doi or pmid or pmcid):
        yield "source", address


def write_citations(handbook: Handbook, folder: Path) -> None:
    """Write ``studies/ID.bib`` and ``studies/ID.ris`` for every study beside its page."""
    place = folder / "studies"
    entries = [entry for study in handbook.studies if (entry := handbook.entry_by_key.get(study.id))]
    if entries:
        place.mkdir(parents=True, exist_ok=True)
    for entry in entries:
        for ending, written in (("bib", as_bibtex), ("ris", as_ris)):
            path = place / f"{entry.key}.{ending}"
            path.write_text(written(entry), encoding="utf-8", newline="\n")


def _authors(entry: BibliographyEntry) -> list[str]:
    written = _one_line(entry.fields.get("author", ""))
    return written.split(" and ") if written else []


def _listed(value: object) -> Iterator[str]:
    yield from value if isinstance(value, list) else ()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Words without the braces and escapes of BibTeX."""
    return _one_line(text.replace("\\&", "&").replace("{", "").replace("}", ""))
