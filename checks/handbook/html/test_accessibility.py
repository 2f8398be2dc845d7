"""No page breaks a rule of WCAG 2.2 AA that axe can see: in both colours, at two widths, on every tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from checks.handbook.html.kinds import pages_of_each_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer depends on the colours."""

WIDTHS = (1280, 320)
EXCUSED = {("region", "#__navigation")}
"""The switch of the sidebar stands before all landmarks, because styles can only reach what follows it."""

RUN = """async ([within, only]) => {
  const found = await axe.run(within, { runOnly: only, resultTypes: ["violations"] });
  return found.violations.flatMap(
    ({ id, nodes }) => nodes.map(({ target }) => [id, target.flat().join(" ")])
  );
}"""

SHORTEN = """rows => document.querySelectorAll("tbody, ul, ol, dl, .citation-list").forEach(
  long => [...long.children].slice(rows).forEach(row => row.remove())
)"""
"""Leaves the first rows of each long list, of which the others are repetitions."""

ROWS = 12

OPEN_TABS = """place => document.querySelectorAll(".sd-tab-set").forEach(
  tabs => tabs.querySelectorAll(":scope > input")[place]?.click()
)"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page with the device's colours, opened once for all checks."""
    page = browser.new_page()
    yield page
    page.close()


def violations(page: Page, within: str, kind: str, values: list[str]) -> set[tuple[str, str]]:
    """What axe complains of inside an element: pairs of rule and place.

    ``kind`` says whether the values are tags of standards or rules. The script is evaluated, not put into the
    page, so that the page's policy against foreign scripts stands.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
    found = page.evaluate(RUN, [within, {"type": kind, "values": values}])
    return {(rule, place) for rule, place in found} - EXCUSED


def seen(page: Page) -> Iterator[tuple[str, set[tuple[str, str]]]]:
    """What axe complains of in each state of the page that is open: first of the whole page."""
    tabs: int = page.evaluate(
        "() => Math.max(0, ...[...document.querySelectorAll('.sd-tab-set')]"
        ".map(set => set.querySelectorAll(':scope > input').length))"
    )
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        yield f"light, {width}", violations(page, "html", "tag", STANDARDS)
        page.evaluate(SHORTEN, ROWS)
        page.emulate_media(color_scheme="dark")
        yield f"dark, {width}", violations(page, "html", "rule", COLOURS)
    for place in reversed(range(1, tabs)):  # the first was open
        page.evaluate(OPEN_TABS, place)
        yield f"tab {place + 1}, dark, {width}", violations(page, ".sd-tab-set", "rule", COLOURS)
        page.emulate_media(color_scheme="light")
        yield f"tab {place + 1}, light, {width}", violations(page, ".sd-tab-set", "tag", STANDARDS)
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        yield f"tab {place + 1}, light, {WIDTHS[0]}", violations(page, ".sd-tab-set", "tag", STANDARDS)


def test_no_page_breaks_a_rule(built_html: Path, site: str, page: Page) -> None:
    found: dict[str, Any] = {}
    for name in pages_of_each_kind(built_html):
        page.goto(site + name)
        found |= {f"{name}, {state}": what for state, what in seen(page) if what}
    assert found == {}


PAGE = """<!doctype html><html lang="en"><title>A page</title><style>
  @media (prefers-color-scheme: dark) {{ .dim {{ color: #333; background: #000 }} }}
  .small {{ padding: 2em }} @media (max-width: 500px) {{ .small {{ padding: 0; font-size: 9px }} }}
  .sd-tab-set > div {{ display: none }} .sd-tab-set > input:checked + div {{ display: block }}
</style><main><h1>A page</h1>{}</main>"""

TABS = """<div class="sd-tab-set"><input type="radio" name="t" aria-label="one" checked><div>one</div>
<input type="radio" name="t" aria-label="two"><div>two {}</div></div>"""


@pytest.mark.parametrize(
    ("part", "faults"),
    [
        ("<p>Right.</p>", {}),
        ("<img src='data:,'>", {"image-alt": "light, 1280"}),
        ("<p class='dim'>Hard to read in the dark.</p>", {"color-contrast": "dark, 1280"}),
        (
            "<button class='small'>x</button><button class='small'>y</button>",
            {"target-size": "light, 320"},
        ),
        (TABS.format("<img src='data:,'>"), {"image-alt": "tab 2, light, 320"}),
    ],
)
def test_a_fault_is_found(page: Page, part: str, faults: dict[str, str]) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    page.set_content(PAGE.format(part))
    first: dict[str, str] = {}
    for state, found in seen(page):
        for rule, _ in found:
            first.setdefault(rule, state)
    assert first == faults
