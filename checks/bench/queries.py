"""How quickly DuckDB answers over a large collection: ``python -m checks.bench.queries [CLAIMS [TOPICS]]``.

The queries are those of the handbook's page on scale. They read the exported files anew each time.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from checks.bench.export_of import CLAIMS, TOPICS, write_topics
from checks.guides.guide_blocks import blocks
from checks.paths import ROOT
from evidence.export.evidence_file import evidence_file
from sphinx_evidence.build.read_handbook import read_handbook

if TYPE_CHECKING:
    from evidence.export.records import EvidenceFile

PAGE = ROOT / "docs" / "scale.md"
TIMES = 3
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": os.cpu_count() or 1,
    "autoinstall_known_extensions": False,
}


def queries() -> list[str]:
    """The queries of the page, in their order."""
    return [block.text for block in blocks(PAGE) if block.language == "sql"]


def answer(query: str, folder: Path) -> list[tuple[object, ...]]:
    """What a query finds in the folders of a collection, asked in a fresh and offline DuckDB."""
    with chdir(folder), duckdb.connect(config=CONFIG) as connection:
        return connection.sql(query).fetchall()


def measure(data: EvidenceFile, claims: int = CLAIMS, topics: int = TOPICS) -> None:
    """Write a collection, ask each query several times, print the median in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        written = write_topics(data, Path(folder), claims, topics)
        print(f"{written} claims in {topics} folders, written in {time.perf_counter() - began:.0f} s")
        for name in ("claims.csv", "studies.csv", "evidence.json"):
            size = sum(path.stat().st_size for path in Path(folder).glob(f"*/{name}"))
            print(f"{name}: {size / 1e6:.0f} MB")
        for query in queries():
            seconds = []
            for _ in range(TIMES):
                began = time.perf_counter()
                rows = answer(query, Path(folder))
                seconds.append(time.perf_counter() - began)
            print(f"{statistics.median(seconds):.2f} s for {len(rows)} rows: {query.splitlines()[0]} ...")
    print(f"DuckDB {duckdb.__version__}, {CONFIG['threads']} cores")


if __name__ == "__main__":
    handbook = read_handbook(ROOT / "docs", ROOT / "conf").handbook
    measure(evidence_file(handbook), *map(int, sys.argv[1:]))
