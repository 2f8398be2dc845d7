"""A service on this machine that gives the answers a check wrote for it, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Reply:
    """One answer. ``body`` that is no text is sent as JSON.

    ``closes``: the connection breaks instead. ``hangs``: no answer comes as long as the service runs.
    """

    body: Any = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    closes: bool = False
    hangs: bool = False


@dataclass(frozen=True)
class Asked:
    """A request: its method, path with escapes, and parameters."""

    method: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass
class LocalService:
    """Answers by path. Several replies are given in turn, the last one from then on."""

    address: str = ""
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    holding: threading.Event = field(default_factory=threading.Event)
    """Set when a request came that is held back."""
    _more: int | None = None

    def hold_after(self, requests: int) -> None:
        """Answer some more requests; the next one is held back, neither answered nor written down."""
        self.holding.clear()
        self._more = requests

    def lets_through(self) -> bool:
        """Whether the request that came is answered."""
        if self._more == 0:
            self.holding.set()
            return False
        if self._more:
            self._more -= 1
        return True

    def answer(self, path: str, *replies: Reply) -> None:
        """Say what a path answers; a path nobody spoke of answers 404."""
        self.replies[path] = list(replies)

    def asked_for(self, path: str) -> list[Asked]:
        """The requests for a path, in their order."""
        return [request for request in self.asked if request.path == path]


@contextmanager
def local_service() -> Iterator[LocalService]:
    """A service on 127.0.0.1 for the time of a ``with`` block."""
    service = LocalService()
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not service.lets_through():
                ended.wait()
                self.close_connection = True
                return
            parts = urlsplit(self.path)
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers))
            service.asked.append(asked)
            replies = service.replies.get(parts.path, [Reply("not found", 404)])
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
            if reply.hangs:
                ended.wait()
            if reply.closes or reply.hangs:
                self.close_connection = True
                return
            body = reply.body if isinstance(reply.body, bytes) else _text(reply.body).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _text(body: object) -> str:
    return body if isinstance(body, str) else json.dumps(body)
