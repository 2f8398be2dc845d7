"""How quickly the explorer answers in a large handbook: ``python -m checks.bench.explorer [CLAIMS]``.

The handbook is built as it is; then the statements and studies of the explorer's page are repeated up to
the number asked for. Chromium opens the page, types and filters, and says how long each event took from
the key to the paint (Event Timing, as in Interaction to Next Paint). Wants the test libraries and Chromium.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

from checks.conftest import BROWSERS, QUIET_BROWSER
from checks.paths import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORDS = ("kidney stones", "haemodialysis", "may", "calcium in rats")
CHOICES = (
    "[name=stream][value=trials]",
    "[name=certainty]",
    "[name=direction]",
    "[name=kind][value=studies]",
)
RESULTS = re.compile(r'(?<=<ul class="results wide">\n).*?</li>\n(?=</ul>\n</section>)', re.DOTALL)
ITEM = re.compile(r"<li data-words=.*?\n</li>\n", re.DOTALL)
OBSERVE = """
window.slow = [];
new PerformanceObserver((list) => {
  for (const { name, duration, processingEnd, processingStart } of list.getEntries())
    slow.push([name, duration, processingEnd - processingStart]);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""


class Answer(NamedTuple):
    """The slowest event of an action: to the next paint and in the script, in milliseconds."""

    action: str
    painted: float
    script: float


def enlarge(page: Path, claims: int) -> dict[str, float]:
    """Repeat the statements and studies of an explorer's page up to a number of statements."""
    text = page.read_text(encoding="utf-8")
    lists = RESULTS.findall(text)
    items = [ITEM.findall(results) for results in lists]
    numbers = [round(len(some) * claims / len(items[0])) for some in items]
    for results, some, number in zip(lists, items, numbers, strict=True):
        text = text.replace(results, "".join(islice(cycle(some), number)))
    page.write_text(text, encoding="utf-8")
    return {
        "statements": numbers[0],
        "studies": numbers[1],
        "page, kB": round(len(text.encode()) / 1000),
        "page, kB compressed": round(len(gzip.compress(text.encode())) / 1000),
    }


def answers(page: Page) -> list[Answer]:
    """The slowest event of each action: typing, choosing, clearing, going back."""
    found = []

    def measured(action: str) -> None:
        page.wait_for_timeout(400)
        events = page.evaluate("() => slow.splice(0)")
        slowest = max(events, key=lambda event: event[1], default=("", 0.0, 0.0))
        found.append(Answer(f"{action} ({slowest[0]})" if slowest[0] else action, *slowest[1:]))

    field = page.locator("#explorer-words")
    field.focus()
    page.locator(".count", has_text="studies").wait_for()
    page.evaluate("() => slow.splice(0)")
    for words in WORDS:
        field.press_sequentially(words, delay=120)
        measured(f"typing '{words}'")
        for _ in words:
            page.keyboard.press("Backspace", delay=30)
        measured(f"deleting '{words}'")
    for choice in CHOICES:
        page.locator(choice).first.click()
        measured(f"choosing {choice}")
    page.get_by_role("button", name="Clear all").click()
    measured("clearing")
    page.locator("select[name=caveat]").focus()
    page.keyboard.press("ArrowDown")
    measured("choosing a caveat")
    page.locator(".more button").click()
    measured("showing more")
    return found


def main(claims: int) -> None:
    """Build, enlarge, measure, print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "html"
        build = ("-m", "sphinx", "-q", "-j", "auto", "-c", str(ROOT / "conf"), "-d", f"{folder}/trees")
        subprocess.run([sys.executable, *build, str(ROOT / "docs"), str(site)], check=True)
        for name, figure in enlarge(site / "explorer.html", claims).items():
            print(f"{name:28}{figure:>10}")
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS)), None), args=QUIET_BROWSER
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(OBSERVE)
        began = time.perf_counter()
        page.goto(f"{site.as_uri()}/explorer.html")
        page.locator(".count", has_text="studies").wait_for()
        print(f"{'opened, s':28}{time.perf_counter() - began:>10.1f}")
        found = answers(page)
        print(f"{'':40}{'to paint, ms':>14}{'script, ms':>12}")
        for answer in found:
            print(f"{answer.action:40}{answer.painted:14.0f}{answer.script:12.1f}")
        print(f"{'longest':40}{max(answer.painted for answer in found):14.0f}")
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
