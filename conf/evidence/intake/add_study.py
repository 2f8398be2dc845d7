"""Adding a publication to a handbook: refused by name if it is there, never overwriting, never half."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.files.bibliography import read_bibliography
from evidence.intake.entry import bibtex_entry
from evidence.intake.publication import IntakeError, compared, doi_of, study_id
from evidence.intake.study_template import study_sheet
from evidence.model import ID_PATTERN
from evidence.text.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from evidence.intake.publication import Publication
    from evidence.model import BibliographyEntry
    from evidence.vocabulary.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Added:
    """What was written. ``entry_was_there``: the bibliography named the publication already."""

    study: str
    file: Path
    bibliography: Path
    entry_was_there: bool


def add_study(
    publication: Publication, docs: Path, vocabulary: Vocabulary, today: str, name: str = ""
) -> Added:
    """Write the bibliography entry and the study file of a publication below ``docs``.

    ``today`` is the day (2026-11-23) that readers see as that of the last change. ``name`` is the id
    wanted; without one it is made from author and year. A source that so far
    stands in the bibliography only keeps its key. Raises IntakeError, with nothing written, where the
    publication has a study file, the id is taken or the bibliography cannot be read.
    """
    bibliography, studies = docs / "references.bib", docs / "studies"
    text = _text(bibliography)
    entries = _entries(text, bibliography)
    present = {file.stem for file in studies.rglob("*.yaml")}
    known = _known(publication, entries)
    if known and known.key in present:
        raise IntakeError(
            f"{bibliography}:{known.at.line}: the handbook has this publication: {known.key} "
            f"({_same(publication, known)}); add to {studies / known.key}.yaml"
        )
    taken = {*present, *(entry.key for entry in entries)}
    study = known.key if known else name or study_id(publication, taken)
    _check_name(study, name, known, taken)
    file = studies / f"{study}.yaml"
    studies.mkdir(exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(study_sheet(publication, study, vocabulary, today))
        if not known:
            entry = bibtex_entry(publication, study)
            write_atomically(bibliography, f"{text.rstrip()}\n\n{entry}" if text.strip() else entry)
    except FileExistsError:
        raise IntakeError(f"{file}: there is such a file already; name another id with --id") from None
    except BaseException as error:
        file.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise IntakeError(
                f"{error.filename or file}: {error.strerror or error}; nothing was written"
            ) from None
        raise
    return Added(study, file, bibliography, known is not None)


def _text(bibliography: Path) -> str:
    try:
        return bibliography.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(
            f"{bibliography}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}"
        ) from None


def _entries(text: str, bibliography: Path) -> list[BibliographyEntry]:
    entries, problems = read_bibliography(text, str(bibliography))
    for fault in problems:
        if fault.severity == "error":
            raise IntakeError(f"{fault.path}:{fault.line}: {fault.message} Mend the bibliography first")
    return entries


def _known(publication: Publication, entries: list[BibliographyEntry]) -> BibliographyEntry | None:
    return next((entry for entry in entries if _same(publication, entry)), None)


def _same(publication: Publication, entry: BibliographyEntry) -> str:
    """By what an entry is the same publication; empty where it is another."""
    fields = entry.fields
    if publication.doi and doi_of(fields.get("doi", "")).lower() == publication.doi.lower():
        return "the same DOI"
    if publication.pmid and fields.get("pmid", "").strip() == publication.pmid:
        return "the same PMID"
    if compared(publication.title) == compared(entry.title):
        return "the same title"
    return ""


def _check_name(study: str, wanted: str, known: BibliographyEntry | None, taken: set[str]) -> None:
    if known and wanted and wanted != known.key:
        raise IntakeError(
            f"{known.at.path}:{known.at.line}: the bibliography has this publication under {known.key}; "
            "leave --id out, and its study file gets that name"
        )
    if not ID_PATTERN.fullmatch(study):
        raise IntakeError(
            f"{study!r} is no id; expected lower case words joined by hyphens, such as smith-2020"
        )
    if not known and study in taken:
        raise IntakeError(f"the id {study} is taken; name another with --id")
