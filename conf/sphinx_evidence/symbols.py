"""The small pictures beside words, in HTML: out of the sprite that each page carries."""

from __future__ import annotations

from html import escape


def symbol_html(name: str, *, firm: bool = False) -> str:
    """A picture out of the page's sprite; shapes are open unless what they say is firm."""
    css = "cert" if name.startswith("c-") else "sym firm" if firm else "sym"
    return f'<svg class="{css}" aria-hidden="true"><use href="#{escape(name)}"/></svg>'
