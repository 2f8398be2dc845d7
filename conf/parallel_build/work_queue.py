"""Items that processes take one by one."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, TypeVar

from sphinx.util.parallel import ParallelTasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.sharedctypes import Synchronized

_Item = TypeVar("_Item")
_Share = TypeVar("_Share")


def shared_out(
    items: Sequence[_Item], processes: int, work: Callable[[Iterable[_Item]], _Share]
) -> list[_Share]:
    """What each process made of its share of the items, in no order.

    ``work`` runs in a copy of this process, on items of which each is the next that no other has begun.
    What it changes is gone; only what it gives back, which must be picklable, and what it logs comes here.

    Raises:
        SphinxParallelError: In one of the processes something went wrong.
    """
    turn = multiprocessing.get_context("fork").Value("l", 0)
    shares: list[_Share] = []
    tasks = ParallelTasks(processes)
    for _ in range(min(processes, len(items))):
        tasks.add_task(lambda: work(_taken(items, turn)), None, lambda _, share: shares.append(share))
    tasks.join()
    return shares


def _taken(items: Sequence[_Item], turn: Synchronized[int]) -> Iterator[_Item]:
    """The items that fall to this process."""
    while True:
        with turn.get_lock():
            number = turn.value
            turn.value += 1
        if number >= len(items):
            return
        yield items[number]
