"""The forms of identifiers, and an identifier without what is often written before it."""

from __future__ import annotations

import re
from typing import NamedTuple

_PREFIX = re.compile(r"(https?://(dx\.)?doi\.org/|doi:\s*|pmid:?\s*)", re.IGNORECASE)


class IdentifierForm(NamedTuple):
    """How an identifier is written, with an example."""

    name: str
    pattern: re.Pattern[str]
    example: str


FORMS = {
    "doi": IdentifierForm("DOI", re.compile(r"10\.\d{4,9}/\S*[^\s.,;]"), "10.1000/example"),
    "pmid": IdentifierForm("PMID", re.compile(r"[1-9]\d{0,7}"), "12345678"),
    "pmcid": IdentifierForm("PMCID", re.compile(r"PMC[1-9]\d*"), "PMC1234567"),
}
"""The forms of identifiers by the field of the bibliography that holds them."""


def without_prefix(identifier: str) -> str:
    """An identifier without the address or the name that is often written before it."""
    return _PREFIX.sub("", identifier.strip())
