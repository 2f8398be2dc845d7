"""The live preview: problems stand on the page while it is edited, and a broken page stops nothing."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.fixtures.small_handbook import MiniHandbook

PREVIEW = ("-D", "evidence_preview=1")
BAD = "# An extra page\n\nSee {study}`<b>bold`.\n"
PATIENCE = 60
"""Seconds until a server on a slow machine is given up; nothing is measured."""


def test_problems_stand_on_their_page(mini: MiniHandbook) -> None:
    mini.page(BAD)
    mini.build("html", *PREVIEW)
    shown = mini.shown("extra")
    assert "One problem" in shown
    assert "docs/extra.md:9 error: citation-known: there is no study '<b>bold'" in shown
    assert "problem" not in mini.shown("card")


def test_problems_of_no_page_stand_on_the_first(mini: MiniHandbook) -> None:
    mini.write("statements.yaml", "- id: S01\n")
    mini.build("html", *PREVIEW)
    assert "docs/statements.yaml:1" in mini.shown("index")


def test_mended_page_is_written_again(mini: MiniHandbook) -> None:
    """Mending one page takes the problem off another that it caused."""
    mini.page("# An extra page\n\nSee {study}`new-study-2020`.\n")
    mini.build("html", *PREVIEW)
    assert "One problem" in mini.shown("extra")
    text = (mini.docs / "studies" / "mini-rats-2005.yaml").read_text(encoding="utf-8")
    mini.write("studies/new-study-2020.yaml", text.replace("mini-rats-2005", "new-study-2020"))
    mini.build("html", *PREVIEW)
    assert "citation-known: there is no study" not in mini.shown("extra")


def test_published_pages_show_none_and_keep_their_policy(mini: MiniHandbook) -> None:
    mini.page(BAD)
    mini.build("html")
    written = (mini.out() / "extra.html").read_text(encoding="utf-8")
    assert "citation-known" not in written
    assert "Content-Security-Policy" in written
    mini.build("html", *PREVIEW)
    assert "Content-Security-Policy" not in (mini.out() / "extra.html").read_text(encoding="utf-8")


def test_server_follows_edits(mini: MiniHandbook) -> None:
    """The command behind ``make serve``: a page breaks, the server goes on, the page is mended."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = mini.page("# An extra page\n\nGood.\n")
    server = subprocess.Popen(
        [sys.executable, "-m", "sphinx_autobuild", "-c", str(mini.conf), *PREVIEW, "--port", str(port),
         str(mini.docs), str(mini.out())],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip

    def shows(words: str) -> Callable[[], bool]:
        def seen() -> bool:
            try:
                with urlopen(f"http://127.0.0.1:{port}/extra.html", timeout=5) as answer:
                    return bool(re.search(words, answer.read().decode()))
            except (URLError, OSError, HTTPException):  # not there yet, or just being written
                return False

        return seen

    try:
        assert _until(shows("Good")), "the server never showed the page"
        page.write_text(page.read_text(encoding="utf-8") + BAD, encoding="utf-8")
        assert _until(shows("citation-known")), "the problem never came"
        page.write_bytes(b"\xff\xfe broken")
        assert _until(shows("page-readable")), "the broken page stopped the server"
        mini.page("# An extra page\n\nMended.\n")
        assert _until(shows("Mended")), "the mended page never came"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _until(holds: Callable[[], bool]) -> bool:
    """Ask again and again until something holds."""
    for _ in range(PATIENCE * 4):
        if holds():
            return True
        time.sleep(0.25)
    return False
