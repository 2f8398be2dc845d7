"""The bibliography while pages are read: titles of study pages and links out of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.export.citations import as_bibtex
from evidence.model import Location
from evidence.text.harmless import RULE, faults_in_fields, own_file
from sphinx_evidence.domain import evidence, path_in_handbook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from evidence.model import BibliographyEntry, Problem, SourceCheck
    from evidence.vocabulary.vocabulary import Vocabulary

BIBLIOGRAPHY = "references.bib"
_ENTRIES = "evidence_bibliography"
_PROBLEMS = "evidence_bibliography_problems"
_DIGEST = "evidence_bibliography_digest"
"""Environment attribute: the file that entries and problems were read from."""


def load_bibliography(app: Sphinx) -> None:
    """Read references.bib once for the whole build, and again only when it has changed."""
    path = Path(app.srcdir) / BIBLIOGRAPHY
    raw = path.read_bytes() if own_file(path, Path(app.srcdir)) else b""
    digest = hashlib.sha256(raw).hexdigest()
    if getattr(app.env, _DIGEST, "") != digest:
        _read_bibliography(raw, path_in_handbook(path, app.env), app.env)
        setattr(app.env, _DIGEST, digest)
    entries, problems = all_entries(app.env)
    unreadable = {fault.line for fault in problems if fault.rule != RULE}
    checks = {check.key: check for check in read_source_checks(app)[0]}
    shown = [_with_notice(entry, checks.get(entry.key), app.config.evidence_vocabulary) for entry in entries]
    _write_readable(shown, unreadable, readable_bibliography(app))


def _read_bibliography(raw: bytes, path: str, env: BuildEnvironment) -> None:
    """Keep the entries of the file, and what is wrong with it, with the environment."""
    from evidence.files.bibliography import read_bibliography

    entries, problems = read_bibliography(raw, path)
    by_key: dict[str, BibliographyEntry] = {}
    for entry in entries:
        by_key.setdefault(entry.key, entry)
    setattr(env, _ENTRIES, (by_key, tuple(entries)))
    setattr(env, _PROBLEMS, tuple(problems))


def read_source_checks(app: Sphinx) -> tuple[list[SourceCheck], list[Problem], Location]:
    """What the data on retractions said of the sources, what is wrong there, and where it stands.

    Where there is no such file, the place is the bibliography.
    """
    from evidence.files.records.retractions import FILE, read_retractions

    docs = Path(app.srcdir)
    path = docs / FILE
    if not own_file(path, docs):
        return [], [], Location(path_in_handbook(docs / BIBLIOGRAPHY, app.env), 1)
    raw, at = path.read_bytes(), Location(path_in_handbook(path, app.env), 1)
    checks, problems = read_retractions(raw, at.path, app.config.evidence_vocabulary)
    return checks, [*problems, *faults_in_fields(raw, at.path)], at


def _with_notice(entry: BibliographyEntry, check: SourceCheck | None, words: Vocabulary) -> BibliographyEntry:
    """An entry as the list of references shows it: what its publisher told later is part of it."""
    if check is None or not check.has_notice:
        return entry
    said = f"{words.label('source-status', check.status)} ({check.notice_words})"
    note = " ".join(filter(None, (entry.fields.get("note"), said)))
    return replace(entry, fields={**entry.fields, "note": note})


def readable_bibliography(app: Sphinx) -> Path:
    """The bibliography as the extension for citations gets it, which stops at any fault."""
    return Path(app.doctreedir) / BIBLIOGRAPHY


def _write_readable(entries: list[BibliographyEntry], faulty: set[int], path: Path) -> None:
    """Write the entries without a fault, unless they stand there already."""
    text = "".join(
        as_bibtex(entry) for entry in entries if faulty.isdisjoint((entry.at.line, *entry.lines.values()))
    )
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def cited_on_pages(env: BuildEnvironment, checks: Mapping[str, SourceCheck]) -> Mapping[str, list[str]]:
    """What the citations of each page show, to see when the bibliography or a notice changed it."""
    entries = bibliography_of(env)
    shown: dict[str, list[str]] = {}
    for reference in getattr(env.domains.get("cite"), "citation_refs", ()):
        for target in reference.targets:
            check = checks.get(target.key)
            notice = (check.status, check.notice) if check else ()
            entry = _fingerprint(entries.get(target.key), target.key)
            shown.setdefault(reference.docname, []).append(f"{entry}{notice}")
    return shown


def bibliography_of(env: BuildEnvironment) -> Mapping[str, BibliographyEntry]:
    """Entries by key."""
    by_key: Mapping[str, BibliographyEntry] = getattr(env, _ENTRIES, ({}, ()))[0]
    return by_key


def all_entries(env: BuildEnvironment) -> tuple[tuple[BibliographyEntry, ...], tuple[Problem, ...]]:
    """All entries in order, repeats included, and what was wrong with the file."""
    return getattr(env, _ENTRIES, ({}, ()))[1], getattr(env, _PROBLEMS, ())


def pages_with_new_titles(env: BuildEnvironment) -> set[str]:
    """Study pages whose title in the bibliography is another one than they were read with."""
    entries = bibliography_of(env)
    changed = set()
    for docname, page in evidence(env).pages.items():
        for study in page.studies:
            entry = entries.get(study.id)
            if evidence(env).titles.get(docname) != _fingerprint(entry, study.id):
                changed.add(docname)
    return changed


def remember_title(env: BuildEnvironment, docname: str, study_id: str) -> str:
    """Store what a study page shows of its entry; returns the title."""
    entry = bibliography_of(env).get(study_id)
    evidence(env).titles[docname] = _fingerprint(entry, study_id)
    return entry.title if entry else study_id


def _fingerprint(entry: BibliographyEntry | None, study_id: str) -> str:
    return repr((entry.title, entry.year, sorted(entry.fields.items()))) if entry else study_id
