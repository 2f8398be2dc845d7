"""The head of an HTML page: its description, its address, what previews and search engines are told."""

from __future__ import annotations

from posixpath import join
from typing import TYPE_CHECKING, Any

from evidence.export.schema_org import as_script, schema_org_data
from evidence.plots.evidence_summary import SHARE_PICTURE
from evidence.vocabulary.words import in_sentence
from sphinx_evidence.build.state import build_state
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.nodes import HTML_BUILDERS

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from evidence.model import Handbook, Page


def head_facts(page: Page, handbook: Handbook) -> tuple[str, dict[str, Any]]:
    """The description of a page, and its facts for search engines."""
    return _description(page, handbook), schema_org_data(page, handbook)


def _description(page: Page, handbook: Handbook) -> str:
    """What the author wrote or, for a study, its kind and how much of it was read."""
    words = handbook.vocabulary
    for study in page.studies:
        read = in_sentence(words.label("extraction", study.extraction))
        kind = in_sentence(words.label("study-type", study.type))
        return f"Extraction sheet of one source ({kind}; {read}), and the claims that cite it."
    return page.metadata.get("description", "")


def set_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template of a page what its head says."""
    page = evidence_domain(app.env).pages.get(pagename)
    if app.builder.name not in HTML_BUILDERS or page is None or doctree is None:
        return
    description, facts = head_facts(page, build_state(app.env).handbook)
    title = app.env.titles[pagename].astext()
    base = app.config.html_baseurl
    around = {"@type": "WebSite", "name": app.config.html_title}
    told = {
        "name": title,
        "description": description,
        "inLanguage": app.config.language.replace("_", "-"),
        "isPartOf": {**around, "url": base} if base else around,
        **({"url": context["pageurl"]} if base else {}),
    }
    context["evidence_description"] = description
    context["evidence_preview"] = {
        "og:type": "website" if pagename == app.config.root_doc else "article",
        "og:site_name": app.config.html_title,
        "og:title": title,
        "og:description": description,
        **({"og:url": context["pageurl"], "og:image": join(base, SHARE_PICTURE)} if base else {}),
    }
    context["evidence_linked_data"] = as_script({**facts, **told})


def setup_page_head(app: Sphinx) -> None:
    """Register what heads say."""
    app.connect("html-page-context", set_head)
