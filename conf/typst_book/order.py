"""The order of the book: which pages are chapters, which stand under them, which are appendices."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING, NamedTuple

from sphinx import addnodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.environment import BuildEnvironment


class Leaf(NamedTuple):
    """A page in the book. ``depth`` is 0 for a chapter, 1 for a page under it, and so on."""

    docname: str
    depth: int
    appendix: bool
    sheet: bool
    """Whether it is one of many like it under a chapter, set small and left out of the contents."""
    part: str
    """The caption of the list of pages that begins with this chapter, or nothing."""


def book_order(
    env: BuildEnvironment,
    root: str,
    appendices: Sequence[str],
    sheets: Sequence[str],
    left_out: Sequence[str] = (),
) -> list[Leaf]:
    """Every page once, chapters first, appendices in the order in which they are named.

    Pages that match a pattern of ``left_out`` are in another volume.
    """
    captions = _captions(env, root)
    chapters = [root, *env.toctree_includes.get(root, ())]
    first = [name for name in dict.fromkeys(chapters) if name not in appendices]
    last = [name for name in appendices if name in env.all_docs]
    seen: set[str] = {*first, *last}
    leaves: list[Leaf] = []
    for number, chapter in enumerate((*first, *last)):
        appendix = number >= len(first)
        part = captions.get(chapter, "")
        leaves.append(Leaf(chapter, 0, appendix, sheet=False, part=part))
        below = () if chapter == root else _below(env, chapter, 1, seen)
        leaves += [Leaf(name, depth, appendix, matches(name, sheets), "") for name, depth in below]
    return [leaf for leaf in leaves if not matches(leaf.docname, left_out)]


def _below(env: BuildEnvironment, docname: str, depth: int, seen: set[str]) -> Iterator[tuple[str, int]]:
    for name in env.toctree_includes.get(docname, ()):
        if name not in seen:
            seen.add(name)
            yield name, depth
            yield from _below(env, name, depth + 1, seen)


def _captions(env: BuildEnvironment, root: str) -> dict[str, str]:
    """The captions of the root's lists of pages, each by its first page."""
    found = {}
    for tree in env.get_doctree(root).findall(addnodes.toctree):
        names = [root if name == "self" else name for _, name in tree["entries"]]
        if tree.get("caption") and names:
            found[names[0]] = str(tree["caption"])
    return found


def matches(docname: str, patterns: Sequence[str]) -> bool:
    """Whether a page is among those that patterns of names mean."""
    return any(fnmatch(docname, pattern) for pattern in patterns)
