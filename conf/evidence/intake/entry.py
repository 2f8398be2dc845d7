"""The bibliography entry of a publication, in BibTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence.intake.publication import Author, Publication

_SPECIAL = re.compile(r"[&%$#_{}]")
_RARE = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_KEEPS_ITS_CAPITALS = re.compile(r"\w*\w(?=[A-Z])\w+")
"""A word with a capital behind its first letter, such as CKD or mRNA: styles must not lower it."""


def bibtex_entry(publication: Publication, key: str) -> str:
    """The entry as references.bib holds it. Fields that the record lacks are left out."""
    title = _KEEPS_ITS_CAPITALS.sub(lambda word: f"{{{word[0]}}}", publication.title)
    fields = {
        "author": " and ".join(map(_name, publication.authors)),
        "title": _escaped(title, keep="{}"),
        _container(publication.kind): _escaped(publication.journal),
        "volume": _escaped(publication.volume),
        "number": _escaped(publication.number),
        "pages": re.sub(r"\s*[-\N{EN DASH}]+\s*", "--", _escaped(publication.pages)),
        "year": publication.year,
        "doi": publication.doi,
        "pmid": publication.pmid,
        "pmcid": publication.pmcid,
        "note": "" if publication.authors else "Authors were not shown",
    }
    width = max(len(name) for name, text in fields.items() if text)
    lines = [f"  {name:<{width}} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join([f"@{publication.kind}{{{key},", *lines, "}"]) + "\n"


def _container(kind: str) -> str:
    """The name of the field that says in what the publication appeared."""
    return {
        "article": "journal",
        "inproceedings": "booktitle",
        "incollection": "booktitle",
        "phdthesis": "school",
        "book": "publisher",
    }.get(kind, "howpublished")


def _name(author: Author) -> str:
    if author.group or not author.given:
        return f"{{{_escaped(author.family)}}}"
    return f"{_escaped(author.family)}, {_escaped(author.given)}"


def _escaped(text: str, keep: str = "") -> str:
    """Text in which the special characters of LaTeX stand for themselves."""
    rare = "".join(_RARE.get(letter, letter) for letter in text)
    if rare != text:
        keep += "\\{}"
    return _SPECIAL.sub(lambda sign: sign[0] if sign[0] in keep else f"\\{sign[0]}", rare)
