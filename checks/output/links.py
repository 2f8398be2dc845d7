"""Links within a built site: that pages, files, anchors and ids that something names are there."""

from __future__ import annotations

from collections import Counter
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml.html import HtmlElement

ADDRESSES = "//@href | //@src | //@poster | //@action"
NAMING = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "for",
    "headers",
    "list",
    "form",
)
"""Attributes that name elements of the same page by their ids."""


def broken_links(folder: Path, pages: Mapping[str, HtmlElement]) -> Iterator[str]:
    """The links of pages to a page, file or anchor of the site that is not there.

    Links that leave the site are not followed. Symbols of pictures are links, too.
    """
    anchors = {name: {str(identity) for identity in page.xpath("//@id")} for name, page in pages.items()}
    for name, page in pages.items():
        for link in sorted({str(link) for link in page.xpath(ADDRESSES)}):
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            path = unquote(address.path)
            target = normpath(join(dirname(name), path)) if path else name
            if not (folder / target).is_file():
                yield f"{name}: no file for {link}"
            elif address.fragment and target in anchors and unquote(address.fragment) not in anchors[target]:
                yield f"{name}: no anchor for {link}"


def broken_ids(pages: Mapping[str, HtmlElement]) -> Iterator[str]:
    """Ids that stand twice on their page, and names of ids that do not stand there."""
    for name, page in pages.items():
        counted = Counter(str(identity) for identity in page.xpath("//@id"))
        yield from (f"{name}: the id {identity} twice" for identity, times in counted.items() if times > 1)
        for attribute in NAMING:
            for value in page.xpath(f"//@{attribute}"):
                for identity in set(str(value).split()) - set(counted):
                    yield f"{name}: {attribute} names {identity}"
