"""A comparison as one HTML page that needs nothing besides itself."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from evidence.diff.outline import NO_CHANGE, outline, summary
from evidence.model.changes import SUBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.diff.report import ChangeRecord, Comparison

_TITLE = "What changed in the evidence"
_STYLE = """
:root { color-scheme: light dark; --quiet: light-dark(#555, #aaa); --line: light-dark(#ccc, #555); }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; }
h3 { margin-bottom: 0; }
ul { padding-left: 1.2rem; }
li { margin: .8rem 0; overflow-wrap: anywhere; }
.why, .place { color: var(--quiet); }
.why { margin-top: 0; }
.weakened { border-left: .3rem solid light-dark(#b00020, #ff8a80); padding-left: 1rem; }
blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 1px solid var(--line); }
del, ins { padding: 0 .15em; }
del { color: light-dark(#9c0f1d, #ff9d9d); background: light-dark(#fdecee, #3b1a1e); }
ins { color: light-dark(#0b6b2e, #8fe3a8); background: light-dark(#e9f6ed, #12301d); font-weight: 600; }
"""


def to_html(record: Comparison) -> str:
    """The comparison as a page; texts of the handbook are escaped, so that they can draw nothing."""
    return "\n".join(_lines(record)) + "\n"


def _lines(record: Comparison) -> Iterator[str]:
    title = _TITLE if record.changes else NO_CHANGE
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    yield "<!DOCTYPE html>"
    yield '<html lang="en-GB">'
    yield "<head>"
    yield '<meta charset="utf-8"/>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}"/>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
    yield f"<title>{title}</title>"
    yield f"<style>{_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield "<main>"
    yield f"<h1>{title}</h1>"
    yield f"<p>From <b>{_text(record.old.name)}</b> to <b>{_text(record.new.name)}</b>: "
    yield f"{_text(summary(record))}</p>"
    for number, part in enumerate(outline(record)):
        css = "weakened" if number == 0 and record.weakened else "other"
        yield f'<section class="{css}">'
        yield f"<h2>{part.title}</h2>"
        if part.lead:
            yield f"<p>{part.lead}</p>"
        for group in part.groups:
            yield f"<h3>{group.heading}</h3>"
            yield f'<p class="why">{group.why}</p>'
            yield "<ul>"
            for change in group.changes:
                yield from _change(change)
            yield "</ul>"
        yield "</section>"
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _change(change: ChangeRecord) -> Iterator[str]:
    place = f"{change.about.path}:{change.about.line}"
    yield f"<li><b>{SUBJECTS[change.about.kind]} <code>{_text(change.about.id)}</code></b> "
    yield f'<span class="place">({_text(place)})</span>: {_text(change.what)}'
    if change.words:
        words = " ".join(_piece(piece.fate, piece.text) for piece in change.words)
        yield f"<blockquote>{words}</blockquote>"
    elif change.before or change.after:
        yield f"<blockquote>{_text(change.before or change.after)}</blockquote>"
    yield "</li>"


def _piece(fate: str, text: str) -> str:
    element = {"gone": "del", "new": "ins"}.get(fate)
    return f"<{element}>{_text(text)}</{element}>" if element else _text(text)


def _text(text: str) -> str:
    return escape(" ".join(text.split()))
