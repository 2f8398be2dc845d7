"""Quotation marks and apostrophes as printers set them, in what is drawn after the pages were read.

Sphinx sets those of a page while it reads it. Words out of study files and out of the vocabulary come
later and are typed with the straight signs of a keyboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.smartquotes import educate_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

_AS_TYPED = (nodes.FixedTextElement, nodes.literal)
"""Nodes whose text is code or a record to copy."""


def with_printed_quotes(drawn: Iterable[nodes.Node]) -> list[nodes.Node]:
    """The nodes with “printed” signs for "typed" ones."""
    around = nodes.inline("", "", *drawn)
    for text in list(around.findall(nodes.Text)):
        if ("'" in text or '"' in text) and not isinstance(text.parent, _AS_TYPED):
            text.parent.replace(text, nodes.Text("".join(educate_tokens([("plain", str(text))], "q", "en"))))
    return list(around.children)
