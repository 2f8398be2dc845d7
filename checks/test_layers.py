"""The borders of the code: what imports what, and that each module imports by itself.

``FLOORS`` is the map in docs/contributing/architecture.md. A package may import what is on a lower floor,
never what is beside or above it: not at the top of a module, not in a function, not for types alone.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest

from checks.paths import CONF, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVIDENCE = (
    ("problems",),
    ("vocabulary", "web"),
    ("model",),
    ("text", "caching"),
    ("analysis",),
    ("files", "export"),
    ("rules",),
    ("views", "intake"),
    ("diff", "plots", "monitoring"),
)
SPHINX_EVIDENCE = (
    ("nodes", "theme"),
    ("domain",),
    ("parsers",),
    ("build",),
    ("transforms",),
    ("directives", "roles"),
    ("site", "builders"),
    ("extension",),
    ("cli", "pytest_plugin"),
)
FLOORS = (
    *(tuple(f"evidence.{name}" for name in floor) for floor in EVIDENCE),
    ("parallel_build",),
    ("typst_book",),
    *(tuple(f"sphinx_evidence.{name}" for name in floor) for floor in SPHINX_EVIDENCE),
)
FLOOR = {package: number for number, floor in enumerate(FLOORS) for package in floor}
SPHINX = {"docutils", "myst_parser", "sphinx"}
"""What the package ``evidence`` never imports."""


def _name(path: Path) -> str:
    return ".".join(path.relative_to(CONF).with_suffix("").parts).removesuffix(".__init__")


MODULES = {_name(path): path for folder in ("evidence", "sphinx_evidence", "typst_book", "parallel_build")
           for path in (CONF / folder).rglob("*.py")}  # fmt: skip


def _imports(module: str) -> Iterator[str]:
    """The modules that a module imports anywhere in it; of other distributions, the name as written."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: imports are absolute"
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in MODULES else str(node.module)


def _package(module: str) -> str:
    """The package or root module of the map that a module belongs to."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] in {"evidence", "sphinx_evidence"} else parts[0]


def test_evidence_knows_no_sphinx() -> None:
    upward = {
        (module, name)
        for module in MODULES
        if module.startswith("evidence")
        for name in _imports(module)
        if name.partition(".")[0] in {*SPHINX, "sphinx_evidence", "typst_book", "parallel_build"}
    }
    assert upward == set()


def test_each_package_has_its_floor() -> None:
    assert {_package(name) for name in MODULES} - {"evidence", "sphinx_evidence"} == set(FLOOR)


def test_the_map_shows_each_package_on_its_floor() -> None:
    page = (ROOT / "docs" / "contributing" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| (\d+) \| `([a-z_.]+)` \|", page)
    assert {package: int(floor) - 1 for floor, package in rows} == FLOOR


def test_imports_go_down() -> None:
    upward = sorted(
        f"{module} imports {name}"
        for module in MODULES
        for name in _imports(module)
        if (package := _package(module)) in FLOOR
        and (imported := _package(name)) in FLOOR
        and imported != package
        and FLOOR[imported] >= FLOOR[package]
    )
    assert upward == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module: {name for name in _imports(module) if name in MODULES and name != module}
             for module in MODULES}  # fmt: skip
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


@pytest.mark.parametrize("package", ["evidence", "sphinx_evidence"])
def test_few_modules_stand_in_the_root_of_a_package(package: str) -> None:
    assert len([path for path in (CONF / package).glob("*.py") if path.name != "__init__.py"]) <= 5


DRIVER = """
import importlib, os, sys, traceback

ready, modules = (argument.split(",") for argument in sys.argv[1:])
for name in filter(None, ready):
    importlib.import_module(name)
for name in modules:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except BaseException:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(0)
    os.waitpid(child, 0)
"""
"""Imports each module in a process of its own, made from one that has imported only what is ``ready``."""


@pytest.mark.parametrize(
    ("roots", "ready"),
    [
        (("evidence",), ("pydantic", "yaml")),
        (("sphinx_evidence", "typst_book", "parallel_build"),
         ("sphinx.application", "myst_parser.sphinx_", "sphinxcontrib.bibtex")),
    ],
    ids=["without Sphinx", "with Sphinx"],
)  # fmt: skip
def test_each_module_imports_by_itself(roots: tuple[str, ...], ready: tuple[str, ...]) -> None:
    modules = sorted(name for name in MODULES if name.partition(".")[0] in roots)
    run = subprocess.run(
        [sys.executable, "-c", DRIVER, ",".join(ready), ",".join(modules)],
        cwd=CONF, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
