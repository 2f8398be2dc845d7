"""A build of untrusted pages: it runs no code, reads nothing else, asks nobody, writes to build/ only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from lxml import html

from checks.fixtures.small_handbook import MiniHandbook, copy_mini
from checks.paths import CONF
from checks.sphinx_evidence.parsers.hostile_input import (
    CATALOGUE,
    DRAWINGS,
    ENTRY,
    FIRST_LINES,
    FRONT_MATTER,
    HARMLESS,
    HEAD,
    PAGES,
    STATEMENT,
    STUDY,
    SVG,
    UNKNOWN,
    WATCHED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "quiet-as-the-grave-7251"  # noqa: S105  (what must not get into the pages)


class Built(NamedTuple):
    """A hostile handbook, what building it opened and called, what it said, who was asked."""

    mini: MiniHandbook
    events: list[tuple[str, str]]
    asked: list[str]
    code: int
    said: str
    problems: list[dict[str, Any]]

    @property
    def pages(self) -> dict[str, Any]:
        """The pages, parsed."""
        out = self.mini.out()
        return {p.relative_to(out).as_posix(): html.fromstring(p.read_bytes()) for p in out.rglob("*.html")}

    def lines(self, path: str, rule: str = "forbidden-construct") -> list[int]:
        """The lines at which a rule found something in a file."""
        return [p["line"] for p in self.problems if (p["path"], p["rule"]) == (path, rule)]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[str]]]:
    """A server that notes what it is asked for, and the address of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_POST = do_GET  # noqa: N815  (names that the server calls)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def built(server: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("hostile").resolve()
    mini = copy_mini(root)
    address, asked = server

    def filled(text: str) -> str:
        return (
            text.replace("SERVER", address).replace("ROOT", str(root)).replace("MARKER", str(root / "made"))
        )

    (root / "secret.txt").write_text(f"{SECRET}\n", encoding="utf-8")
    (root / "secret.md").write_text(f"# {SECRET}\n", encoding="utf-8")
    (root / "secret.svg").write_text(SVG.format(f"<text>{SECRET}</text>"), encoding="utf-8")
    (root / "folder").mkdir()
    (root / "folder" / "page.md").write_text(f"# {SECRET}\n", encoding="utf-8")
    for name, body in PAGES.items():
        mini.write(f"hostile/{name}.md", HEAD + filled(body))
    for name, fields in FRONT_MATTER.items():
        mini.write(
            f"hostile/{name}.md",
            f"---\ndescription: Hostile.\n{filled(fields)}\n---\n\n# Hostile\n\n{{{{ x }}}}\n",
        )
    for name, drawing in DRAWINGS.items():
        mini.write(f"hostile/drawing-{name}.svg", filled(drawing))
    mini.write("studies/hostile-2020.yaml", STUDY)
    for name, more in (("references.bib", ENTRY), ("statements.yaml", STATEMENT)):
        with (mini.docs / name).open("a", encoding="utf-8") as file:
            file.write(more)
    mini.write("hostile/circle.md", HEAD + "```{toctree}\nother\n```\n")
    mini.write("hostile/other.md", HEAD + "Words.\n\n```{toctree}\ncircle\n```\n")
    (mini.docs / "locales" / "en_GB" / "LC_MESSAGES").mkdir(parents=True)
    mini.write("locales/en_GB/LC_MESSAGES/sphinx.po", CATALOGUE)
    (mini.docs / "linked.md").symlink_to(root / "secret.md")
    (mini.docs / "linked-[x]*.md").symlink_to(root / "secret.md")
    (mini.docs / "linked-folder").symlink_to(root / "folder")
    (mini.docs / "studies" / "linked-2020.yaml").symlink_to(root / "secret.txt")
    (mini.docs / "hostile" / "linked.png").symlink_to(root / "secret.svg")
    (mini.docs / "conf.py").write_text(filled("open('MARKER', 'w')"), encoding="utf-8")

    log = root.parent / f"{root.name}.log"
    run = subprocess.run(
        [sys.executable, "-c", WATCHED, str(root), str(log),
         "-b", "html", "-c", str(mini.conf), "-d", str(root / "build" / "doctrees"), "--no-color",
         str(mini.docs), str(mini.out())],
        cwd=root, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(CONF), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    events: list[tuple[str, str]] = [
        tuple(json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()
    ]
    problems = json.loads(mini.check("--format", "json").out)
    return Built(mini, events, asked, run.returncode, run.stderr, problems)


def test_all_pages_are_built(built: Built) -> None:
    assert built.code == 0, built.said
    assert "Traceback" not in built.said
    names = {f"hostile/{name}.html" for name in (*PAGES, *FRONT_MATTER)}
    assert names <= set(built.pages)


def test_no_code_is_run(built: Built) -> None:
    assert not (built.mini.root / "made").exists()
    assert [event for event in built.events if event[0] not in {"read", "write"}] == []


def test_nothing_is_read_outside_docs_and_settings(built: Built) -> None:
    root = built.mini.root
    inside = (root / "docs", root / "conf", root / "build")
    opened = {Path(os.path.realpath(path)) for kind, path in built.events if kind == "read"}
    assert any(path.is_relative_to(root / "docs") for path in opened)
    assert {path for path in opened if not any(path.is_relative_to(folder) for folder in inside)} == set()


def test_the_secret_is_nowhere(built: Built) -> None:
    holding = [
        path
        for path in (built.mini.root / "build").rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    assert holding == []


def test_nothing_is_written_outside_build(built: Built) -> None:
    written = {Path(os.path.normpath(path)) for kind, path in built.events if kind == "write"}
    assert written
    assert {path for path in written if not path.is_relative_to(built.mini.root / "build")} <= {
        Path(os.devnull)
    }
    assert not list(built.mini.docs.rglob("*.mo"))


def test_nobody_is_asked(built: Built) -> None:
    assert built.asked == []


def test_pages_run_no_script_but_ours(built: Built) -> None:
    for name, page in built.pages.items():
        for script in page.xpath("//script"):
            if script.get("type") == "application/ld+json":  # data that browsers do not run
                assert script.get("src") is None, name
                continue
            address = str(script.get("src", ""))
            assert address.lstrip("./").startswith("_static/") or address.endswith("searchindex.js"), name
            assert not (script.text or "").strip(), name
        handlers = [a for element in page.iter() for a in element.attrib if str(a).lower().startswith("on")]
        assert handlers == [], name
        assert page.xpath("//iframe | //object | //embed | //base | //meta[@http-equiv='refresh']") == [], (
            name
        )


def test_links_open_pages_and_pictures_are_ours(built: Built) -> None:
    for name, page in built.pages.items():
        for address in page.xpath("//@href | //@action | //@*[name()='xlink:href']"):
            scheme = str(address).strip().lower().partition(":")[0] if ":" in str(address) else ""
            assert scheme in {"", "https", "http", "mailto"}, f"{name}: {address}"
        for address in page.xpath("//@src | //@srcset | //@poster | //@data"):
            assert ":" not in str(address), f"{name}: {address}"
            assert not str(address).startswith("//"), f"{name}: {address}"


def test_every_page_has_its_policy(built: Built) -> None:
    for name, page in built.pages.items():
        policy = page.xpath("//head/meta[@http-equiv='Content-Security-Policy']/@content")
        assert len(policy) == 1, name
        assert "script-src 'self'" in policy[0]
        assert "default-src 'none'" in policy[0]
        assert "unsafe-eval" not in policy[0]


def test_drawings_that_could_run_are_not_handed_out(built: Built) -> None:
    names = sorted(path.name for path in (built.mini.out() / "_images").iterdir())
    assert names == ["drawing-good.svg"]
    assert not (built.mini.out() / "_downloads").exists()


@pytest.mark.parametrize("name", sorted({*PAGES, *FRONT_MATTER} - HARMLESS))
def test_page_is_told_at_its_line(built: Built, name: str) -> None:
    rule = "page-markup" if name in UNKNOWN else "forbidden-construct"
    lines = built.lines(f"docs/hostile/{name}.md", rule)
    assert (3 if name in FRONT_MATTER else FIRST_LINES.get(name, 9)) in lines


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("docs/studies/hostile-2020.yaml", [6, 7, 9]),
        ("docs/hostile/drawing-script.svg", [2]),
        ("docs/hostile/drawing-handler.svg", [3]),
        ("docs/hostile/drawing-entity.svg", [1]),
        ("docs/hostile/drawing-remote.svg", [2]),
        ("docs/hostile/drawing-good.svg", []),
        ("docs/linked.md", [1]),
        ("docs/linked-[x]*.md", [1]),
        ("docs/linked-folder", [1]),
        ("docs/studies/linked-2020.yaml", [1]),
        ("docs/hostile/linked.png", [1]),
    ],
)
def test_file_is_told_at_its_lines(built: Built, path: str, lines: list[int]) -> None:
    assert built.lines(path) == lines


def test_fields_of_lists_are_told(built: Built) -> None:
    bibliography = built.mini.line("references.bib", "@article{hostile-2020")
    assert built.lines("docs/references.bib") == [bibliography + n for n in (1, 2, 3, 5, 6)]
    statements = built.mini.line("statements.yaml", "S90")
    assert built.lines("docs/statements.yaml") == [statements + n for n in (1, 2, 5)]


def test_circle_of_pages_is_told(built: Built) -> None:
    told = [p for p in built.problems if "stands under it itself" in p["message"]]
    assert [(p["path"], p["line"]) for p in told] == [("docs/hostile/other.md", 12)]
