"""``evidence new-study``: from a record to a study file and its bibliography entry."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN, UsageError, add_service_arguments, today_of, vocabulary_of

if TYPE_CHECKING:
    import argparse

    from evidence.intake.publication import Publication

HELP = "begin a study file and its bibliography entry from a record"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="a DOI, a PMID, or a file from PubMed (.nbib), a reference manager (.ris) or BibTeX (.bib)",
    )
    parser.add_argument("--id", default="", help="the id of the study (default: first author and year)")
    add_service_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Write both and say what to do next. Raises IntakeError where nothing was written."""
    from evidence.intake.add_study import add_study

    docs: Path = options.docs
    today = today_of(options)
    if not (docs / "index.md").is_file():
        raise UsageError(
            f"{docs}: there is no index.md in this folder, so it is no docs folder; name it with --docs"
        )
    vocabulary = vocabulary_of(options)
    publication = _record(options.source, options.contact)
    added = add_study(publication, docs, vocabulary, today, options.id)
    print(f"wrote {added.file}")
    print(
        f"{added.bibliography} names it already, as {added.study}"
        if added.entry_was_there
        else f"added {added.study} to {added.bibliography}"
    )
    print(f"Now open {added.file}, fill in what you have seen, and run: evidence check {docs}")
    return CLEAN


def _record(source: str, contact: str) -> Publication:
    """The publication that a DOI, a PubMed number or a file names."""
    from evidence.intake.publication import doi_of, pmid_of
    from evidence.intake.reference_files import read_record

    path = Path(source)
    if (path.suffix.lower() in {".nbib", ".ris", ".bib", ".bibtex"} and not doi_of(source)) or path.is_file():
        return read_record(path)
    doi, pmid = doi_of(source), pmid_of(source)
    if not doi and not pmid:
        raise UsageError(
            f"{source}: expected a DOI (10.1000/xyz), a PMID (36749131), or a file ending "
            "in .nbib, .ris or .bib"
        )
    from evidence.intake.lookups import by_doi, by_pmid
    from evidence.web.client import ClientSettings, WebClient
    from evidence.web.services import Services

    with WebClient(ClientSettings(contact=contact)) as client:
        if pmid:
            return by_pmid(pmid, client, Services.from_environment())
        publication, remark = by_doi(doi, client, Services.from_environment())
    if remark:
        print(f"evidence: {remark}", file=sys.stderr)
    return publication
