"""What is wrong with the form of an external address, and how it is written instead."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlsplit

_TRACKERS = re.compile(
    r"utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|igshid|yclid|_hs(enc|mi)|ref_src", re.IGNORECASE
)
"""Parameters that follow a reader and lead nowhere else."""

_NCBI = r"(?:www\.ncbi\.nlm\.nih\.gov"
_CANONICAL = (
    (re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(10\.\S+)"), r"https://doi.org/\1"),
    (
        re.compile(rf"https?://{_NCBI}/(?:m/)?pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/(\d+)/?"),
        r"https://pubmed.ncbi.nlm.nih.gov/\1/",
    ),
    (
        re.compile(rf"https?://{_NCBI}/(?:labs/)?pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/(PMC\d+)/?"),
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


def fault_of_address(address: str) -> tuple[str, str] | None:
    """What is wrong with an external address and how to mend it; None where it is as it should be."""
    for pattern, form in _CANONICAL:
        if match := pattern.fullmatch(address):
            canonical = match.expand(form)
            return None if address == canonical else ("is not the usual address", f"Write {canonical}")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is no address", "Copy it anew"
    if re.search(r"\s|[<>\"{}|\\^`]", address) or not host or ("." not in host and host != "localhost"):
        return "is no address", "Copy it anew; a blank is written %20"
    return _fault_of_parts(address, parts, host)


def _fault_of_parts(address: str, parts: SplitResult, host: str) -> tuple[str, str] | None:
    """What is wrong with an address that can be taken apart."""
    if parts.scheme != "https":
        return "can be read and changed on its way", f"Write https://{address.partition('://')[2]}"
    if parts.username or parts.password:
        return "holds a name or password", "Link to a page that everybody may open"
    if _is_number(host):
        return "is a bare number of a machine", "Link to the name of the site"
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    trackers = [name for name in names if _TRACKERS.fullmatch(name)]
    return (f"follows readers by {', '.join(trackers)}", "Delete these parameters") if trackers else None


def is_copy(address: str) -> bool:
    """Whether an address is of a host that holds copies of papers published elsewhere."""
    return (urlsplit(address).hostname or "") in _COPIES


def is_same_page(address: str, other: str) -> bool:
    """Whether two addresses lead to one page: a last slash makes no difference."""
    return address.rstrip("/") == other.rstrip("/")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
