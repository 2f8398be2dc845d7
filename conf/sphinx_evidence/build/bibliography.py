"""The bibliography while pages are read: titles of study pages and links out of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.export.citations import as_bibtex
from evidence.files.bibliography import read_bibliography
from evidence.files.records.retractions import FILE, read_retractions
from evidence.model import Location
from evidence.text.harmless import RULE, faults_in_fields, own_file
from sphinx_evidence.domain import Bibliography, entry_digest, evidence_domain, path_in_handbook

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from evidence.model import BibliographyEntry, Problem, SourceCheck
    from evidence.vocabulary.vocabulary import Vocabulary

BIBLIOGRAPHY = "references.bib"


def load_bibliography(app: Sphinx) -> None:
    """Read references.bib once for the whole build, and again only when it has changed."""
    path = Path(app.srcdir) / BIBLIOGRAPHY
    raw = path.read_bytes() if own_file(path, Path(app.srcdir)) else b""
    digest = hashlib.sha256(raw).hexdigest()
    if bibliography(app.env).digest != digest:
        entries, problems = read_bibliography(raw, path_in_handbook(path, app.env))
        by_key = {entry.key: entry for entry in reversed(entries)}
        read = Bibliography(digest, tuple(entries), by_key, tuple(problems))
        evidence_domain(app.env).data["bibliography"] = read
    sources = bibliography(app.env)
    unreadable = {problem.line for problem in sources.problems if problem.rule != RULE}
    checks = {check.key: check for check in read_source_checks(app)[0]}
    entries = [
        _with_notice(entry, checks.get(entry.key), app.config.evidence_vocabulary)
        for entry in sources.entries
    ]
    _write_readable(entries, unreadable, readable_bibliography(app))


def bibliography(env: BuildEnvironment) -> Bibliography:
    """The bibliography of a build."""
    return evidence_domain(env).bibliography


def read_source_checks(app: Sphinx) -> tuple[list[SourceCheck], list[Problem], Location]:
    """What the data on retractions said of the sources, what is wrong there, and where it stands.

    Where there is no such file, the place is the bibliography.
    """
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
    notice = f"{words.label('source-status', check.status)} ({check.notice_words})"
    note = " ".join(filter(None, (entry.fields.get("note"), notice)))
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


def citations_on_pages(env: BuildEnvironment) -> dict[str, list[str]]:
    """By page, what its citations show of the list of references and where they lead."""
    domain = env.domains.get("cite")
    references = {
        citation.key: repr(
            (*citation.bibliography_key, citation.citation_id, citation.formatted_entry.label, citation.entry)
        )
        for citation in getattr(domain, "citations", ())
    }
    shown: dict[str, list[str]] = {}
    for citation in getattr(domain, "citation_refs", ()):
        for target in citation.targets:
            shown.setdefault(citation.docname, []).append(references.get(target.key, ""))
    return shown


def pages_with_new_entries(env: BuildEnvironment) -> set[str]:
    """Study pages whose entry in the bibliography is another one than they were read with."""
    domain = evidence_domain(env)
    return {
        docname
        for docname, page in domain.pages.items()
        for study in page.studies
        if domain.entries_read.get(docname) != entry_digest(env, study.id)
    }
