"""Keyboard, zoom, motion and paper, and that nothing is asked of another site: what axe cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checks.handbook.html.kinds import MISPRINTED, pages_of_each_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HEIGHT = 800

TOOLS = """
window.stops = () => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex]"
)].filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true })
  && (one.type !== "radio" || one.checked));
window.looks = one => [one, ...(one.labels ?? [])].map(shown => {
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(shown);
  const drawn = shown.checkVisibility({ opacityProperty: true });
  const outline = outlineStyle === "none" ? "" : outlineStyle + outlineWidth + outlineColor;
  return drawn ? outline + boxShadow : "";
}).join();
window.named = one => one.id ? `#${one.id}` : `${one.localName} ${one.textContent.trim().slice(0, 40)}`;
"""
"""What the checks ask of a page: its stops for the keyboard, how each looks, and what to call it."""

UNMARKED = """() => {
  document.activeElement.blur();
  const before = new Map(stops().map(one => [one, looks(one)]));
  return [...before].filter(([one, look]) => {
    one.focus({ focusVisible: true });
    return document.activeElement !== one || looks(one) === look;
  }).map(([one]) => named(one));
}"""
"""The stops that cannot be focused, or look the same when they are."""

WALK = """() => {
  window.left = new Set(stops());
  document.addEventListener("focusin", event => left.delete(event.target));
  return left.size;
}"""

LOST = """() => [...document.querySelectorAll("body *")].filter(one => {
  const { overflowX, clipPath } = getComputedStyle(one);
  if (one.scrollWidth <= one.clientWidth + 1 || !one.clientWidth || clipPath !== "none") return false;
  const label = one.ariaLabel || one.getAttribute("aria-labelledby");
  if (["auto", "scroll"].includes(overflowX)) return one.tabIndex < 0 || !label;
  return ["hidden", "clip"].includes(overflowX);
}).map(named)"""
"""Boxes that cut their content off at the side, or scroll without a name and a stop for the keyboard."""

MOVING = """() => [...document.querySelectorAll("*")].filter(one => ["", "::before", "::after"].some(part => {
  const style = getComputedStyle(one, part);
  const slow = style.transitionDuration.split(", ").some(time => parseFloat(time) > 0.001);
  const changes = slow && style.transitionProperty !== "none";
  return changes || style.animationName !== "none" || style.scrollBehavior === "smooth";
})).map(named)"""

UNPRINTED = """() => dispatchEvent(new Event("beforeprint")) && [
  ...[...document.querySelectorAll(
    "article :is(.but, .caveats dt, .caveats dd, .claim-text, .sd-tab-content, .care)"
  )].filter(one => !one.closest(".results > li[hidden]") && (!one.offsetHeight
    || !one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))),
  ...[...document.querySelectorAll("article a[href^=http]")]
    .filter(one => !getComputedStyle(one, "::after").content.includes(one.getAttribute("href"))),
].map(named)"""
"""Statements, caveats and addresses of links that paper would lack, but for those filtered out."""

CUT_OFF = """() => [...document.querySelectorAll("article .admonition .tag")].filter(one =>
  one.getBoundingClientRect().right > one.closest(".admonition").getBoundingClientRect().right
).map(named)"""
"""Tags that reach out of their box, which cuts them off."""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that knows the tools, opened once for all checks."""
    page = browser.new_page(viewport={"width": 1280, "height": HEIGHT})
    page.add_init_script(TOOLS)
    yield page
    page.close()


@pytest.fixture(scope="module")
def kinds(built_html: Path) -> list[str]:
    """The pages that are opened."""
    return pages_of_each_kind(built_html)


def answers(page: Page, site: str, names: list[str], question: str) -> dict[str, Any]:
    """What pages answer, those left out that have nothing to tell."""
    found = {}
    for name in names:
        page.goto(site + name)
        if answer := page.evaluate(question):
            found[name] = answer
    return found


