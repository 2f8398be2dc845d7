"""The blocks of code in the guides of the handbook, and how each kind of them is run.

A block of commands runs as a reader would type it, in a copy of the invented handbook that is under
version control; what it shows must stand in what the command printed. A block with a file's name as
its caption is put there: a claim in the place of the claim of that id,
a word or a caveat at the end, anything else as the whole file.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

from checks.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook

GUIDES = ROOT / "docs" / "contributing"
RECORD = ROOT / "checks" / "evidence" / "intake" / "records" / "trial.nbib"

GROWING = ("conf/vocabulary.toml", "docs/caveats.md")
"""Files that a guide adds to."""

_FENCE = re.compile(r"(?:\{code-block\} )?(?P<language>[a-z]+)")
_CAPTION = re.compile(r":caption: (?P<file>\S+)\n+")
_CLAIM = re.compile(r"(?P<fence>:{3,})\{claim\} (?P<id>\S+)\n")
_OUR_COMMAND = ".venv/bin/evidence "
_TARGET = re.compile(r"(?m)^(?P<name>[a-z-]+):.* ## ")


class Block(NamedTuple):
    """A block of code: its language, the file that its caption names, its text, and its line."""

    language: str
    file: str
    text: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of code of a guide in their order; tables and lists that are drawn are none."""
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type != "fence" or token.info.startswith(("{toctree}", "{vocabulary-table}")):
            continue
        assert token.map
        fence = _FENCE.fullmatch(token.info)
        assert fence, f"{page.name}:{token.map[0] + 1}: no test knows what a block of {token.info!r} is"
        caption = _CAPTION.match(token.content)
        text = token.content[caption.end() :] if caption else token.content
        yield Block(fence["language"], caption["file"] if caption else "", text, token.map[0] + 1)


class Command(NamedTuple):
    """A command that a guide shows, and the lines of its output that the guide shows."""

    words: tuple[str, ...]
    shown: tuple[str, ...]


def commands(text: str) -> Iterator[Command]:
    """The commands of a block: each begins with a dollar sign, and its output follows."""
    for part in re.split(r"(?m)^\$ ", text)[1:]:
        first, *shown = part.splitlines()
        yield Command(tuple(shlex.split(first)), tuple(line for line in shown if line))


def _recipe(arguments: list[str]) -> list[str]:
    """The commands that ``make`` would run in the handbook."""
    run = subprocess.run(
        ["make", "--dry-run", "--silent", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return run.stdout.splitlines()


class Walk:
    """A reader who follows a guide in a copy of the invented handbook."""

    def __init__(self, mini: MiniHandbook) -> None:
        """Put the handbook under version control, with a record from PubMed beside it."""
        self.mini = mini
        (mini.root / RECORD.name).write_bytes(RECORD.read_bytes())
        self._git("init", "--quiet", "--initial-branch=main")
        self._git("add", "docs", "conf")
        self._git("commit", "--quiet", "--message=The invented handbook")

    def _git(self, *words: str) -> None:
        settings = (
            "-c",
            "user.name=Invented",
            "-c",
            "user.email=invented@example.org",
            "-c",
            "commit.gpgsign=false",
        )
        subprocess.run(["git", *settings, *words], cwd=self.mini.root, check=True)

    def run(self, command: Command) -> None:
        """Run a command; its output must hold what is shown.

        It must fail where an error is shown or failing is asked for, and nowhere else. Of ``make`` the
        commands ``evidence`` are run that it would run; what builds pages is only looked up.
        """
        program, *arguments = command.words
        if program == "make":
            targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
            assert {word for word in arguments if "=" not in word} <= targets, command.words
            for line in _recipe(arguments):
                if line.startswith(_OUR_COMMAND):
                    words = ("evidence", *shlex.split(line.removeprefix(_OUR_COMMAND)))
                    self.run(Command(words, command.shown))
            return
        assert program == "evidence", f"no test runs the command {program}"
        run = self.mini.evidence(*arguments)
        said = (run.out + run.err).splitlines()
        for line in command.shown:
            if line == "...":
                continue
            start = line.removesuffix(" ...")
            found = any(real.startswith(start) if start != line else real == line for real in said)
            assert found, "\n".join((f"{command.words} did not say", line, "but", *said))
        fails = "--fail-on-weakened" in arguments or any(": error: " in line for line in command.shown)
        assert bool(run.code) == fails, "\n".join((str(command.words), *said))

    def put(self, block: Block) -> None:
        """Put a block into the file that its caption names."""
        path = self.mini.root / block.file
        claim = _CLAIM.match(block.text)
        if block.file in GROWING and not claim:
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\n{block.text}")
            return
        if not claim:
            path.write_text(block.text, encoding="utf-8")
            return
        fence, name = claim["fence"], re.escape(claim["id"])
        old = path.read_text(encoding="utf-8")
        whole = re.compile(rf"(?ms)^{fence}\{{claim\}} {name}\n.*?^{fence}\n")
        new, times = whole.subn(lambda _: block.text, old)
        assert times == 1, f"{block.file} has no claim {claim['id']} between {fence}"
        path.write_text(new, encoding="utf-8")
