"""An abbreviation stands in the glossary, or as "words (ABBR)" on the page that uses it.

A word with two capitals counts as one, apart from the names in the vocabulary. It is told once a
page, where it first stands.

Bad (page):

    # Example

    The CAC of each person was measured.

Good (page):

    # Example

    The coronary artery calcium (CAC) of each person was measured; people with low CAC were left out.
"""

from __future__ import annotations

import re

from evidence.caching import cached_on_handbook
from evidence.model import Handbook, Page, Severity
from evidence.rules.registry import Remark, Remarks, rule

_ABBREVIATION = re.compile(r"(?<![\w/.])(?=\w*[A-Z]\w*[A-Z])[^\W\d_]\w*", re.ASCII)
"""A word with two capitals or more."""
_AFTER_ITS_WORDS = re.compile(r"\w \(([^\W\d_]\w*)[);,]")
"""What stands alone, or first, in brackets after a word."""
_NO_ABBREVIATION = re.compile(r"[IVX]+|[A-Z]+\d{4,}")
"""Roman numerals, and numbers of registers such as NCT01234567."""


@rule("pages", of_page=("sentences",), severity=Severity.WARNING, position=1)
def check(page: Page, handbook: Handbook) -> Remarks:
    explained = set(_explained(handbook))
    explained.update(
        _singular(short) for sentence in page.sentences for short in _AFTER_ITS_WORDS.findall(sentence.text)
    )
    for sentence in page.sentences:
        for word in _ABBREVIATION.findall(sentence.text):
            short = _singular(word)
            if not explained.isdisjoint({short, word}) or _NO_ABBREVIATION.fullmatch(short):
                continue
            explained.add(short)  # one remark for each page
            yield Remark(
                sentence.at,
                f"nothing says what {short} means",
                f"Write the words, or the words and ({short}) at its first place, or add it to the glossary",
            )


def _singular(word: str) -> str:
    """An abbreviation without its plural: ``HR`` for ``HRs``."""
    return word[:-1] if word.endswith("s") and word[:-1].isupper() else word


@cached_on_handbook
def _explained(handbook: Handbook) -> frozenset[str]:
    """The abbreviations within terms of the glossary, and within names of the vocabulary."""
    terms = [term for page in handbook.pages for term in page.terms]
    names = [word.label for word in handbook.vocabulary.name]
    return frozenset(word for text in (*terms, *names) for word in _ABBREVIATION.findall(text))
