"""What the code uses of other packages without their promise: each name is listed, exists, and has a reason.

A new version of a package may rename or drop these names; this test then says which. The upper bounds in
pyproject.toml keep such a version out until it has been tried.
"""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache
from pkgutil import resolve_name
from typing import TYPE_CHECKING, NamedTuple

import pytest

from checks.paths import CONF

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Use(NamedTuple):
    """A name of another package, as ``pkgutil.resolve_name`` takes its owner, and why it is used."""

    owner: str
    name: str
    reason: str


PRIVATE = (
    Use("sphinx.environment:BuildEnvironment", "_app",
        "Transforms need the builder; the public name is deprecated and goes in Sphinx 11."),
    Use("sphinx.environment:BuildEnvironment", "_write_doc_doctree_cache",
        "Emptied: Sphinx keeps all doctrees that one process reads, 650 MB for 10,000 claims."),
    Use("sphinx.builders:Builder", "_app", "Builders need the number of processes and the exit status."),
    Use("sphinx.builders:Builder", "_read_parallel",
        "Replaced: a new process for each parcel of pages costs what parallel reading saves."),
    Use("sphinx.builders:Builder", "_read_serial", "One page is read as Sphinx does it."),
    *(Use("sphinx.search:IndexBuilder", name, "Pages are indexed in several processes, and merged.")
      for name in ("_titles", "_filenames", "_all_titles", "_index_entries", "_mapping", "_title_mapping")),
    Use("sphinx.search:IndexBuilder", "_objtypes", "Tells claims and studies from other objects."),
    Use("docutils.parsers.rst.directives", "_directives", "Lists the directives for 'did you mean'."),
    Use("docutils.parsers.rst.roles", "_roles", "Lists the roles for 'did you mean'."),
)  # fmt: skip
"""Names with an underscore."""

PATCHED = (
    Use("sphinx.search:IndexBuilder", "get_objects",
        "Claims and studies are found by their words; their names are ids."),
    Use("sphinx.builders.html:StandaloneHTMLBuilder", "indexer",
        "None where nothing changed, so that the index is not written again."),
    Use("markdown_it:MarkdownIt", "validateLink", "Addresses are judged when drawn, with their line."),
    Use("sphinxcontrib.bibtex.domain", "logger", "Filtered: a rule reports unknown keys with their line."),
    Use("sphinx.config:Config", "values", "The defaults of Sphinx are replaced by those of a handbook."),
    Use("furo", "furo_navigation_tree",
        "Replaced: the theme resolves the whole tree for each page, which makes a build quadratic."),
    Use("furo", "furo_hide_toc", "Unset where a page has a list of contents that the theme does not see."),
)  # fmt: skip
"""Public names whose value is replaced, or that are no documented interface."""

_OF_NAMED_TUPLES = {"_asdict", "_fields", "_make", "_replace"}
_PRIVATE_NAME = re.compile(r"_[a-z]\w*")


@pytest.mark.parametrize("use", [*PRIVATE, *PATCHED], ids=lambda use: f"{use.owner}.{use.name}")
def test_name_exists(use: Use) -> None:
    owner = resolve_name(use.owner)
    assert hasattr(owner, use.name) or re.search(rf"\b{use.name}\b", inspect.getsource(owner))
    assert use.reason


def test_no_other_private_name_is_used() -> None:
    listed = {use.name for use in PRIVATE}
    uses = {(path.relative_to(CONF).as_posix(), name) for path in _files() for name in _private_names(path)}
    assert {name for _, name in uses} == listed - {"_read_parallel"} - _INDEXED, sorted(
        use for use in uses if use[1] not in listed
    )


def test_no_other_method_is_replaced() -> None:
    lines = (line for path in _files() for line in path.read_text(encoding="utf-8").splitlines())
    replaced = {line.split(" = ")[0].rpartition(".")[2] for line in lines if "ignore[method-assign" in line}
    assert replaced <= {use.name for use in PATCHED}


_INDEXED = {use.name for use in PRIVATE if use.owner == "sphinx.search:IndexBuilder"} - {"_objtypes"}
"""Taken with getattr, by a list of names."""


@cache
def _files() -> tuple[Path, ...]:
    return tuple(sorted(CONF.rglob("*.py")))


@cache
def _own_names() -> frozenset[str]:
    """The names of this project's functions, methods, classes and fields."""
    nodes = [node for path in _files() for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    defined = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    fields = {ast.unparse(node.target) for node in nodes if isinstance(node, ast.AnnAssign)}
    return frozenset(defined | fields)


def _private_names(path: Path) -> Iterator[str]:
    """The private names that a module takes from an object or imports, unless they are this project's own."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    stored = {node.attr for node in attributes if isinstance(node.ctx, ast.Store) and _is_self(node.value)}
    for node in attributes:
        own = node.attr in _own_names() or (node.attr in stored and _is_self(node.value))
        if _PRIVATE_NAME.fullmatch(node.attr) and not own and node.attr not in _OF_NAMED_TUPLES:
            yield node.attr
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    for statement in imports:
        names = [alias.name for alias in statement.names if _PRIVATE_NAME.fullmatch(alias.name)]
        yield from (name for name in names if name not in _own_names())


def _is_self(node: ast.expr) -> bool:
    return ast.unparse(node) in {"self", "cls"}
