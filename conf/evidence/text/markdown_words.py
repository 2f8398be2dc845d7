"""Words that strangers wrote, as Markdown shows them."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#@])")


def escape_markdown(text: str) -> str:
    """The words on one line, so that they make no markup and call nobody."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
