"""The explorer of the invented handbook: hostile words, builds after a change, other builders."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from sphinx_evidence.site import explorer_form

if TYPE_CHECKING:
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook

PAGE = "# Everything\n\n```{explorer}\n```\n"
HOSTILE = "<img src=x onerror=alert(1)> & </script> \"quoted\" 'words'"


def everything(mini: MiniHandbook) -> dict[str, bytes]:
    """The explorer's files and the search index, by name."""
    files = [mini.out() / "everything.html", mini.out() / "searchindex.js"]
    files += (path for path in (mini.out() / "everything").rglob("*") if path.is_file())
    return {path.relative_to(mini.out()).as_posix(): path.read_bytes() for path in files}


def times(mini: MiniHandbook) -> dict[Path, int]:
    """When the files of the explorer were written."""
    return {path: path.stat().st_mtime_ns for path in (mini.out() / "everything").iterdir()}


def chunk(mini: MiniHandbook, number: int = 1) -> Any:
    """A file of the script's data."""
    text = (mini.out() / "everything" / f"data-{number}.js").read_text(encoding="utf-8")
    call = re.fullmatch(rf"handbookExplorer\({number},(.*)\);\n", text, re.DOTALL)
    assert call
    return json.loads(call[1])


@pytest.fixture
def explored(mini: MiniHandbook) -> MiniHandbook:
    """The invented handbook with an explorer."""
    mini.page(PAGE, "everything.md")
    assert mini.build().code == 0
    return mini


def test_serial_parallel_and_warm_builds_write_the_same(explored: MiniHandbook) -> None:
    cold = everything(explored)
    assert {"everything/claims-1.html", "everything/studies-1.html", "everything/data-1.js"} <= set(cold)
    explored.replace("studies/mini-trial-2001.yaml", "percent_change: 11.3", "percent_change: 11.4")
    explored.build()
    assert everything(explored) != cold
    explored.replace("studies/mini-trial-2001.yaml", "percent_change: 11.4", "percent_change: 11.3")
    explored.build()
    assert everything(explored) == cold
    explored.build("html", "-j2", "-E", "-a")
    assert everything(explored) == cold


def test_second_build_writes_nothing(explored: MiniHandbook) -> None:
    before = times(explored)
    (explored.docs / "statements.md").touch()
    explored.build()
    assert times(explored) == before


def test_changed_caveat_is_written_again(explored: MiniHandbook) -> None:
    explored.replace("caveats.md", ":title: Small or stopped early", ":title: Few people")
    explored.build()
    assert "Few people" in explored.shown("everything/claims-1")
    assert "Few people" in json.dumps(chunk(explored))


def test_file_that_was_lost_is_written_again(explored: MiniHandbook) -> None:
    before = everything(explored)
    (explored.out() / "everything" / "data-1.js").unlink()
    explored.build()
    assert everything(explored) == before


def test_many_objects_fill_several_pages(mini: MiniHandbook, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("explorer_form", "explorer"):
        monkeypatch.setattr(sys.modules[f"sphinx_evidence.site.{module}"], "PAGE_SIZE", 2)
    mini.page(PAGE, "everything.md")
    mini.build()
    names = sorted(name for name in everything(mini) if name.startswith("everything/studies"))
    assert names == ["everything/studies-1.html", "everything/studies-2.html"]
    assert len(chunk(mini, 2)["entries"]) == 2
    monkeypatch.undo()
    mini.build("html", "-E", "-a")
    assert "everything/studies-2.html" not in everything(mini)
    assert "everything/data-2.js" not in everything(mini)


def test_no_page_is_far_and_links_do_not_grow_with_the_pages() -> None:
    total = 100_000
    pages = len(explorer_form.ranges(total))
    reached, steps = {1}, 0
    while len(reached) < pages:
        links = [explorer_form.pager("claims", total, str, here).children[1] for here in sorted(reached)]
        for nav in links:
            items = getattr(nav, "children", ())
            assert len(items) <= 24
            reached |= {int(dict(item.children[0].attributes)["href"]) for item in items}
        steps += 1
    assert pages == 500
    assert steps <= 9


def test_hostile_words_stay_words(mini: MiniHandbook) -> None:
    mini.replace("references.bib", "title = {", "title = {" + HOSTILE.replace('"', "''") + " ")
    mini.page(PAGE, "everything.md")
    mini.build()
    page = html.parse(str(mini.out() / "everything" / "studies-1.html")).getroot()
    assert not page.xpath("//img[@onerror]")
    assert "<img src=x onerror=alert(1)>" in mini.shown("everything/studies-1")
    texts = [part for element in chunk(mini)["elements"] for part in element[2:] if isinstance(part, str)]
    assert any("<img src=x onerror=alert(1)>" in text for text in texts)


@pytest.mark.parametrize("builder", ["text", "epub", "singlehtml", "latex"])
def test_other_builders_say_where_it_is(builder: str, mini: MiniHandbook) -> None:
    mini.page(PAGE, "everything.md")
    assert mini.build(builder).code == 0
    assert not (mini.out(builder) / "everything").exists()


def test_folders_as_addresses_have_it_too(mini: MiniHandbook) -> None:
    mini.page(PAGE, "everything.md")
    assert mini.build("dirhtml").code == 0
    out = mini.out("dirhtml") / "everything"
    page = html.parse(str(out / "claims-1" / "index.html")).getroot()
    for href in page.xpath("//ul[contains(@class, 'results')]//a/@href | //nav[@class='pages']//a/@href"):
        path = str(href).partition("#")[0]
        assert (out / "claims-1" / path / "index.html").is_file(), href
    form = html.parse(str(out / "index.html")).getroot().xpath("//form[@data-files]")[0]
    assert (out / f"{form.get('data-files')}1.js").is_file()
