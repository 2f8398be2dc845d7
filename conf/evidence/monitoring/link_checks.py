"""What became of external links: read from Sphinx's linkcheck, or asked of the services of identifiers.

linkcheck passes over identifiers (DOI, PubMed, trial registry), because publishers block programs. The
services that give the identifiers out answer for them.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from evidence.files.records import RecordError
from evidence.files.records.links import LinkResult, LinkState
from evidence.web.client import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from evidence.web.client import Answer, WebClient
    from evidence.web.services import Services

_DOI = re.compile(r"https://doi\.org/(10\.\d{4,9}/\S+)")
_PUBMED = re.compile(r"https://pubmed\.ncbi\.nlm\.nih\.gov/(\d+)/?")
_TRIAL = re.compile(r"https://clinicaltrials\.gov/study/(NCT\d{8})/?")
"""The canonical address of each kind of identifier."""

_IDENTIFIERS = (_DOI, _PUBMED, _TRIAL)

_FOUND, _BAD_REQUEST, _NOT_FOUND, _FORBIDDEN, _TOO_MANY = 200, 400, 404, 403, 429
_AT_ONCE = 200
"""PubMed numbers in one request, the most that NCBI asks for."""


class Answered(NamedTuple):
    """The state of a link, and what was said of it where it is not well."""

    state: LinkState
    said: str = ""


_GONE = re.compile(
    r"\b(404|410)\b|Anchor '|NameResolution|Name or service not known|nodename nor servname|getaddrinfo"
)
_SHUT = re.compile(r"\b(401|403|406|429|451|999)\b|captcha|unauthorized|rate.limited", re.IGNORECASE)
_LATE = re.compile(r"timed? ?out", re.IGNORECASE)
_FOR_GOOD = (301, 308)
"""Redirects that say: use the new address."""


def read_linkcheck(path: Path, parent: str) -> Iterator[LinkResult]:
    """The results of Sphinx's linkcheck that say something about a link, identifiers left out.

    ``parent`` goes before the file names, which linkcheck counts from the docs folder. Raises
    RecordError where the file is no such result.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise RecordError(f"{path}: {error.strerror or error}; run make linkcheck") from None
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            status, address = str(entry["status"]), str(entry["uri"])
            location = f"{parent}/{entry['filename']}", max(1, int(entry["lineno"] or 1))
            code, info = int(entry.get("code") or 0), str(entry.get("info") or "")
        except (ValueError, KeyError, TypeError):
            raise RecordError(f"{path}:{number}: no line of a linkcheck result") from None
        if not address.startswith(("http://", "https://")) or status in {"ignored", "unchecked", "local"}:
            continue
        yield LinkResult(address, *location, *_linkcheck_answer(status, code, info))


class IdentifierLink(NamedTuple):
    """A link to a DOI, a PubMed record or a registered trial, and where it stands."""

    address: str
    path: str
    line: int


def identifiers_in(path: Path, parent: str) -> Iterator[IdentifierLink]:
    """The identifiers that linkcheck passed over."""
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        address = str(entry["uri"])
        if entry["status"] == "ignored" and any(kind.fullmatch(address) for kind in _IDENTIFIERS):
            yield IdentifierLink(address, f"{parent}/{entry['filename']}", max(1, int(entry["lineno"] or 1)))


def _linkcheck_answer(status: str, code: int, info: str) -> Answered:
    """The state of a link after what linkcheck wrote of it."""
    if status == "working":
        return Answered(LinkState.WELL)
    if status == "redirected":
        return Answered(LinkState.MOVED, info) if code in _FOR_GOOD else Answered(LinkState.WELL)
    if status == "timeout" or _LATE.search(info):
        return Answered(LinkState.SLOW, "no answer came in time")
    # The server's words without the address, which is printed beside them.
    short = re.sub(r"\s*for url: \S+", "", " ".join(info.split()))[:160]
    if status == "rate-limited" or _SHUT.search(info):
        return Answered(LinkState.BLOCKED, short)
    return Answered(LinkState.DEAD if _GONE.search(info) else LinkState.DOWN, short)


def ask_services(
    addresses: Iterable[str], client: WebClient, services: Services
) -> Iterator[tuple[str, Answered]]:
    """What became of each of some addresses that are identifiers; others are passed over."""
    numbers: dict[str, str] = {}
    for address in dict.fromkeys(addresses):
        if match := _DOI.fullmatch(address):
            # The handle service knows each DOI that was given out, whoever publishes it.
            handle = f"{services.doi}/api/handles/{quote(unquote(match[1]), safe='/')}"
            yield address, _existing(handle, client)
        elif match := _TRIAL.fullmatch(address):
            yield address, _existing(f"{services.registry}/api/v2/studies/{match[1]}", client)
        elif match := _PUBMED.fullmatch(address):
            numbers[match[1]] = address
    waiting = list(numbers)
    for start in range(0, len(waiting), _AT_ONCE):
        for number, answered in _in_pubmed(waiting[start : start + _AT_ONCE], client, services):
            yield numbers[number], answered


def _existing(address: str, client: WebClient) -> Answered:
    try:
        answer = client.get(address)
    except ServiceError as error:
        return Answered(LinkState.DOWN, str(error))
    return _service_answer(answer)


def _service_answer(answer: Answer) -> Answered:
    if answer.status == _FOUND:
        return Answered(LinkState.WELL)
    if answer.status in {_NOT_FOUND, _BAD_REQUEST}:
        return Answered(LinkState.DEAD, "the service that gives these numbers out does not know it")
    if answer.status in {_FORBIDDEN, _TOO_MANY}:
        return Answered(LinkState.BLOCKED, f"the service answered {answer.status}")
    return Answered(LinkState.DOWN, f"the service answered {answer.status}")


def _in_pubmed(numbers: list[str], client: WebClient, services: Services) -> Iterator[tuple[str, Answered]]:
    parameters = {"db": "pubmed", "id": ",".join(numbers), "retmode": "json"}
    try:
        answer = client.get(f"{services.eutils}/esummary.fcgi", parameters)
        records = answer.json()["result"] if answer.status == _FOUND else None
    except (ServiceError, ValueError, KeyError, TypeError) as error:
        reason = str(error) if isinstance(error, ServiceError) else "the answer of PubMed cannot be read"
        yield from ((number, Answered(LinkState.DOWN, reason)) for number in numbers)
        return
    for number in numbers:
        if records is None:
            yield number, _service_answer(answer)
        elif number in records and "error" not in records[number]:
            yield number, Answered(LinkState.WELL)
        else:
            yield number, Answered(LinkState.DEAD, "PubMed has no record with this number")
