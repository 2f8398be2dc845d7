"""A publication as a record tells it: the same fields whatever the record came from."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from evidence.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable


class IntakeError(UserError):
    """A source cannot be read or must not be added; the message says why and what to do."""


_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMID = re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|pmid:?\s*)?(\d{1,8})/?", re.IGNORECASE)
_PMCID = re.compile(r"PMC\d+", re.IGNORECASE)
_REGISTRATION = re.compile(r"\b(NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|ChiCTR[\w-]+|UMIN\d{9}|EUCTR[\d-]+)\b")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_YEAR = re.compile(r"(?<!\d)(1[5-9]|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Author:
    """A name in its two parts; a group has a ``family`` name only."""

    family: str
    given: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """What a record says of one publication. An empty field was not in the record."""

    title: str
    authors: tuple[Author, ...] = ()
    journal: str = ""
    year: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    kind: str = "article"
    """The kind of a bibliography entry: article, book, phdthesis, inproceedings, misc."""
    types: tuple[str, ...] = ()
    """Publication types as the record names them, such as "Randomized Controlled Trial"."""
    about: tuple[str, ...] = ()
    """Subject headings of the record, such as "Animals"."""
    registrations: tuple[str, ...] = ()
    """Registry numbers of trials that the record or its summary names."""
    origin: str = ""
    """Where the record came from, for the reader of the new file."""


def doi_of(text: str) -> str:
    """The DOI in a text that is one, as an address or with ``doi:`` before it; else nothing.

    A DOI does not tell upper from lower case, but is kept as it was written.
    """
    found = _DOI.fullmatch(text.strip())
    if not found:
        return ""
    doi = found[1]
    return (unquote(doi) if text.strip().lower().startswith("http") else doi).rstrip(".")


def pmid_of(text: str) -> str:
    """The PubMed number in a text that is one, as an address or with ``PMID`` before it; else nothing."""
    found = _PMID.fullmatch(text.strip())
    return found[1].lstrip("0") if found else ""


def pmcid_of(text: str) -> str:
    """The PubMed Central number somewhere in a text; else nothing."""
    found = _PMCID.search(text)
    return found[0].upper() if found else ""


def registrations_in(*texts: str) -> tuple[str, ...]:
    """The registry numbers of trials in some texts, each once."""
    return tuple(dict.fromkeys(found for text in texts for found in _REGISTRATION.findall(text)))


def year_of(text: str) -> str:
    """The first year in a date as a record writes it; else nothing."""
    found = _YEAR.search(text)
    return found[0] if found else ""


def plain(text: object) -> str:
    """Words of a record on one line: markup and entities gone, blanks single."""
    return " ".join(html.unescape(_TAG.sub("", str(text or ""))).split())


def plain_title(text: object) -> str:
    """A title without the full stop and the brackets of a translation that PubMed adds."""
    title = plain(text)
    if title.startswith("[") and title.rstrip(".").endswith("]"):
        title = title.rstrip(".")[1:-1]
    return title.removesuffix(".")


def compared(title: str) -> str:
    """A title as it is compared with others: letters and digits only, accents and case gone."""
    letters = unicodedata.normalize("NFKD", title).casefold()
    return "".join(letter for letter in letters if letter.isalnum())


_WITHOUT_ACCENT = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
"""Letters that Unicode does not take apart into a plain one and an accent."""


def ascii_words(text: str) -> list[str]:
    """The words of a text in ASCII letters, lower case: what ids are made of."""
    letters = unicodedata.normalize("NFKD", text.lower().translate(_WITHOUT_ACCENT))
    return re.findall(r"[a-z0-9]+", letters.encode("ascii", "ignore").decode().lower())


def study_id(publication: Publication, taken: Iterable[str]) -> str:
    """An id for a study: first author and year, then words of the title until it is free.

    Where neither author nor title gives an ASCII word, the identifier does.
    """
    used = {name.lower() for name in taken}
    authors = ascii_words(publication.authors[0].family) if publication.authors else []
    title = [word for word in ascii_words(publication.title) if len(word) > 3]  # noqa: PLR2004  (no "of", "the")
    stem = ["-".join(authors)] if authors else title[:3]
    parts = [*stem, publication.year] if publication.year else stem
    if not stem:
        parts = ascii_words((publication.pmid and f"pmid-{publication.pmid}") or publication.doi) or ["study"]
    rest = iter(title if authors else title[3:])
    while (name := "-".join(parts)) in used:
        parts.append(next(rest, "b" if name[-2:] != "-b" else "c"))
    return name
