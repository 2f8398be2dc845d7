"""The extension in the events of a build.

=====================  ==============================================================
config-inited          the vocabulary is read; its hash decides what is read again
builder-inited         the bibliography is read; the state of the build begins
env-get-outdated       pages that gave warnings, study pages with a new entry, and
                       all pages when the inventory of another handbook changed
source-read            unreadable files become empty pages with their problem
doctree-read           sentences are collected
env-updated            the handbook is assembled and judged; pages that show something
                       else than they did are written again
typst-book-at-work     a book is judged while another process sets it
build-finished         evidence.json, a file for reference managers for each study,
                       the files of a published site; what the next build needs
=====================  ==============================================================
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils.nodes import term as term_node
from sphinx.addnodes import glossary as glossary_node
from sphinx.errors import ConfigError
from sphinx.util.logging import getLogger

from evidence.export.citations import write_citations
from evidence.export.evidence_file import published, write_json
from evidence.model import Severity
from evidence.text.harmless import symbolic_links
from evidence.vocabulary.vocabulary import VocabularyError, load_vocabulary
from sphinx_evidence.build.bibliography import (
    load_bibliography,
    pages_with_new_entries,
    readable_bibliography,
)
from sphinx_evidence.build.check_builder import NAME as CHECK
from sphinx_evidence.build.check_builder import setup_check_builder
from sphinx_evidence.build.memory import setup_memory
from sphinx_evidence.build.other_handbooks import inventories_changed
from sphinx_evidence.build.state import begin_build, build_state
from sphinx_evidence.build.toctree_cycles import cut_toctree_cycles
from sphinx_evidence.builders.epub import setup_book
from sphinx_evidence.builders.html import setup_html_pages
from sphinx_evidence.builders.typst import setup_typst_pages
from sphinx_evidence.directives.cards import setup_cards
from sphinx_evidence.directives.caveats import setup_caveats
from sphinx_evidence.directives.claims import setup_claims
from sphinx_evidence.directives.plots import setup_picture_directives
from sphinx_evidence.directives.tables import setup_lists
from sphinx_evidence.domain import EvidenceDomain, evidence_domain
from sphinx_evidence.nodes import HTML_BUILDERS, setup_nodes
from sphinx_evidence.parsers.citations import leave_unknown_keys_to_the_rule
from sphinx_evidence.parsers.markdown import LENIENT, PageParser, check_source
from sphinx_evidence.parsers.sentences import sentences_of
from sphinx_evidence.parsers.source_lines import source_lines
from sphinx_evidence.parsers.study import StudyParser
from sphinx_evidence.roles import setup_roles
from sphinx_evidence.site.explorer import setup_explorer
from sphinx_evidence.site.files import setup_site_files
from sphinx_evidence.site.head import setup_page_head
from sphinx_evidence.site.navigation import setup_navigation
from sphinx_evidence.site.page_digests import digest_pages
from sphinx_evidence.site.preview import setup_preview
from sphinx_evidence.site.search import setup_search
from sphinx_evidence.theme import setup_theme
from sphinx_evidence.transforms.citation_notices import setup_citation_notices
from sphinx_evidence.transforms.pages import page_specs, setup_transforms
from sphinx_evidence.transforms.reference_style import register_style

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = getLogger(__name__)


def setup_extension(app: Sphinx) -> None:
    """Register configuration, parsers, directives, nodes, transforms and events."""
    _refuse_catalogues(app.config)
    app.setup_extension("myst_parser")
    app.setup_extension("sphinx_design")
    app.setup_extension("sphinxcontrib.bibtex")
    app.setup_extension("parallel_build")
    register_style()
    leave_unknown_keys_to_the_rule()
    app.add_config_value("evidence_vocabulary_file", "vocabulary.toml", "env", str)
    app.add_config_value("evidence_vocabulary_digest", "", "env", str)
    app.add_config_value("evidence_today", "", "", str)
    app.add_domain(EvidenceDomain)
    app.add_source_suffix(".yaml", "evidence-study")
    app.add_source_parser(StudyParser)
    app.add_source_parser(PageParser, override=True)
    for setup_part in (
        setup_theme, setup_nodes, setup_typst_pages, setup_transforms, setup_html_pages, setup_page_head,
        setup_site_files, setup_book, setup_memory, setup_navigation,
        setup_explorer, setup_check_builder, setup_search, setup_preview,
        setup_citation_notices,
        setup_claims, setup_cards, setup_caveats, setup_lists, setup_picture_directives, setup_roles,
    ):  # fmt: skip
        setup_part(app)
    app.connect("config-inited", _read_vocabulary)
    app.connect("builder-inited", load_bibliography, priority=400)  # before citations are read at 500
    app.connect("builder-inited", begin_build)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-before-read-docs", _read_leniently)
    app.connect("source-read", check_source, priority=100)
    app.connect("doctree-read", _collect_sentences)
    app.connect("env-updated", _restore_encoding, priority=1)
    app.connect("env-updated", cut_toctree_cycles, priority=1)
    app.connect("env-updated", _complete_state)
    app.connect("build-finished", _export)
    app.connect("build-finished", _store_state, priority=900)  # after all that may warn


def _refuse_catalogues(config: Config) -> None:
    """Stop where settings let Sphinx read message catalogues: it does so before any extension is loaded."""
    if config.locale_dirs:
        raise ConfigError(
            f"locale_dirs is {config.locale_dirs!r}: Sphinx would read translations from docs/ and write "
            "beside them. It must be empty. Write locale_dirs = [] in conf.py."
        )


def _read_vocabulary(app: Sphinx, config: Config) -> None:
    path = Path(app.confdir) / config.evidence_vocabulary_file
    try:
        vocabulary = load_vocabulary(path)
    except VocabularyError as error:
        raise ConfigError(str(error)) from None
    config.evidence_vocabulary_digest = vocabulary.digest
    config.add("evidence_vocabulary", vocabulary, "", [])
    links = (path.relative_to(app.srcdir).as_posix() for path in symbolic_links(Path(app.srcdir)))
    config.exclude_patterns = [*config.exclude_patterns, *map(_literal, links)]
    config.bibtex_bibfiles = [str(readable_bibliography(app))]


def _literal(path: str) -> str:
    """A pattern of Sphinx that matches a path; for a bracket, which cannot be written, any letter stands."""
    return re.sub(r"[*?[]", lambda sign: "?" if sign[0] == "[" else f"[{sign[0]}]", path)


def _read_leniently(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let no file stop the build: what is no UTF-8 is replaced, and told by check_source."""
    env.settings["input_encoding"] = LENIENT  # read from the configuration before this event
    env.settings["file_insertion_enabled"] = env.settings["raw_enabled"] = False


