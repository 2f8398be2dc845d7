"""Study files as pages: a parser for docs/studies/*.yaml.

A page is its title and a place for its view, which is drawn when the page is written: nothing that
Sphinx does to a tree before has anything to find there.
"""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.parsers import Parser

from evidence.files.studies.reader import read_study, study_allowances
from evidence.model import Problem, Severity
from evidence.text.harmless import faults_in_fields
from sphinx_evidence.domain import entry_digest, evidence_domain, path_of, view_node


class StudyParser(Parser):
    """Reads a study file into the domain."""

    supported: ClassVar[tuple[str, ...]] = ("evidence-study",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Read one study file; whatever goes wrong becomes a problem of that file."""
        env = document.settings.env
        docname = env.current_document.docname
        page = evidence_domain(env).page(docname)
        path = path_of(docname, env)
        raw = env.doc2path(docname).read_bytes()
        try:
            study, problems = read_study(raw, path, env.config.evidence_vocabulary)
            allowances, wrong = study_allowances(raw, path)
        except Exception as error:  # noqa: BLE001  (one barrier per document)
            study, allowances, wrong = None, [], []
            problems = [
                Problem("study-schema", Severity.ERROR, path, 1, f"this file cannot be read: {error!r}.")
            ]
        page.problems += [*problems, *wrong, *faults_in_fields(raw, path)]
        page.allowances += allowances
        title = docname.rsplit("/", 1)[-1]
        if study is not None:
            page.studies.append(study)
            domain = evidence_domain(env)
            domain.entries_read[docname] = entry_digest(env, study.id)
            entry = domain.bibliography.by_key.get(study.id)
            title = entry.title if entry else study.id
            if study.changed:
                env.metadata[docname]["changed"] = study.changed
        section = nodes.section(ids=[f"study-{title if study is None else study.id}"], classes=["study"])
        section["names"] = list(section["ids"])
        section += nodes.title(title, title)
        if study is None:
            section += nodes.paragraph("", "This study file could not be read; the build log says why.")
        else:
            section += view_node(env, ("study-page", path))
        document += section
        document.note_explicit_target(section)
