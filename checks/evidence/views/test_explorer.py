"""The explorer of the invented handbook: hostile words, builds after a change, other builders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook

PAGE = "# Everything\n\n```{explorer}\n```\n"
HOSTILE = "<img src=x onerror=alert(1)> & </script> \"quoted\" 'words'"


def everything(mini: MiniHandbook) -> bytes:
    """The page with the explorer."""
    return (mini.out() / "everything.html").read_bytes()


@pytest.fixture
def explored(mini: MiniHandbook) -> MiniHandbook:
    """The invented handbook with an explorer."""
    mini.page(PAGE, "everything.md")
    assert mini.build().code == 0
    return mini


def test_serial_parallel_and_warm_builds_write_the_same(explored: MiniHandbook) -> None:
    cold = everything(explored)
    explored.replace("studies/mini-trial-2001.yaml", "percent_change: 11.3", "percent_change: 11.4")
    explored.build()
    assert everything(explored) != cold
    explored.replace("studies/mini-trial-2001.yaml", "percent_change: 11.4", "percent_change: 11.3")
    explored.build()
    assert everything(explored) == cold
    explored.build("html", "-j2", "-E", "-a")
    assert everything(explored) == cold


def test_changed_caveat_is_written_again(explored: MiniHandbook) -> None:
    explored.replace("caveats.md", ":title: Small or stopped early", ":title: Few people")
    explored.build()
    assert "Few people" in explored.shown("everything")


def test_hostile_words_stay_words(mini: MiniHandbook) -> None:
    mini.replace("references.bib", "title = {", "title = {" + HOSTILE.replace('"', "''") + " ")
    mini.page(PAGE, "everything.md")
    mini.build()
    page = html.parse(str(mini.out() / "everything.html")).getroot()
    assert not page.xpath("//img[@onerror]")
    assert "<img src=x onerror=alert(1)>" in mini.shown("everything")


@pytest.mark.parametrize("builder", ["text", "epub", "singlehtml", "latex"])
def test_other_builders_say_where_it_is(builder: str, mini: MiniHandbook) -> None:
    mini.page(PAGE, "everything.md")
    assert mini.build(builder).code == 0
    assert not (mini.out(builder) / "everything").exists()


def test_folders_as_addresses_have_it_too(mini: MiniHandbook) -> None:
    mini.page(PAGE, "everything.md")
    assert mini.build("dirhtml").code == 0
    out = mini.out("dirhtml") / "everything"
    page = html.parse(str(out / "index.html")).getroot()
    links = page.xpath("//ul[contains(@class, 'results')]//a/@href")
    assert links
    for href in links:
        path = str(href).partition("#")[0]
        assert (out / path / "index.html").is_file(), href