@pytest.mark.parametrize("width", [1280, 320])
def test_what_has_the_focus_is_marked(page: Page, site: str, kinds: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    assert answers(page, site, kinds, UNMARKED) == {}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", ["index.html", "how-to-read.html", "studies/index.html"])
def test_the_keyboard_reaches_everything(page: Page, site: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.goto(site + name)
    stops = page.evaluate(WALK)
    assert stops > 10
    for _ in range(stops + 20):  # a browser may stop at boxes that scroll, too
        page.keyboard.press("Tab")
    assert page.evaluate("() => [...left].map(named)") == []


@pytest.mark.parametrize(("width", "text"), [(640, "100%"), (320, "100%"), (1280, "200%")])
def test_zoom_loses_nothing(page: Page, site: str, kinds: list[str], width: int, text: str) -> None:
    """A window of 1280 pixels at 200 % and at 400 %, then larger text alone."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    lost = {}
    for name in kinds:
        page.goto(site + name)
        page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
        if page.evaluate("() => document.documentElement.scrollWidth") > width or page.evaluate(LOST):
            lost[name] = page.evaluate(LOST)
    assert lost == {}


def test_nothing_moves_for_those_who_ask_for_rest(page: Page, site: str, kinds: list[str]) -> None:
    page.emulate_media(reduced_motion="reduce")
    assert answers(page, site, kinds, MOVING) == {}
    page.emulate_media(reduced_motion="null")


def test_paper_has_every_statement_caveat_and_address(page: Page, site: str, kinds: list[str]) -> None:
    page.emulate_media(media="print")
    assert answers(page, site, kinds, UNPRINTED) == {}
    page.emulate_media(media="null")


def test_paper_has_the_whole_tag_of_a_statement_in_a_box(
    page: Page, site: str, parsed: dict[str, HtmlElement]
) -> None:
    boxed = "//div[contains(@class, 'admonition')]//ul[contains(@class, 'tag')]"
    names = sorted(name for name, root in parsed.items() if root.xpath(boxed))
    assert names
    page.emulate_media(media="print")
    assert answers(page, site, names, CUT_OFF) == {}
    page.emulate_media(media="null")


def opened(browser: Browser, folder: Path, names: list[str]) -> tuple[list[str], list[str]]:
    """The errors of pages opened as files, and the addresses outside of their folder that they asked for."""
    page = browser.new_page()
    errors: list[str] = []
    asked: set[str] = set()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.add(request.url))
    for name in names:
        page.goto((folder / name).as_uri())
    page.close()
    return errors, [address for address in sorted(asked) if not address.startswith(folder.as_uri())]


def test_pages_work_as_files(browser: Browser, built_html: Path, kinds: list[str]) -> None:
    assert opened(browser, built_html, kinds) == ([], [])


def test_an_error_and_a_foreign_address_are_found(browser: Browser, tmp_path: Path) -> None:
    policy = "<meta http-equiv='Content-Security-Policy' content=\"script-src 'self'\">"
    (tmp_path / "script.html").write_text(f"{policy}<script>var a</script>", encoding="utf-8")
    (tmp_path / "picture.html").write_text("<img src='http://127.0.0.1:9/a.png'>", encoding="utf-8")
    errors, asked = opened(browser, tmp_path, ["script.html"])
    assert ("Content Security Policy" in "".join(errors), asked) == (True, [])
    assert opened(browser, tmp_path, ["picture.html"])[1] == ["http://127.0.0.1:9/a.png"]


def test_data_for_search_engines_breaks_no_policy(browser: Browser, built_html: Path) -> None:
    home = (built_html / "index.html").read_text(encoding="utf-8")
    assert '<script type="application/ld+json">' in home
    assert opened(browser, built_html, ["index.html"]) == ([], [])


def test_pages_of_all_kinds_are_opened(built_html: Path, kinds: list[str]) -> None:
    assert {path.name for path in built_html.glob("*.html")} <= set(kinds)
    studies = [built_html / name for name in kinds if name.startswith("studies/")]
    assert len(studies) >= 2
    assert any(MISPRINTED in path.read_bytes() for path in studies)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        (UNMARKED, "<a href='#'>x</a>", "<a href='#' style='outline: none'>x</a>"),
        (UNMARKED, "<button>x</button>", "<div tabindex='0' style='outline: 0'>x</div>"),
        (
            LOST,
            "<p>x</p>",
            "<p style='width: 5em; overflow: hidden; white-space: nowrap'>long long words</p>",
        ),
        (
            LOST,
            "<div tabindex='0' aria-label='A' style='width: 3em; overflow: auto'><pre>long words</pre></div>",
            "<div style='width: 3em; overflow: auto'><pre>long words</pre></div>",
        ),
        (MOVING, "<p style='transition: none'>x</p>", "<p style='transition: color 1s'>x</p>"),
        (MOVING, "<p>x</p>", "<p style='scroll-behavior: smooth'>x</p>"),
        (
            UNPRINTED,
            "<article><p class='but'>x</p></article>",
            "<article><p class='but' hidden>x</p></article>",
        ),
        (
            UNPRINTED,
            "<article><a href='#'>x</a></article>",
            "<article><a href='https://a.org'>x</a></article>",
        ),
    ],
)
def test_a_fault_is_found(page: Page, question: str, right: str, wrong: str) -> None:
    for part, faults in ((right, 0), (wrong, 1)):
        page.set_content(part)
        page.evaluate(f"() => {{{TOOLS}}}")
        assert len(page.evaluate(question)) == faults, part


def test_a_stop_that_the_keyboard_misses_is_found(page: Page) -> None:
    page.set_content("<a href='#'>one</a> <a href='#'>two</a> <a href='#'>three</a>")
    page.evaluate(f"() => {{{TOOLS}}}")
    assert page.evaluate(WALK) == 3
    page.evaluate("() => { document.querySelector('a').tabIndex = -1 }")
    for _ in range(5):
        page.keyboard.press("Tab")
    assert page.evaluate("() => [...left].map(named)") == ["a one"]
