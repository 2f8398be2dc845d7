"""Links that are identifiers, asked of the service that gives them out: DOI, PubMed, trial registry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from evidence.files.records.links import LinkState
from evidence.web.client import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.web.client import Answer, WebClient
    from evidence.web.services import Services

DOI = re.compile(r"https://doi\.org/(10\.\d{4,9}/\S+)")
PUBMED = re.compile(r"https://pubmed\.ncbi\.nlm\.nih\.gov/(\d+)/?")
TRIAL = re.compile(r"https://clinicaltrials\.gov/study/(NCT\d{8})/?")
"""The canonical address of each kind of identifier."""

IDENTIFIERS = (DOI, PUBMED, TRIAL)

_FOUND, _BAD_REQUEST, _NOT_FOUND, _FORBIDDEN, _TOO_MANY = 200, 400, 404, 403, 429
_AT_ONCE = 200
"""PubMed numbers in one request, the most that NCBI asks for."""


class Told(NamedTuple):
    """What a service said of an identifier."""

    state: LinkState
    said: str = ""


def ask_services(
    addresses: Iterable[str], client: WebClient, services: Services
) -> Iterator[tuple[str, Told]]:
    """What became of each of some addresses that are identifiers; others are passed over."""
    numbers: dict[str, str] = {}
    for address in dict.fromkeys(addresses):
        if match := DOI.fullmatch(address):
            # The handle service knows each DOI that was given out, whoever publishes it.
            handle = f"{services.doi}/api/handles/{quote(unquote(match[1]), safe='/')}"
            yield address, _existing(handle, client)
        elif match := TRIAL.fullmatch(address):
            yield address, _existing(f"{services.registry}/api/v2/studies/{match[1]}", client)
        elif match := PUBMED.fullmatch(address):
            numbers[match[1]] = address
    waiting = list(numbers)
    for start in range(0, len(waiting), _AT_ONCE):
        for number, told in _in_pubmed(waiting[start : start + _AT_ONCE], client, services):
            yield numbers[number], told


def _existing(address: str, client: WebClient) -> Told:
    try:
        answer = client.get(address)
    except ServiceError as error:
        return Told(LinkState.DOWN, str(error))
    return _judged(answer)


def _judged(answer: Answer) -> Told:
    if answer.status == _FOUND:
        return Told(LinkState.WELL)
    if answer.status in {_NOT_FOUND, _BAD_REQUEST}:
        return Told(LinkState.DEAD, "the service that gives these numbers out does not know it")
    if answer.status in {_FORBIDDEN, _TOO_MANY}:
        return Told(LinkState.BLOCKED, f"the service answered {answer.status}")
    return Told(LinkState.DOWN, f"the service answered {answer.status}")


def _in_pubmed(numbers: list[str], client: WebClient, services: Services) -> Iterator[tuple[str, Told]]:
    parameters = {"db": "pubmed", "id": ",".join(numbers), "retmode": "json"}
    try:
        answer = client.get(f"{services.eutils}/esummary.fcgi", parameters)
        records = answer.json()["result"] if answer.status == _FOUND else None
    except ServiceError as error:
        yield from ((number, Told(LinkState.DOWN, str(error))) for number in numbers)
        return
    except (ValueError, KeyError, TypeError):
        yield from (
            (number, Told(LinkState.DOWN, "the answer of PubMed cannot be read")) for number in numbers
        )
        return
    for number in numbers:
        if records is None:
            yield number, _judged(answer)
        elif number in records and "error" not in records[number]:
            yield number, Told(LinkState.WELL)
        else:
            yield number, Told(LinkState.DEAD, "PubMed has no record with this number")
