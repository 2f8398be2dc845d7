"""Handbooks that are built apart cite one another by their inventories: offline, and to the right anchor."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html

from checks.fixtures.small_handbook import MiniHandbook, copy_mini
from checks.paths import CONF, FIXTURES
from checks.sphinx_evidence.parsers.hostile_input import HEAD, WATCHED

TEA = FIXTURES / "second_topic"
JOIN = """
extensions = ["sphinx_evidence", "sphinx.ext.intersphinx"]
intersphinx_mapping = {{"{name}": ("../../../{name}/build/html/", "../../{name}/build/html/objects.inv")}}
"""
"""Settings that join two handbooks, side by side in one folder, by relative addresses."""

TO_TEA = """\
# To the other handbook

Of fish, {external+tea:evidence:claim}`they gulp less <fish-gulp-less>`. Of villagers,
{evidence:claim}`their diaries <tea:fewer-hours-in-diaries>`; see
{external+tea:evidence:study}`the study <tea-tank-2005>`,
{external+tea:evidence:caveat}`the caveat <drinkers-differ>` and [the card](inv:tea:evidence:card#hiccups).
"""
TO_ARTERIES = (
    "# To the other handbook\n\nOf {external+arteries:evidence:claim}`one trial <slower-in-a-trial>`.\n"
)
"""By the old name of the claim, which is its alias."""


class Pair(NamedTuple):
    """Two handbooks in folders side by side, each with the other's name and inventory in its settings."""

    arteries: MiniHandbook
    tea: MiniHandbook


def join_two(root: Path) -> Pair:
    """Copy both invented handbooks and join them."""
    arteries, tea = copy_mini(root / "arteries"), MiniHandbook(root / "tea")
    for folder in ("docs", "conf"):
        shutil.copytree(TEA / folder, tea.root / folder)
    for one, other in ((arteries, tea), (tea, arteries)):
        with (one.conf / "conf.py").open("a", encoding="utf-8") as settings:
            settings.write(JOIN.format(name=other.root.name))
    return Pair(arteries, tea)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Both handbooks, of which that on tea is built already, without links to the other."""
    joined = join_two(tmp_path)
    joined.tea.build()
    return joined


def links(handbook: MiniHandbook, page: str) -> dict[str, Path]:
    """The links of a page out of its handbook: their words, and the file with the anchor they lead to."""
    path = handbook.out() / f"{page}.html"
    found = {}
    for link in html.parse(str(path)).xpath("//a[contains(@class, 'external')][starts-with(@href, '../')]"):
        address, _, anchor = link.get("href").partition("#")
        target = (path.parent / address).resolve()
        assert html.parse(str(target)).xpath("//*[@id = $anchor]", anchor=anchor), link.get("href")
        found[link.text_content()] = target.relative_to(handbook.root.parent.resolve()) / anchor
    return found


@pytest.mark.parametrize("page", ["extra", "deeper/extra"])
def test_links_lead_to_the_claims_of_the_other(pair: Pair, page: str) -> None:
    pair.arteries.page(TO_TEA, f"{page}.md")
    run = pair.arteries.build("html", "-W")
    assert (run.code, run.err) == (0, "")
    built = Path("tea/build/html")
    assert links(pair.arteries, page) == {
        "they gulp less": built / "card.html/claim-fish-gulp-less",
        "their diaries": built / "card.html/claim-fewer-hours-in-diaries",
        "the study": built / "studies/tea-tank-2005.html/study-tea-tank-2005",
        "the caveat": built / "caveats.html/caveat-drinkers-differ",
        "the card": built / "card.html/card-hiccups",
    }


def test_links_lead_both_ways(pair: Pair) -> None:
    """Each is read once before the inventory of the other is there, and once after."""
    pair.arteries.page(TO_TEA)
    pair.tea.page(f"{TO_ARTERIES}\n```{{toctree}}\n```\n")
    pair.tea.replace("index.md", "references\n", "references\nextra\n")
    for handbook in pair:
        handbook.build()
    for handbook in pair:
        run = handbook.build("html", "-W")
        assert (run.code, run.err) == (0, "")
    assert len(links(pair.arteries, "extra")) == 5
    (target,) = links(pair.tea, "extra").values()
    assert target == Path("arteries/build/html/card.html/claim-slower-in-one-trial")


def test_command_sees_them_too(pair: Pair) -> None:
    pair.arteries.page(TO_TEA)
    run = pair.arteries.check("--strict")
    assert run.code == 0, run.out


def test_a_claim_that_the_other_lacks_is_told(pair: Pair) -> None:
    page = pair.arteries.page("# Extra\n\nWords.\n\nOf {external+tea:evidence:claim}`fish-gulp-more`.\n")
    line = page.read_text(encoding="utf-8").splitlines().index("Words.") + 3
    run = pair.arteries.check("--strict")
    assert run.code == 1
    assert f"docs/extra.md:{line}: warning: link-broken: " in run.out
    assert "fish-gulp-more" in run.out


def test_an_inventory_that_is_missing_is_told(pair: Pair) -> None:
    (pair.tea.out() / "objects.inv").unlink()
    page = pair.arteries.page(TO_TEA)
    run = pair.arteries.build()
    assert run.code == 0
    assert "failed to reach any of the inventories" in run.err
    line = page.read_text(encoding="utf-8").splitlines().index("# To the other handbook") + 3
    assert any(c.startswith(f"{page}:{line}: WARNING: ") for c in run.complaints), run.err


def test_a_claim_that_moved_is_followed(pair: Pair) -> None:
    """A page is written again when the other's inventory changed, to the same bytes as from nothing."""
    pair.arteries.page(TO_TEA)
    pair.arteries.build()
    (pair.tea.docs / "card.md").rename(pair.tea.docs / "moved.md")
    pair.tea.replace("index.md", "card\n", "moved\n")
    pair.tea.build()
    assert pair.arteries.build().err == ""
    assert "tea/build/html/moved.html" in links(pair.arteries, "extra")["they gulp less"].as_posix()
    again = (pair.arteries.out() / "extra.html").read_bytes()
    pair.arteries.build("html", "-E")
    assert (pair.arteries.out() / "extra.html").read_bytes() == again


HOSTILE = {
    "words": "{external+tea:evidence:claim}`<script>alert(1)</script> <fish-gulp-less>`\n",
    "nobody": "{external+nobody:evidence:claim}`fish-gulp-less`\n",
    "raw": "{external+tea:raw}`<script>alert(1)</script>` {external:raw}`<script>alert(1)</script>`\n",
    "file": "[x](inv:file:///etc/passwd#x) [y](inv:https://example.org/objects.inv#y)\n",
    "address": "{external+tea:evidence:claim}`x <javascript:alert(1)>`\n",
}
FRONT = 'intersphinx_mapping: {evil: ["https://example.org/", null]}\n'
INVENTORY = b"""\
# Sphinx inventory version 2
# Project: <script>
# Version: <b>
# The rest is compressed with zlib.
"""
ITEMS = b"""\
fish-gulp-less evidence:claim 0 javascript:alert(1) <script>alert(1)</script>
drinkers-differ evidence:caveat 0 " <script>alert(1)</script>
"""


def test_hostile_pages_get_no_further(pair: Pair) -> None:
    """What is read and where links go is for the settings to say, and for no page."""
    for name, body in HOSTILE.items():
        pair.arteries.write(f"hostile/{name}.md", HEAD + body)
    pair.arteries.write("hostile/front.md", HEAD.replace("orphan", f"{FRONT}orphan", 1) + "Words.\n")
    root, log = pair.arteries.root.resolve(), pair.arteries.root.parent / "log"
    run = subprocess.run(
        [sys.executable, "-c", WATCHED, str(root.parent), str(log), "-b", "html", "-c", str(root / "conf"),
         "-d", str(root / "build" / "doctrees"), str(root / "docs"), str(root / "build" / "html")],
        cwd=root, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(CONF), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {kind for kind, _ in events} == {"read", "write"}
    read = {Path(os.path.realpath(path)) for kind, path in events if kind == "read"}
    assert {path for path in read if not path.is_relative_to(root)} == {
        pair.tea.out().resolve() / "objects.inv"
    }
    assert_harmless(pair.arteries)
    told = [line for line in pair.arteries.check().out.splitlines() if "hostile/front.md" in line]
    assert any("page-metadata" in line and "intersphinx_mapping" in line for line in told), told


def test_hostile_inventory_gets_no_further(pair: Pair) -> None:
    (pair.tea.out() / "objects.inv").write_bytes(INVENTORY + zlib.compress(ITEMS))
    pair.arteries.page(TO_TEA.replace("they gulp less <fish-gulp-less>", "fish-gulp-less"))
    assert pair.arteries.build().code == 0
    assert "<script>alert(1)</script>" in pair.arteries.shown("extra")
    assert_harmless(pair.arteries)


def assert_harmless(handbook: MiniHandbook) -> None:
    """No page of it runs a script of its own or links to anything but a page."""
    for path in handbook.out().rglob("*.html"):
        page = html.parse(str(path))
        scripts = page.xpath("//script[not(@type = 'application/ld+json')]/text()")
        assert [text for text in scripts if text.strip()] == [], path.name
        for address in page.xpath("//@href"):
            scheme = address.partition(":")[0].strip().lower() if ":" in address.split("/")[0] else ""
            assert scheme in {"", "http", "https", "mailto"}, f"{path.name}: {address}"
