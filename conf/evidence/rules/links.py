"""Rules of links: those inside the handbook resolve, those out of it have their proper form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model import BibliographyEntry, Page
from evidence.rules.link_form import flaw, is_copy, same_place
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Handbook


@rule(group="pages", each="pages", scope="document")
def link_broken(_page: Page, _handbook: Handbook) -> Iterator[Remark]:
    """A link to a page, a heading, a figure or a term of the handbook leads there; a picture is there.

    Judged when the page is drawn. Claims, studies and caveats that do not exist are told by
    ``citation-known`` and ``caveat-unknown``. In the built pages the output checks follow every link once
    more, with downloads, pictures, what style sheets name, and the list of places that other handbooks link
    to (``objects.inv``); those of the book likewise.

    Bad (page):

        # Example

        More stands on [another page](no-such-page.md).

    Good (page):

        # Example

        More stands on [the first page](index.md).
    """
    return iter(())


@rule(group="pages", each=("pages", "bibliography"))
def link_form(item: Page | BibliographyEntry, _handbook: Handbook) -> Iterator[Remark]:
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
    if isinstance(item, Page):
        for link in item.links:
            found = flaw(link.target)
            if found:
                yield Remark(link.at, f"the address {link.target} {found.message}", found.hint)
        return
    address = item.fields.get("url")
    if address is None:
        return
    at = item.line_of("url")
    found = flaw(address)
    if found:
        yield Remark(at, f"the address {address} {found.message}", found.hint)
    elif any(name in item.fields for name in ("doi", "pmid", "pmcid")):
        pmcid = item.fields.get("pmcid", "")
        if pmcid and same_place(address, f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}"):
            yield Remark(at, f"the address {address} says what pmcid says", "Delete url")
        elif is_copy(address):
            yield Remark(at, f"the address {address} is a copy of what the identifier leads to", "Delete url")
