"""The extension in the events of a build.

=====================  ==============================================================
config-inited          the vocabulary is read; its hash decides what is read again
builder-inited         the bibliography is read
env-get-outdated       pages that gave warnings, study pages with a new title, and
                       all pages when the inventory of another handbook changed
source-read            unreadable files become empty pages with their problem
doctree-read           sentences are collected
env-updated            the handbook is frozen and judged; pages whose views changed
                       are written again
typst-book-at-work     a book is judged while another process sets it
build-finished         evidence.json, a file for reference managers for each study,
                       the files of a published site
=====================  ==============================================================
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils.nodes import term as term_node
from sphinx.addnodes import glossary as glossary_node
from sphinx.errors import ConfigError
from sphinx.util.logging import getLogger

from evidence.analysis.reviews import review_of_page
from evidence.model import Severity
from evidence.text.harmless import symbolic_links
from evidence.views import make_view
from evidence.vocabulary.vocabulary import VocabularyError, load_vocabulary
from sphinx_evidence.build.bibliography import (
    BIBLIOGRAPHY,
    cited_on_pages,
    load_bibliography,
    pages_with_new_titles,
    readable_bibliography,
)
from sphinx_evidence.build.check_builder import NAME as JUDGING
from sphinx_evidence.build.check_builder import setup_judging
from sphinx_evidence.build.memory import setup_memory
from sphinx_evidence.build.other_handbooks import inventories_changed
from sphinx_evidence.build.previous import (
    PreviousBuild,
    engine,
    inputs_digest,
    keep,
    previous_build,
    setup_standing,
)
from sphinx_evidence.build.state import Frozen, freeze, frozen, still_shows
from sphinx_evidence.build.toctree_cycles import setup_circles
from sphinx_evidence.build.warnings import keep_noisy, listen, noisy
from sphinx_evidence.builders.epub import setup_book
from sphinx_evidence.builders.html import setup_html_pages
from sphinx_evidence.builders.typst import setup_typst_pages
from sphinx_evidence.directives.cards import setup_cards
from sphinx_evidence.directives.caveats import setup_caveats
from sphinx_evidence.directives.claims import setup_claims
from sphinx_evidence.directives.plots import setup_picture_directives
from sphinx_evidence.directives.tables import setup_lists
from sphinx_evidence.domain import EvidenceDomain, evidence
from sphinx_evidence.nodes import HTML_BUILDERS, setup_nodes
from sphinx_evidence.parsers.citations import leave_unknown_keys_to_the_rule
from sphinx_evidence.parsers.markdown import LENIENT, PageParser, check_source
from sphinx_evidence.parsers.sentences import sentences_of
from sphinx_evidence.parsers.source_lines import source_lines
from sphinx_evidence.parsers.study import StudyParser
from sphinx_evidence.roles import setup_roles
from sphinx_evidence.site.explorer import setup_explorer
from sphinx_evidence.site.files import setup_site_files
from sphinx_evidence.site.head import head_facts, setup_page_head
from sphinx_evidence.site.navigation import setup_navigation
from sphinx_evidence.site.preview import previewed, setup_preview
from sphinx_evidence.site.search import setup_search
from sphinx_evidence.theme import setup_theme
from sphinx_evidence.transforms.citation_notices import setup_citation_notices
from sphinx_evidence.transforms.pages import section_specs, setup_transforms
from sphinx_evidence.transforms.reference_style import register_style
from sphinx_evidence.transforms.references import setup_citation_domain

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

logger = getLogger(__name__)


def setup_extension(app: Sphinx) -> None:
    """Register configuration, parsers, directives, nodes, transforms and events."""
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
        setup_site_files, setup_book, setup_memory, setup_standing, setup_navigation,
        setup_explorer, setup_judging, setup_search, setup_preview, setup_circles, setup_citation_domain,
        setup_citation_notices,
        setup_claims, setup_cards, setup_caveats, setup_lists, setup_picture_directives, setup_roles,
    ):  # fmt: skip
        setup_part(app)
    app.connect("config-inited", _read_vocabulary)
    app.connect("builder-inited", load_bibliography, priority=400)  # before citations are read at 500
    app.connect("builder-inited", listen)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-before-read-docs", _read_leniently)
    app.connect("source-read", check_source, priority=100)
    app.connect("doctree-read", _collect_sentences)
    app.connect("env-updated", _restore_encoding, priority=1)
    app.connect("env-updated", _judge)
    app.connect("build-finished", keep_noisy)
    app.connect("build-finished", _export)


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
    again = env.found_docs if inventories_changed(app, env) else pages_with_new_titles(env) | noisy(app)
    return again & env.found_docs - removed


def _collect_sentences(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    docname = env.current_document.docname
    page = evidence(env).page(docname)
    if page.path.endswith(".yaml"):
        return
    page.sentences.extend(sentences_of(doctree, source_lines(env)))
    page.terms.extend(
        term.astext() for glossary in doctree.findall(glossary_node) for term in glossary.findall(term_node)
    )
    page.metadata = {key: str(value) for key, value in env.metadata[docname].items()}
    for spec in section_specs(doctree):
        evidence(env).show(docname, spec)


def _judge(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Freeze and judge the handbook; return the pages whose views changed.

    Where nothing is drawn, whoever asked for it judges what was asked for. Of a book all pages are
    written, and its judgement waits until another process sets it.
    """
    state = freeze(app)
    if app.builder.name == JUDGING:
        return []
    if app.builder.format == "typst":
        app.connect("typst-book-at-work", lambda app: _tell(app, state))
        return []
    _tell(app, state)
    if state.stands:
        return []
    last = previous_build(env)
    before = last.fingerprints if last else {}
    navigation = [env.titles[name].astext() for name in env.toctree_includes.get(env.config.root_doc, ())]
    specs = evidence(env).specs
    cited = cited_on_pages(env, state.handbook.source_check_by_key)
    heads = {page.docname: head_facts(page, state.handbook) for page in state.handbook.pages}
    drawn_by = engine()
    now = {
        docname: _digest(
            drawn_by,
            navigation,
            cited.get(docname),
            heads.get(docname),
            [make_view(spec, state.handbook) for spec in specs.get(docname, ())],
            review_of_page(docname, state.handbook),
            state.handbook.searched,
            previewed(app, docname),
        )
        for docname in env.all_docs
    }
    stored = keep(env, PreviousBuild(inputs_digest(app), state.names, state.problems, state.in_files, now))
    changed = sorted(name for name, digest in now.items() if before.get(name) != digest)
    return changed if stored or changed else [env.config.root_doc]  # a page changed lets Sphinx store it


def _tell(app: Sphinx, state: Frozen) -> None:
    """Say what the rules find."""
    for problem in state.problems:
        location = f"{Path(app.srcdir).parent / problem.path}:{problem.line}"
        words = f"{problem.message} {problem.hint}".strip()
        if problem.severity is Severity.NOTE:
            logger.info("%s: note: %s: %s", location, problem.rule, words)
        else:
            logger.warning("%s", words, location=location, type="evidence", subtype=problem.rule)


def _digest(*shown: object) -> str:
    """A short stand-in for what a page shows of other pages, and for what draws it."""
    return hashlib.sha256(json.dumps(shown, default=repr).encode()).hexdigest()


def _export(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.name in HTML_BUILDERS:
        from evidence.export.citations import write_citations
        from evidence.export.evidence_file import published, write_json

        state, data = frozen(app.env), Path(app.outdir) / "evidence.json"
        if still_shows(data, app):
            return
        handbook = state.handbook
        write_json(published(handbook), data)
        made_from = Path(app.srcdir) / BIBLIOGRAPHY if state.last else None
        write_citations(handbook, Path(app.outdir), made_from)