def _restore_encoding(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Put the setting back before the environment is stored, or every build would differ from it."""
    env.settings["input_encoding"] = app.config.source_encoding
    return []


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    if inventories_changed(app, env):
        return env.found_docs - removed
    again = pages_with_new_entries(env) | build_state(env).pages_with_warnings
    return again & env.found_docs - removed


def _collect_sentences(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    docname = env.current_document.docname
    page = evidence_domain(env).page(docname)
    if page.path.endswith(".yaml"):
        return
    page.sentences.extend(sentences_of(doctree, source_lines(env)))
    page.terms.extend(
        term.astext() for glossary in doctree.findall(glossary_node) for term in glossary.findall(term_node)
    )
    page.metadata = {key: str(value) for key, value in env.metadata[docname].items()}
    for spec in page_specs(doctree):
        evidence_domain(env).note_view(docname, spec)


def _complete_state(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Make and judge the handbook; return the pages that show something else than they did.

    The check builder leaves judging to who asked for it. Of a book all pages are written, and judging waits
    until another process sets it.
    """
    state = build_state(env)
    state.complete()
    if app.builder.name == CHECK:
        return []
    if app.builder.format == "typst":
        app.connect("typst-book-at-work", _report)
        return []
    _report(app)
    if state.unchanged:
        return []
    state.page_digests = digest_pages(app)
    before = state.previous.pages
    return sorted(name for name, digest in state.page_digests.items() if before.get(name) != digest)


def _report(app: Sphinx) -> None:
    """Log what the rules find."""
    for problem in build_state(app.env).problems:
        location = f"{Path(app.srcdir).parent / problem.path}:{problem.line}"
        message = f"{problem.message} {problem.hint}".strip()
        if problem.severity is Severity.NOTE:
            logger.info("%s: note: %s: %s", location, problem.rule, message)
        else:
            logger.warning("%s", message, location=location, type="evidence", subtype=problem.rule)


def _export(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.name not in HTML_BUILDERS:
        return
    state, data = build_state(app.env), Path(app.outdir) / "evidence.json"
    if not (state.unchanged and data.is_file()):
        write_json(published(state.handbook), data)
        write_citations(state.handbook, Path(app.outdir))


def _store_state(app: Sphinx, error: Exception | None) -> None:
    build_state(app.env).store(error)
