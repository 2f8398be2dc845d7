"""Links within a built site: that pages, files, anchors and ids that something names are there.

Links stand in pages, in style sheets, and in the list of places (``objects.inv``) through which other
handbooks link here.
"""

from __future__ import annotations

import re
from collections import Counter
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from sphinx.util.inventory import InventoryFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml.html import HtmlElement

ADDRESSES = "//@href | //@src | //@poster | //@action | //object/@data | //@formaction"
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
        sets = [part.split()[0] for each in page.xpath("//@srcset") for part in str(each).split(",")]
        for link in sorted({*map(str, page.xpath(ADDRESSES)), *sets}):
            yield from _broken(link, name, folder, anchors)


def broken_in_styles(folder: Path) -> Iterator[str]:
    """What style sheets of a site name and is not there."""
    for sheet in sorted(folder.rglob("*.css")):
        name = sheet.relative_to(folder).as_posix()
        for link in sorted(set(_NAMED_BY_STYLE.findall(sheet.read_text(encoding="utf-8")))):
            if not link.startswith("#"):  # a part of the page that uses the sheet
                yield from _broken(link, name, folder, {})


def broken_places(folder: Path, pages: Mapping[str, HtmlElement]) -> Iterator[str]:
    """The places of objects.inv, by which other handbooks link here, that are not there."""
    anchors = {name: {str(identity) for identity in page.xpath("//@id")} for name, page in pages.items()}
    inventory = InventoryFile.loads((folder / "objects.inv").read_bytes(), uri="")
    for places in inventory.data.values():
        for known, place in places.items():
            if known not in _INDEXES:
                yield from _broken(place.uri.lstrip("/"), "objects.inv", folder, anchors)


_INDEXES = {"genindex", "modindex", "py-modindex"}
"""Sphinx lists its indexes whether they are built or not; the handbook has none."""
_NAMED_BY_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+?)['\"]?\s*\)")


def _broken(link: str, name: str, folder: Path, anchors: Mapping[str, set[str]]) -> Iterator[str]:
    address = urlsplit(link)
    if address.scheme or address.netloc:
        return
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
