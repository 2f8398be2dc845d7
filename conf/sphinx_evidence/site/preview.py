"""What a page looks like while it is written: ``make serve`` shows its problems at its head.

Only with the setting ``evidence_preview``. A published page never shows them, and the policy that
forbids foreign scripts is left out only here, because the preview reloads itself by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_evidence.build.state import build_state
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.nodes import HTML_BUILDERS

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from evidence.model import Problem


def previewed(app: Sphinx, docname: str) -> tuple[Problem, ...]:
    """The problems that a page's preview shows: its own, and on the first page those of no page."""
    if not app.config.evidence_preview:
        return ()
    pages = evidence_domain(app.env).pages
    path = pages[docname].path if docname in pages else ""
    shown = {page.path for page in pages.values()}
    first = docname == app.config.root_doc
    state = build_state(app.env)
    problems = dict.fromkeys((*state.problems, *state.warnings))
    return tuple(p for p in problems if p.path == path or (first and p.path not in shown))


def _show(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the problems of a page before its text."""
    if app.builder.name not in HTML_BUILDERS or doctree is None:
        return
    problems = previewed(app, pagename)
    if problems:
        context["body"] = _section(problems) + context["body"]


def _section(problems: tuple[Problem, ...]) -> str:
    from markupsafe import escape

    count = "One problem" if len(problems) == 1 else f"{len(problems)} problems"
    items = "".join(
        f"<li><strong>{escape(p.path)}:{p.line}</strong> {p.severity}: {escape(p.rule)}: "
        f"{escape(p.message)} {escape(p.hint)}</li>"
        for p in problems
    )
    head = f'<section class="care problems" role="alert"><p><strong>{count}</strong></p>'
    return f"{head}<ul>{items}</ul></section>"


def setup_preview(app: Sphinx) -> None:
    """Register the setting and the event."""
    app.add_config_value("evidence_preview", False, "html", bool)
    app.connect("html-page-context", _show, priority=600)  # after the body was repaired
