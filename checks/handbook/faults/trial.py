"""Trying changes: as many as do not touch one another are made in a copy, and the copy is read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from checks.handbook.html.caveats_in_html import hidden_caveats
from checks.paths import ROOT
from evidence.rules import RULES
from sphinx_evidence.build.read_handbook import read_handbook

from .changes import CorpusError
from .editing import apply
from .pages import LINE_BREAK, Pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from evidence.model import Handbook, Problem
    from sphinx_evidence.build.read_handbook import Reading

    from .changes import Change, Sighting

TODAY = "2026-11-23"
"""The day against which the dates of the corpus are judged."""


class PreviousBuild(NamedTuple):
    """A problem by the words of its line, which stay when lines before it change."""

    rule: str
    path: str
    text: bytes


@dataclass
class Outcome:
    """What a reading said of some changes."""

    missed: dict[Change, list[str]] = field(default_factory=dict)
    """The faults that were not found as they should be, with why."""
    strays: list[Problem] = field(default_factory=list)
    """Problems on lines that nobody touched."""
    of_change: dict[Change, list[Problem]] = field(default_factory=dict)
    """Errors and warnings on the lines that a change touched."""

    def __str__(self) -> str:
        """Everything that is not as it should be, one line each."""
        missed = [f"{change}: {why}" for change, reasons in self.missed.items() for why in reasons]
        return "\n".join([*missed, *(f"on a line that nobody touched: {problem}" for problem in self.strays)])


class Copy:
    """A copy of the handbook in a folder of its own, changed and read again and again."""

    def __init__(self, folder: Path, root: Path = ROOT, conf: Path | None = None) -> None:
        """Copy docs/ and read it once, for what is wrong with it without any change."""
        self.docs = folder / "docs"
        self.conf = conf or root / "conf"
        self.cache = folder / "cache"
        shutil.copytree(root / "docs", self.docs)
        pages = Pages.of(self.docs)
        self.before = {_standing(problem, pages) for problem in _serious(self._read().problems)}

    def pages(self) -> Pages:
        """The text of the copy, without any change."""
        return Pages.of(self.docs)

    def try_out(self, changes: Sequence[Change], *, build: bool = False) -> Outcome:
        """Make the changes, read the handbook, take them back.

        With ``build`` the changed pages are built as well, and judged by the rules of built pages.
        """
        pages = self.pages()
        outcome = Outcome()
        for change in changes:
            try:
                apply(change, pages)
            except CorpusError as error:
                outcome.missed[change] = [str(error)]
        originals = self._write(pages)
        try:
            reading = self._read()
            problems = list(reading.problems)
            if build:
                built = [path for path in originals if path.suffix == ".md"]
                problems += self._hidden(reading.handbook, built)
        finally:
            for path, content in originals.items():
                if content is None:
                    path.unlink()
                else:
                    path.write_bytes(content)
        self._judge(changes, pages, problems, outcome)
        return outcome

    def _read(self) -> Reading:
        return read_handbook(self.docs, self.conf, self.cache, TODAY)

    def _hidden(self, handbook: Handbook, pages: list[Path]) -> list[Problem]:
        """What cannot be seen in some pages, once they are built."""
        folder = self.cache.with_name("html")
        settings = ("-q", "-c", str(self.conf), "-d", str(self.cache / "doctrees"))
        subprocess.run(
            [
                sys.executable,
                "-m",
                "sphinx",
                "-b",
                "html",
                *settings,
                str(self.docs),
                str(folder),
                *map(str, pages),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(self.conf)},
        )
        names = {path.relative_to(self.docs.parent).as_posix() for path in pages}
        return [problem for problem in hidden_caveats(handbook, folder) if problem.path in names]

    def _write(self, pages: Pages) -> dict[Path, bytes | None]:
        """Write the changed files; what they held before, None for those that are new."""
        originals: dict[Path, bytes | None] = {}
        for name, content in pages.changed():
            path = self.docs.parent / name
            originals[path] = path.read_bytes() if path.exists() else None
            if content is None:
                path.unlink()
            elif name in pages.links:
                path.symlink_to(os.path.expandvars(pages.links[name]))
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return originals

    def _judge(
        self, changes: Sequence[Change], pages: Pages, problems: list[Problem], outcome: Outcome
    ) -> None:
        expected: set[Problem] = set()
        for change in changes:
            for sighting in change.sightings if change not in outcome.missed else ():
                seen = _seen(sighting, change, pages, problems)
                if isinstance(seen, str):
                    outcome.missed.setdefault(change, []).append(seen)
                else:
                    expected.update(seen)
        for problem in _serious(problems):
            line = pages.line_at(problem.path, problem.line)
            owner = (line.owner if line else None) or pages.new.get(problem.path)
            if owner:
                outcome.of_change.setdefault(owner, []).append(problem)
            elif problem not in expected and _standing(problem, pages) not in self.before:
                outcome.strays.append(problem)


def _serious(problems: Iterable[Problem]) -> list[Problem]:
    """Errors and warnings: a note is no problem, though a rule may have to give it."""
    return [problem for problem in problems if problem.severity != "note"]


def _standing(problem: Problem, pages: Pages) -> PreviousBuild:
    line = pages.line_at(problem.path, problem.line)
    return PreviousBuild(problem.rule, problem.path, line.text if line else b"")


def _seen(sighting: Sighting, change: Change, pages: Pages, problems: list[Problem]) -> list[Problem] | str:
    """The problems that show a fault, or why there is none."""
    if sighting.rule not in RULES:
        return f"there is no rule {sighting.rule}"
    try:
        path, number = _expected_at(sighting, change, pages)
    except CorpusError as error:
        return f"{sighting.rule}: {error}"
    seen = [p for p in problems if (p.rule, p.path, p.line) == (sighting.rule, path, number)]
    if any(sighting.says in str(problem) for problem in seen):
        return seen
    same = [str(p) for p in problems if p.path == path and p.rule == sighting.rule]
    owned = [str(p) for p in problems if (line := pages.line_at(p.path, p.line)) and line.owner is change]
    words = f", with the words {sighting.says!r}" if sighting.says else ""
    near = "\n    ".join(dict.fromkeys([*owned, *same[:3]])) or "nothing"
    return f"expected {sighting.rule} at {path}:{number}{words}; found\n    {near}"


def _expected_at(sighting: Sighting, change: Change, pages: Pages) -> tuple[str, int]:
    """Path and line of a sighting, in the text as changed."""
    first = change.edits[0]
    if sighting.place:
        span = pages.find(sighting.place)
        path, lines = span.path, range(span.first, span.end)
    else:
        path = pages.paths[change]
        lines = range(len(pages.files[path]))
    at = sighting.at
    if not at and not sighting.place and len(first.options) == 1:
        option = next(iter(first.options))
        at = f":{option}:" if path.endswith(".md") else f"{option}:"
    held = [
        n
        for n in lines
        if at.encode() in pages.files[path][n].text
        and (sighting.place or pages.files[path][n].owner is change)
    ]
    if not at:
        place = sighting.place or first.place
        held = [0 if place.startswith("new ") else pages.find(place).first]
    if len(held) != 1:
        raise CorpusError(f"{at!r} stands on {len(held)} lines of {sighting.place or path}, expected one")
    before = pages.files[path][held[0]].text.partition(at.encode())[0] if at else b""
    return path, pages.numbers(path)[held[0]] + len(LINE_BREAK.findall(before))
