"""A digest of what each page shows of other pages and files: pages with a new digest are written again."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from evidence.analysis.reviews import review_of_page
from evidence.views import make_view
from evidence.views.elements import Link, MatrixCell
from sphinx_evidence.build.bibliography import citations_on_pages
from sphinx_evidence.build.previous import engine_digest
from sphinx_evidence.build.state import build_state
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.site.head import head_facts
from sphinx_evidence.site.preview import previewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


def digest_pages(app: Sphinx) -> dict[str, str]:
    """The digests of all pages, by name."""
    env, state = app.env, build_state(app.env)
    handbook, locations = state.handbook, state.locations
    views = evidence_domain(env).views
    cited = citations_on_pages(env)
    heads = {page.docname: head_facts(page, handbook) for page in handbook.pages}
    sidebar = [env.titles[name].astext() for name in env.toctree_includes.get(env.config.root_doc, ())]

    def digest(docname: str) -> str:
        shown = [make_view(spec, handbook) for spec in views.get(docname, ())]
        parts = (
            engine_digest(),
            env.all_docs[
                docname
            ],  # when it was read: another builder may have read it without writing it here
            sidebar,
            cited.get(docname),
            heads.get(docname),
            shown,
            sorted({(*target, *locations.get(target, ())) for target in _targets(shown)}),
            review_of_page(docname, handbook),
            handbook.searched,
            previewed(app, docname),
        )
        return hashlib.sha256(json.dumps(parts, default=repr).encode()).hexdigest()

    return {docname: digest(docname) for docname in env.all_docs}


def _targets(shown: object) -> Iterator[tuple[str, str]]:
    """The kind and id of each object that a view links to."""
    if isinstance(shown, Link):
        yield shown.kind, shown.target
    elif isinstance(shown, MatrixCell):
        yield "finding", "/".join(shown.target)
    if isinstance(shown, tuple | list):
        for part in shown:
            yield from _targets(part)
