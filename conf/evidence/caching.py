"""What is asked for in many places, of one handbook or of one build of Sphinx, is worked out once."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidence.model import Handbook

_Found = TypeVar("_Found")
_Item = TypeVar("_Item")
_Build = TypeVar("_Build")


def cached_on_handbook(find: Callable[[Handbook], _Found]) -> Callable[[Handbook], _Found]:
    """Keep what a function finds in a handbook with the handbook, as a cached property would."""
    name = f"_{find.__module__}.{find.__name__}"

    @wraps(find)
    def kept(handbook: Handbook) -> _Found:
        memory = vars(handbook)
        if name not in memory:
            memory[name] = find(handbook)
        return cast("_Found", memory[name])

    return kept


def cached_for_each(find: Callable[[_Item, Handbook], _Found]) -> Callable[[_Item, Handbook], _Found]:
    """The same for what is found for each object of a handbook; objects live as long as it does."""
    name = f"_{find.__module__}.{find.__name__}"

    @wraps(find)
    def kept(item: _Item, handbook: Handbook) -> _Found:
        memory: dict[int, _Found] = vars(handbook).setdefault(name, {})
        if id(item) not in memory:
            memory[id(item)] = find(item, handbook)
        return memory[id(item)]

    return kept


def forget(handbook: Handbook, package: str) -> None:
    """Forget what the modules of a package found in a handbook."""
    memory = vars(handbook)
    for name in [name for name in memory if name.startswith(f"_{package}.")]:
        del memory[name]


def cached_for_build(find: Callable[[_Build], _Found]) -> Callable[[_Build], _Found]:
    """Keep what a function finds for an application or an environment of Sphinx as long as that lives."""
    memory: WeakKeyDictionary[_Build, _Found] = WeakKeyDictionary()

    @wraps(find)
    def kept(build: _Build) -> _Found:
        if build not in memory:
            memory[build] = find(build)
        return memory[build]

    return kept
