"""The built handbook: as files, as a site on this machine, and in a real browser."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from lxml import html

from checks.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

TEXT = ("text/", "application/json", "application/javascript", "image/svg+xml")


@pytest.fixture(scope="session")
def built_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the pages of the handbook as HTML, built once."""
    return _build("html", tmp_path_factory.mktemp("handbook"))


@pytest.fixture(scope="session")
def built_epub(built_html: Path) -> Path:
    """The handbook as a book, built once, from what was read for the pages."""
    (book,) = _build("epub", built_html.parent).glob("*.epub")
    return book


def _build(builder: str, folder: Path) -> Path:
    """Build the handbook into a folder of a folder that also keeps what was read."""
    settings = ("-q", "-j", "auto", "-c", str(ROOT / "conf"), "-d", str(folder / "doctrees"))
    build = subprocess.run(
        [sys.executable, "-m", "sphinx", "-b", builder, *settings, str(ROOT / "docs"), str(folder / builder)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "conf")},
    )
    assert build.returncode == 0, build.stderr
    return folder / builder


@pytest.fixture(scope="session")
def parsed(built_html: Path) -> dict[str, HtmlElement]:
    """Every page by its address within the site, parsed."""
    return {
        path.relative_to(built_html).as_posix(): html.fromstring(path.read_bytes())
        for path in sorted(built_html.rglob("*.html"))
    }


@pytest.fixture(scope="session")
def site(built_html: Path) -> Iterator[str]:
    """The address of the built pages on this machine, with a slash at its end."""
    handler = partial(_QuietHandler, directory=str(built_html))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a word, text compressed as real servers do, and lets the browser keep them."""

    def do_GET(self) -> None:
        """Send a file, compressed if it is text and the browser can take it."""
        path = Path(self.translate_path(self.path))
        kind = self.guess_type(str(path))
        if not (path.is_file() and kind.startswith(TEXT) and "gzip" in self.headers["Accept-Encoding"]):
            super().do_GET()
            return
        body = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """Say that no file changes, so that pages share their style and scripts."""
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the library's own name)
        """Say nothing."""
