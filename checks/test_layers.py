"""Each module imports by itself, and those that work on the model alone import no Sphinx."""

from __future__ import annotations

import subprocess
import sys

import pytest

from checks.paths import CONF

ENGINE = CONF
MODULES = sorted(
    ".".join(path.relative_to(ENGINE).with_suffix("").parts).removesuffix(".__init__")
    for path in (ENGINE / "sphinx_evidence").rglob("*.py")
)
_PURE_PACKAGES = tuple(
    f"sphinx_evidence.{name}"
    for name in ("commands", "diff", "history_file", "pictures", "record_file", "review", "rules")
)
PURE = {
    "sphinx_evidence",
    *(
        f"sphinx_evidence.{name}"
        for name in (
            "bibliography_file", "ceilings", "cli", "derivation", "export", "fault", "figures",
            "lexicon", "matrix_html", "model", "once", "pytest_plugin", "reading", "source_lines",
            "source_text", "statements_file",
            "strength", "study_fields", "study_file", "study_schema", "study_structure", "views",
            "vocabulary", "vocabulary_words", "yaml_tree",
        )
    ),
    *(name for name in MODULES if name.startswith(_PURE_PACKAGES)),
}  # fmt: skip
"""Modules that serve the build, the command line, pytest and a pull request alike."""


DRIVER = """
import importlib, os, sys, traceback

ready, modules, forbidden = (argument.split(",") for argument in sys.argv[1:])
for name in filter(None, ready):
    importlib.import_module(name)
for name in modules:
    child = os.fork()
    if not child:
        try:
            importlib.import_module(name)
        except BaseException:
            traceback.print_exc()
        loaded = {module.partition(".")[0] for module in sys.modules} & set(forbidden)
        if loaded:
            print(name, "imports", *sorted(loaded), file=sys.stderr)
        sys.stderr.flush()
        os._exit(0)
    os.waitpid(child, 0)
"""
"""Imports each module in a process of its own, made from one that has imported only what is ``ready``."""


@pytest.mark.parametrize(
    ("modules", "ready", "forbidden"),
    [
        (PURE, ("pydantic", "yaml"), ("sphinx", "docutils", "myst_parser")),
        (set(MODULES) - PURE, ("sphinx.application", "myst_parser.sphinx_", "sphinxcontrib.bibtex"), ()),
    ],
    ids=["pure", "others"],
)
def test_each_module_imports_by_itself(
    modules: set[str], ready: tuple[str, ...], forbidden: tuple[str, ...]
) -> None:
    lists = [",".join(names) for names in (ready, sorted(modules), forbidden)]
    run = subprocess.run(
        [sys.executable, "-c", DRIVER, *lists], cwd=ENGINE, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_pure_modules_are_modules() -> None:
    assert set(MODULES) > PURE
