"""An address outside the handbook is whole, private and the usual one.

It begins with https://, holds no name, number of a machine or parameter that follows readers,
and is written in the one form of its kind where it has a DOI, a PubMed number or a registry
number. A source that has such a number needs no copy of the paper elsewhere. Whether a page
still answers is asked on a schedule, never while building.

Bad (page):

    # Example

    See [the trial](https://clinicaltrials.gov/ct2/show/NCT09999999).

Good (page):

    # Example

    See [the trial](https://clinicaltrials.gov/study/NCT09999999).
"""

from __future__ import annotations

from evidence.model import BibliographyEntry, Handbook, Location, Page
from evidence.rules.pages._addresses import fault_of_address, is_copy, is_same_page
from evidence.rules.registry import Remark, Remarks, rule


@rule("pages", "bibliography", position=4)
def check(item: Page | BibliographyEntry, _handbook: Handbook) -> Remarks:
    if isinstance(item, Page):
        for link in item.links:
            yield from _address(link.target, link.at)
    elif (address := item.fields.get("url")) is not None:
        remarks = list(_address(address, item.line_of("url")))
        yield from remarks or _needless(address, item)


def _address(address: str, at: Location) -> Remarks:
    fault = fault_of_address(address)
    if fault:
        message, hint = fault
        yield Remark(at, f"the address {address} {message}", hint)


def _needless(address: str, entry: BibliographyEntry) -> Remarks:
    """An address that says no more than the identifiers of the source."""
    at = entry.line_of("url")
    pmcid = entry.fields.get("pmcid", "")
    if pmcid and is_same_page(address, f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}"):
        yield Remark(at, f"the address {address} says what pmcid says", "Delete url")
    elif is_copy(address) and any(name in entry.fields for name in ("doi", "pmid", "pmcid")):
        yield Remark(at, f"the address {address} is a copy of what the identifier leads to", "Delete url")
