"""The one way to the network: polite, patient within bounds, and never silent about a failure.

Nothing here runs in a build or a check. Commands that ask a service make one client and pass it on.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import requests
import requests_cache
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from evidence.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TRIED_AGAIN = (429, 500, 502, 503, 504)
"""Answers that may be better a little later."""


class ServiceError(UserError):
    """No answer came: the service is down, the name unknown, the connection refused or too slow."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered. ``address`` is where the answer came from after redirects."""

    status: int
    address: str
    text: str
    headers: Mapping[str, str]
    redirects: tuple[tuple[int, str], ...] = ()
    """Status and target of each redirect on the way."""

    def json(self) -> Any:
        """The answer as data; raises ValueError where it is no JSON."""
        import json

        return json.loads(self.text)


@dataclass(frozen=True)
class ClientSettings:
    """How a client behaves. Times are in seconds.

    ``contact`` (an address or a page) stands in the user agent, as Crossref and NCBI ask.
    ``pause`` is the least time between two requests to one host: NCBI allows three a second.
    ``longest_wait`` bounds what ``Retry-After`` may ask for. ``keep`` is how long an answer is
    kept in ``cache``, a folder; without one nothing is kept.
    """

    contact: str = ""
    connect: float = 10.0
    read: float = 30.0
    retries: int = 3
    backoff: float = 1.0
    longest_wait: int = 60
    pause: float = 0.4
    cache: Path | None = None
    keep: int = 24 * 3600


@dataclass
class WebClient:
    """Asks services by HTTP. Use it in a ``with`` block."""

    manners: ClientSettings = field(default_factory=ClientSettings)
    _last: dict[str, float] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Open the connections."""
        manners = self.manners
        if manners.cache:
            manners.cache.mkdir(parents=True, exist_ok=True)
            self._session: requests.Session = requests_cache.CachedSession(
                manners.cache / "answers.sqlite",
                expire_after=manners.keep,
                allowable_codes=(200, 404, 410),
            )
        else:
            self._session = requests.Session()
        contact = f" ({manners.contact})" if manners.contact else ""
        self._session.headers["User-Agent"] = f"evidence-handbook/0.1{contact}"
        retry = Retry(
            total=manners.retries,
            backoff_factor=manners.backoff,
            backoff_max=manners.longest_wait,
            retry_after_max=manners.longest_wait,
            status_forcelist=TRIED_AGAIN,
            allowed_methods=("GET", "HEAD"),
            raise_on_status=False,
        )
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._session.close()

    def get(self, address: str, parameters: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        """Ask for an address; the answer may have any status.

        Raises Unreachable where none came after the bounded number of attempts.
        """
        host = urlsplit(address).netloc
        if wait := self._last.get(host, 0.0) + self.manners.pause - time.monotonic():
            time.sleep(max(0.0, wait))
        try:
            response = self._session.request(
                method,
                address,
                params=parameters,
                timeout=(self.manners.connect, self.manners.read),
                allow_redirects=True,
            )
        except requests.Timeout:
            raise ServiceError(f"{host} did not answer within {self.manners.read:g} s") from None
        except requests.TooManyRedirects:
            raise ServiceError(f"{host} redirects in a circle") from None
        except requests.RequestException as error:
            raise ServiceError(f"{host}: {_reason(error)}") from None
        if not getattr(response, "from_cache", False):
            self._last[host] = time.monotonic()
        return Answer(
            response.status_code,
            response.url,
            response.text,
            dict(response.headers),
            tuple((step.status_code, step.headers.get("Location", "")) for step in response.history),
        )


def _reason(error: requests.RequestException) -> str:
    """The failure in a few words; the library's own account names objects in memory."""
    text = str(error)
    for sign, words in (
        ("NameResolution", "the name of the host is not known, or there is no network"),
        ("Connection refused", "the connection was refused"),
        ("Read timed out", "no answer came in time"),
        ("ConnectTimeout", "no connection in time"),
        ("timed out", "no answer came in time"),
        ("CERTIFICATE", "its certificate cannot be trusted"),
        ("RemoteDisconnected", "the connection was closed without an answer"),
        ("Connection reset", "the connection was reset"),
        ("IncompleteRead", "the answer broke off"),
    ):
        if sign in text:
            return words
    return type(error).__name__
