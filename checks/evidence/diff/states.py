"""States of the invented handbook as data: objects in them, and ``evidence diff`` on them."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any

from checks.fixtures.small_handbook import Run
from sphinx_evidence import cli

if TYPE_CHECKING:
    from pathlib import Path

Data = dict[str, Any]


def by_id(data: Data, name: str, key: str) -> Data:
    """An object of evidence.json."""
    found: Data = next(item for item in data[name] if item["id"] == key)
    return found


def rats(data: Data) -> Data:
    return by_id(data, "claims", "slower-in-rats")


def trial(data: Data) -> Data:
    return by_id(data, "studies", "mini-trial-2001")


def cohort(data: Data) -> Data:
    return by_id(data, "claims", "fewer-deaths-in-a-cohort")


def finding(data: Data, number: int = 2) -> Data:
    found: Data = data["cards"][0]["findings"][number]
    return found


def diff(*arguments: str | Path) -> Run:
    """Run ``evidence diff`` in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = cli.main(["diff", *map(str, arguments)])
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Run(code, out.getvalue(), err.getvalue())
