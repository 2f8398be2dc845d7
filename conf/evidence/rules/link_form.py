"""What is wrong with the form of an external address, and how it is written instead."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_TRACKERS = re.compile(
    r"utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|igshid|yclid|_hs(enc|mi)|ref_src", re.IGNORECASE
)
"""Parameters that follow a reader and lead nowhere else."""

_CANONICAL = (
    (re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(10\.\S+)"), r"https://doi.org/\1"),
    (
        re.compile(
            r"https?://(?:www\.ncbi\.nlm\.nih\.gov/(?:m/)?pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/(\d+)/?"
        ),
        r"https://pubmed.ncbi.nlm.nih.gov/\1/",
    ),
    (
        re.compile(
            r"https?://(?:www\.ncbi\.nlm\.nih\.gov/(?:labs/)?pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/(PMC\d+)/?"
        ),
        r"https://pmc.ncbi.nlm.nih.gov/articles/\1/",
    ),
    (
        re.compile(r"https?://(?:www\.)?clinicaltrials\.gov/(?:ct2/show|show|study)/(NCT\d{8})/?"),
        r"https://clinicaltrials.gov/study/\1",
    ),
)
"""Addresses of what has an identifier, in any form, and their one form."""

_COPIES = frozenset(
    {
        "www.researchgate.net", "researchgate.net", "www.academia.edu", "www.semanticscholar.org",
        "scholar.archive.org", "europepmc.org", "core.ac.uk", "sci-hub.se", "www.scinapse.io", "scite.ai",
    }
)  # fmt: skip
"""Hosts that hold copies of papers which are published elsewhere."""


class Flaw(NamedTuple):
    """What is wrong with an address, and how to mend it."""

    message: str
    hint: str


def flaw(address: str) -> Flaw | None:
    """What is wrong with an external address by itself; None where it is as it should be."""
    for kind, form in _CANONICAL:
        if found := kind.fullmatch(address):
            canonical = found.expand(form)
            return None if address == canonical else Flaw("is not the usual address", f"Write {canonical}")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return Flaw("is no address", "Copy it anew")
    if re.search(r"\s|[<>\"{}|\\^`]", address) or not host or ("." not in host and host != "localhost"):
        return Flaw("is no address", "Copy it anew; a blank is written %20")
    return _flaw_of_parts(address, parts, host)


def _flaw_of_parts(address: str, parts: SplitResult, host: str) -> Flaw | None:
    """What is wrong with an address that can be taken apart."""
    if parts.scheme != "https":
        return Flaw("can be read and changed on its way", f"Write https://{address.partition('://')[2]}")
    if parts.username or parts.password:
        return Flaw("holds a name or password", "Link to a page that everybody may open")
    if _is_number(host):
        return Flaw("is a bare number of a machine", "Link to the name of the site")
    trackers = [
        name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if _TRACKERS.fullmatch(name)
    ]
    if trackers:
        return Flaw(f"follows readers by {', '.join(trackers)}", "Delete these parameters")
    return None


def is_copy(address: str) -> bool:
    """Whether an address is of a host that holds copies of papers published elsewhere."""
    return (urlsplit(address).hostname or "") in _COPIES


def same_place(address: str, other: str) -> bool:
    """Whether two addresses lead to one page: a last slash makes no difference."""
    return address.rstrip("/") == other.rstrip("/")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
