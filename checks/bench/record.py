"""The record of what was measured, and the page of the handbook that is made from it.

One source: the page and its picture hold nothing that is not in the record, and a check holds them
against it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from checks.bench.picture import write_picture
from checks.paths import ROOT

Figures = dict[str, Any]
"""``runs``: how many. ``taken``: by what was done, what it took. ``weights``: by file, its size in bytes."""

RECORD = ROOT / "docs" / "records" / "speed.json"
PAGE = ROOT / "docs" / "how-fast-it-is.md"
PICTURE = ROOT / "docs" / "_images" / "how-fast-it-is.svg"
_NOTHING = "\N{EN DASH}"
KEPT = 12
"""So many runs stay in the record."""

_PACKAGES = ("sphinx", "myst-parser", "furo", "sphinx-needs", "pydantic")

_ROWS = (
    ("cold", "processor", "build all pages"),
    ("no-change", "processor", "second build of the same pages"),
    ("one-page", "processor", "second build, one page edited"),
    ("one-study", "processor", "second build, one study file edited"),
    ("check-cold", "processor", "`evidence check`, the first time"),
    ("check", "processor", "`evidence check`, the second time"),
    ("check-one", "processor", "`evidence check` of one page, the second time"),
    ("export", "processor", "`evidence export`"),
    ("diff", "processor", "`evidence diff`"),
    ("start", "processor", "`evidence --help`"),
    ("floor", "processor", "all pages typed by hand, without our engine"),
    ("needs", "processor", "all pages with sphinx-needs and our sidebar"),
    ("needs-bare", "processor", "all pages with sphinx-needs as it comes"),
    ("cold", "clock", "on the clock: build all pages on one core"),
    ("two-cores", "clock", "on the clock: build all pages on two cores"),
    ("cold", "memory", "peak memory in megabytes: build all pages"),
    ("floor", "memory", "peak memory in megabytes: typed by hand"),
    ("needs", "memory", "peak memory in megabytes: sphinx-needs and our sidebar"),
)
"""What was done, which of its figures stands in a row, and the words for it."""


_PAGE = """\
---
description: How long builds and checks of handbooks with up to {largest} claims take, measured.
changed: {date}
---

# How fast it is

Invented handbooks of several sizes were built in turn, in one run. Twenty claims stand on a page, and for
every five claims there is a study with a page of its own. The figures are seconds of processor time, medians
of several runs, unless a row says otherwise: processor time counts the work of a build, not how long it
waited.

{table}

![Processor time of a build from nothing, by number of claims]({picture})

The same text was also typed by hand in Markedly Structured Text (MyST), with the same theme and the same
sidebar and nothing else of ours, and as objects of sphinx-needs. Plain MyST is the floor: it derives nothing
and checks nothing.

{ratios}

## What a reader loads

{weights}

Two files grow with the handbook: the page of the explorer, which holds all claims and studies, and the search
index, which holds the words of all pages. Neither is loaded with any other page. References stand on pages of
a hundred, cut as the page on [how it grows](scale.md) says.

## How it was measured

% evidence: allow abbreviation-defined -- the names of a machine and of programs

- Machine: {machine}.
- Versions: {versions}.
- `make bench` measures again and makes this page. Earlier runs stay in docs/records/speed.json.
"""


def add_run(path: Path, sizes: dict[str, Figures]) -> None:
    """Add what was measured today to the record."""
    entry = {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "machine": _machine(),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        "sizes": sizes,
    }
    kept = [*_runs(path), entry][-KEPT:]
    path.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def write_page(path: Path) -> None:
    """Make page and picture from the record."""
    last = _runs(path)[-1]
    PAGE.write_text(page(last), encoding="utf-8")
    write_picture(last["sizes"], PICTURE)


def _runs(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return found


def _machine() -> str:
    """The processor and its cores, without a name that tells whose machine it is."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return f"{next(names, platform.machine())}, {os.cpu_count()} cores, {platform.system()}"


def page(last: dict[str, Any]) -> str:
    """The page as MyST."""
    sizes: dict[str, Figures] = last["sizes"]
    versions = ", ".join(f"{name} {number}" for name, number in last["versions"].items())
    return _PAGE.format(
        largest=f"{max(map(int, sizes)):,}",
        date=last["date"],
        table=_table(sizes),
        picture=PICTURE.relative_to(PAGE.parent).as_posix(),
        ratios=_ratios(sizes),
        weights=_weights(sizes),
        machine=last["machine"],
        versions=versions,
    )


def _rows(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _table(sizes: dict[str, Figures]) -> str:
    rows = []
    for name, kind, words in _ROWS:
        figures = [taken["taken"].get(name, {}).get(kind) for taken in sizes.values()]
        if any(figure is not None for figure in figures):
            places = 0 if kind == "memory" else 1
            rows.append([words, *(_NOTHING if f is None else f"{f:.{places}f}" for f in figures)])
    rows.append(["runs, of which the median stands above", *(str(taken["runs"]) for taken in sizes.values())])
    return _rows(["What was done", *(f"{int(size):,} claims" for size in sizes)], rows)


def _ratios(sizes: dict[str, Figures]) -> str:
    rows = []
    for other, words in (
        ("floor", "our build, as a multiple of the floor"),
        ("needs", "as a multiple of sphinx-needs with our sidebar"),
        ("needs-bare", "as a multiple of sphinx-needs as it comes"),
    ):
        shares = [_share(taken["taken"], "cold", other) for taken in sizes.values()]
        if any(share is not None for share in shares):
            rows.append([words, *(_NOTHING if share is None else f"{share:.2f}" for share in shares)])
    return _rows(["Ratio", *(f"{int(size):,} claims" for size in sizes)], rows)


def _share(taken: dict[str, dict[str, float]], ours: str, other: str) -> float | None:
    if ours not in taken or other not in taken:
        return None
    return taken[ours]["processor"] / taken[other]["processor"]


def _weights(sizes: dict[str, Figures]) -> str:
    names = dict.fromkeys(name for taken in sizes.values() for name in taken["weights"])
    rows = [
        [name, *(f"{taken['weights'].get(name, 0) / 1000:.0f}" for taken in sizes.values())] for name in names
    ]
    return _rows(["kB, not compressed", *(f"{int(size):,} claims" for size in sizes)], rows)
