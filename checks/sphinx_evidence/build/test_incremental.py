"""Builds after a change: the same problems and data as a cold build, and no page written in vain."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from sphinx.util.inventory import InventoryFile

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook

FAULTY = """\
# An extra page

:::{claim} nobody-studied
:study-type: cohort
:studies: mini-cohort-2030
:certainty: low
:because: design
:direction: benefit
:outcome: mortality
:caveats: association-not-causation

In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
:::

A {unknown-role}`of nobody` and a [link](nowhere.md).
"""


class Written:
    """Tells which pages builds have written since it was made."""

    def __init__(self, mini: MiniHandbook) -> None:
        self.out = mini.out()
        self.before = self._times()

    def _times(self) -> dict[str, int]:
        return {
            path.relative_to(self.out).with_suffix("").as_posix(): path.stat().st_mtime_ns
            for path in self.out.rglob("*.html")
            if path.stem not in {"search", "genindex"}  # these are written always
        }

    def pages(self) -> set[str]:
        """The names of the pages."""
        return {name for name, time in self._times().items() if self.before.get(name) != time}


@pytest.fixture
def built(mini: MiniHandbook) -> MiniHandbook:
    assert mini.build().code == 0
    return mini


def test_serial_parallel_cold_and_warm_builds_say_the_same(mini: MiniHandbook) -> None:
    mini.page(FAULTY)
    mini.replace("studies/mini-rats-2005.yaml", "type: animal", "type: animals")
    cold = mini.build()
    data = (mini.out() / "evidence.json").read_bytes()
    assert len(cold.complaints) > 3
    expected = sorted(cold.complaints)

    again = mini.build()
    (mini.docs / "card.md").touch()
    touched = mini.build()
    parallel = mini.build("html", "-j2", "-E", "-a")
    assert [sorted(run.complaints) for run in (again, touched, parallel)] == [expected] * 3
    assert (mini.out() / "evidence.json").read_bytes() == data


def test_build_after_a_change_says_what_a_cold_one_says(built: MiniHandbook) -> None:
    clean = built.build().complaints
    faults = {
        "references.bib": ("{mini-book-2009,", "{mini-book-2010,"),
        "lists.md": (":certainty: low, very-low", ":certainty: lowish"),
        "studies/mini-rats-2005.yaml": ("direction: benefit", "direction: harm"),
    }
    for name, (old, new) in faults.items():
        built.replace(name, old, new)
    (built.docs / "caveats.md").write_bytes(
        (built.docs / "caveats.md").read_bytes().replace(b"\n", b"\r\n", 1)
    )
    warm = sorted(built.build().complaints)
    cited = built.line("card.md", "{cite:p}`mini-book-2009`")
    for where in (f"card.md:{cited}:", "lists.md:", "caveats.md:2:", "card.md:"):
        assert any(where in complaint for complaint in warm), (where, warm)
    again = sorted(built.build().complaints)
    parallel = sorted(built.build("html", "-j2").complaints)
    cold = sorted(built.build("html", "-E", "-a").complaints)
    assert [again, parallel, cold] == [warm] * 3

    for name, (old, new) in faults.items():
        built.replace(name, new, old)
    (built.docs / "caveats.md").write_bytes((built.docs / "caveats.md").read_bytes().replace(b"\r", b""))
    assert built.build().complaints == clean


@pytest.mark.parametrize(
    ("name", "old", "new", "faulted"),
    [
        ("studies/mini-rats-2005.yaml", "type: animal", "type: cell-culture", "card.md"),
        ("studies/mini-rats-2005.yaml", "population: [rat-ckd]", "population: [general]", "card.md"),
        ("studies/mini-trial-2001.yaml", "direction: not-shown", "direction: benefit", "card.md"),
        ("studies/mini-label-2007.yaml", "type: guidance", "type: review", "card.md"),
        (
            "card.md",
            "direction: benefit\n:outcome: vessel",
            "direction: not-shown\n:outcome: vessel",
            "index.md",
        ),
        ("card.md", "claim} slower-in-rats", "claim} slower-in-mice", "index.md"),
        ("caveats.md", "caveat} surrogate-outcome", "caveat} a-surrogate", "card.md"),
        ("words.md", "changed: 2026", "changed: 1926", ""),
    ],
)
def test_change_is_judged_wherever_something_rests_on_it(
    built: MiniHandbook, name: str, old: str, new: str, faulted: str
) -> None:
    built.replace(name, old, new)
    run = built.build()
    assert "0 added, 1 changed, 0 removed" in run.out
    assert any(faulted in complaint for complaint in run.complaints) or not faulted
    assert sorted(built.build("html", "-E", "-a").complaints) == sorted(run.complaints)

    built.replace(name, new, old)
    assert built.build().complaints == []


def test_command_says_the_same_cold_and_warm(mini: MiniHandbook) -> None:
    mini.page(FAULTY)
    cold = mini.check()
    assert cold.code == 1
    assert mini.check() == cold
    (mini.docs / "card.md").touch()
    assert mini.check() == cold


def test_link_of_a_page_that_is_not_read_again_is_followed_again(mini: MiniHandbook) -> None:
    mini.page("# An extra page\n\nMore stands {ref}`elsewhere <there>`.\n")
    mini.page("(there)=\n\n# Another page\n", "other.md")
    clean = mini.check()
    assert clean.code == 0
    mini.replace("other.md", "(there)=", "")
    warm = mini.check()
    assert [line for line in warm.out.splitlines() if "docs/extra.md:9:" in line and "link-broken" in line]
    shutil.rmtree(mini.root / "build" / "check")
    assert mini.check() == warm
    mini.replace("other.md", "\n# Another", "(there)=\n# Another")
    assert mini.check() == clean


def test_data_that_change_and_change_back_are_told_each_time(built: MiniHandbook) -> None:
    data = built.out() / "evidence.json"
    before = data.read_bytes()
    for old, new in (("Magnesium prevents death.", "Magnesium stops death."), ("kept", "keptt")):
        built.replace("statements.yaml", old, new)
        changed = built.build()
        assert built.build().complaints == changed.complaints
        assert data.read_bytes() != before
        built.replace("statements.yaml", new, old)
        assert built.build().complaints == []
        assert data.read_bytes() == before


def test_no_complaint_is_said_twice(mini: MiniHandbook) -> None:
    mini.page(FAULTY)
    complaints = mini.build().complaints
    assert len(complaints) == len(set(complaints))
    assert [line for line in complaints if len(re.findall(r"\[[a-z_]+\.[a-z_-]+\]", line)) > 1] == []


def test_second_build_changes_nothing(built: MiniHandbook) -> None:
    before = {path: path.read_bytes() for path in built.out().rglob("*") if path.is_file()}
    written = Written(built)
    run = built.build()
    assert "0 added, 0 changed, 0 removed" in run.out
    assert "no targets are out of date." in run.out
    assert written.pages() == set()
    assert {path: path.read_bytes() for path in built.out().rglob("*") if path.is_file()} == before


def test_touched_page_alone_is_written(built: MiniHandbook) -> None:
    written = Written(built)
    (built.docs / "statements.md").touch()
    assert "0 added, 1 changed, 0 removed" in built.build().out
    assert written.pages() == {"statements", "index"}  # Sphinx writes pages that list it, too


def test_changed_study_is_written_where_it_is_shown(built: MiniHandbook) -> None:
    written = Written(built)
    built.replace("studies/mini-trial-2001.yaml", "percent_change: 11.3", "percent_change: 11.4")
    assert "0 added, 1 changed, 0 removed" in built.build().out
    # The figure stands in a claim. Sphinx writes the pages that list the changed one, too.
    assert written.pages() == {"card", "studies/mini-trial-2001", "studies/index", "index"}
    assert "11.4" in built.shown("card")


def test_changed_title_of_a_caveat_is_written_where_it_is_shown(built: MiniHandbook) -> None:
    written = Written(built)
    built.replace("caveats.md", ":title: Small or stopped early", ":title: Few people")
    assert "0 added, 1 changed, 0 removed" in built.build().out
    assert written.pages() == {"caveats", "card", "index", "lists"}
    assert "Small or stopped early" not in built.shown("index")


def test_changed_statement_is_written_without_reading_a_page(built: MiniHandbook) -> None:
    written = Written(built)
    built.replace("statements.yaml", "Magnesium prevents death.", "Magnesium stops death.")
    assert "0 added, 0 changed, 0 removed" in built.build().out
    assert written.pages() - {"index"} == {"statements"}


def test_changed_title_of_a_page_is_written_into_all_navigation(built: MiniHandbook) -> None:
    written = Written(built)
    built.replace("lists.md", "# Lists", "# All lists")
    built.build()
    assert {"card", "caveats", "studies/mini-trial-2001"} <= written.pages()
    assert "All lists" in built.shown("caveats")


def test_changed_entry_is_read_into_its_study_page_only(built: MiniHandbook) -> None:
    written = Written(built)
    built.replace("references.bib", "A made-up experiment in rats", "A thought experiment in rats")
    run = built.build("html", "-v")
    read = set(re.findall(r"reading sources\.\.\. \[ *\d+%\]\s+(\S+)", run.out))
    assert read == {"studies/mini-rats-2005", "references"}
    assert "caveats" not in written.pages()
    assert "card" in written.pages()  # search engines are told the titles of its sources
    page = built.shown("studies/mini-rats-2005")
    assert "A thought experiment in rats" in page


def test_changed_entry_is_written_where_it_is_cited(built: MiniHandbook) -> None:
    written = Written(built)
    built.replace("references.bib", "Pretended, Eva", "Feigned, Eva")
    assert "0 added, 1 changed, 0 removed" in built.build().out
    assert "card" in written.pages()
    assert "Feigned, 2009" in built.shown("card")


def test_changed_vocabulary_is_read_everywhere(built: MiniHandbook) -> None:
    built.replace("../conf/vocabulary.toml", 'label = "Randomised trial"', 'label = "Trial by lot"')
    run = built.build()
    assert "config changed ('evidence_vocabulary_digest')" in run.out
    assert "Trial by lot" in built.shown("card")
    assert "Randomised trial" not in built.shown("studies/mini-trial-2001")


def test_removed_page_is_forgotten(mini: MiniHandbook) -> None:
    mini.page(FAULTY.replace("mini-cohort-2030", "mini-cohort-2003"))
    mini.build()
    assert "nobody-studied" in (mini.out() / "evidence.json").read_text(encoding="utf-8")
    (mini.docs / "extra.md").unlink()
    assert mini.build().err == ""
    assert "nobody-studied" not in (mini.out() / "evidence.json").read_text(encoding="utf-8")


def test_removed_study_is_missed_where_it_is_named(built: MiniHandbook) -> None:
    (built.docs / "studies" / "mini-cohort-2003.yaml").unlink()
    line = built.line("card.md", ":studies: mini-cohort-2003")
    complaints = built.build().complaints
    assert [c for c in complaints if f"card.md:{line}:" in c and "there is no study" in c]


def test_objects_inv_holds_what_others_may_cite(built: MiniHandbook) -> None:
    inventory = InventoryFile.loads((built.out() / "objects.inv").read_bytes(), uri="")
    uris = {
        (kind, name): item.uri
        for kind in ("claim", "study", "caveat", "card")
        for name, item in inventory.data[f"evidence:{kind}"].items()
    }
    assert uris["claim", "slower-in-rats"] == "card.html#claim-slower-in-rats"
    assert uris["claim", "slower-in-a-trial"] == "card.html#claim-slower-in-one-trial"
    assert uris["study", "mini-rats-2005"] == "studies/mini-rats-2005.html#study-mini-rats-2005"
    assert uris["caveat", "abstract-only"] == "caveats.html#caveat-abstract-only"
    assert uris["card", "arteries"] == "card.html#card-arteries"


OTHER_CONF = """\
extensions = [{extensions}"sphinx.ext.intersphinx"]
intersphinx_mapping = {{"mini": ("https://example.org/mini/", {inventory!r})}}
include_patterns = ["**.md"]
locale_dirs = []
"""


@pytest.mark.parametrize(
    ("extensions", "citation"),
    [
        ('"myst_parser", ', "[as they say](inv:mini:evidence:claim#slower-in-rats)"),
        ('"sphinx_evidence", ', "{external+mini:evidence:claim}`as they say <slower-in-rats>`"),
    ],
)
def test_others_can_cite_a_claim(built: MiniHandbook, extensions: str, citation: str) -> None:
    inventory = str(built.out() / "objects.inv")
    built.replace("../conf/conf.py", "A small handbook", "Another")
    (built.conf / "conf.py").write_text(
        OTHER_CONF.format(extensions=extensions, inventory=inventory), encoding="utf-8"
    )
    for path in [*built.docs.rglob("*.md"), *built.docs.rglob("*.yaml")]:
        path.unlink()
    head = "---\ndescription: Another project.\nchanged: 2026-01-01\n---\n\n"
    built.write("index.md", f"{head}# Another project\n\nThis is so, {citation}.\n")
    assert built.build("dirhtml", "-E").err == ""
    page = (built.out("dirhtml") / "index.html").read_text(encoding="utf-8")
    assert 'href="https://example.org/mini/card.html#claim-slower-in-rats"' in page
