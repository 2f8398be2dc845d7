"""Pages that several processes read and write: the same files, every page once, no word lost."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING

import pytest
from sphinx.builders import Builder
from sphinx.errors import SphinxParallelError
from sphinx.util.logging import getLogger

from parallel_build.work_queue import shared_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checks.fixtures.small_handbook import MiniHandbook

LEFT_OUT = {"environment.pickle", ".buildinfo"}
"""Files that no reader gets."""


def _files(mini: MiniHandbook, builder: str) -> dict[str, bytes]:
    out = mini.out(builder)
    files = (path for path in out.rglob("*") if path.is_file() and path.name not in LEFT_OUT)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_processes_write_what_one_writes(mini: MiniHandbook, builder: str) -> None:
    mini.page("# Everything\n\n```{explorer}\n```\n", "everything.md")
    assert mini.build(builder, "-j", "1").code == 0
    alone = _files(mini, builder)
    assert len(alone) > 10
    assert mini.build(builder, "-j", "3", "-E", "-a").code == 0
    assert _files(mini, builder) == alone


def test_a_few_changed_pages_are_shared_too(mini: MiniHandbook) -> None:
    mini.build("html", "-j", "2")
    mini.replace("words.md", "# ", "# Fresh ")
    mini.replace("index.md", "# ", "# Fresh ")
    assert mini.build("html", "-j", "2").code == 0
    warm = _files(mini, "html")
    assert b"Fresh" in warm["index.html"]
    assert b"fresh" in warm["searchindex.js"]
    mini.build("html", "-j", "1", "-E", "-a")
    assert _files(mini, "html") == warm


def test_what_sphinx_calls_to_read_pages_has_its_name_still() -> None:
    assert callable(getattr(Builder, "_read_parallel", None))


def test_each_item_is_taken_once_and_by_several_processes() -> None:
    together = multiprocessing.get_context("fork").Barrier(3, timeout=60)

    def work(taken: Iterable[int]) -> tuple[int, list[int]]:
        mine = iter(taken)
        first = next(mine)
        together.wait()  # until each process has begun an item
        return os.getpid(), [first, *mine]

    shares = shared_out(range(40), 3, work)
    assert len({process for process, _ in shares} | {os.getpid()}) == 4
    assert sorted(item for _, mine in shares for item in mine) == list(range(40))


def test_nothing_to_share_needs_no_process() -> None:
    assert shared_out([], 0, list) == []


def test_what_goes_wrong_in_a_process_goes_wrong_here() -> None:
    def work(taken: Iterable[int]) -> None:
        for item in taken:
            if item == 3:
                raise ValueError("item three is torn")

    with pytest.raises(SphinxParallelError, match="item three is torn"):
        shared_out(range(5), 2, work)


def test_what_a_process_logs_is_told_here(caplog: pytest.LogCaptureFixture) -> None:
    logger = getLogger("shared_pages.test")

    def work(taken: Iterable[str]) -> None:
        for item in taken:
            logger.warning("saw %s", item)

    shared_out(["one", "two", "three"], 2, work)
    told = sorted(record.getMessage() for record in caplog.records)
    assert [message.removeprefix("WARNING: ") for message in told] == ["saw one", "saw three", "saw two"]
