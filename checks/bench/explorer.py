"""How quickly the explorer answers in a large handbook: ``python -m checks.bench.explorer [CLAIMS]``.

The handbook is built as it is; then its claims and studies are repeated under new names up to the
number asked for, and the explorer's data are written from them by the engine's own code. Chromium
opens the page, types and filters, and says how long each event took from the key to the paint
(Event Timing, as in Interaction to Next Paint). Wants the test libraries and Chromium.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from playwright.sync_api import sync_playwright

from checks.conftest import BROWSERS, QUIET_BROWSER
from checks.paths import ROOT
from evidence.model import Page as HandbookPage
from evidence.views.explorer import explorer
from sphinx_evidence.build.read_handbook import read_handbook
from sphinx_evidence.site.explorer import chunk_text, chunks_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from evidence.model import Claim, Handbook
    from evidence.views.elements import Explorer

WORDS = ("kidney stones", "haemodialysis", "may", "calcium in rats")
CHOICES = (
    "[name=stream][value=trials]",
    "[name=certainty]",
    "[name=direction]",
    "[name=kind][value=studies]",
)
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


def enlarged(handbook: Handbook, claims: int) -> Handbook:
    """The handbook with its claims and studies repeated under new names, up to a number of claims."""
    times = ceil(claims / len(handbook.claims))
    page = HandbookPage("large", "docs/large.md")
    entries = list(handbook.bibliography)
    for number in range(times):
        page.claims += [_renamed(claim, number) for claim in handbook.claims]
        page.studies += [
            study.model_copy(update={"id": f"{study.id}-{number}"}) for study in handbook.studies
        ]
        entries += [replace(entry, key=f"{entry.key}-{number}") for entry in handbook.bibliography]
    del page.claims[claims:]
    kept = [replace(p, claims=[], studies=[], restatements=[]) for p in handbook.pages]
    return replace(handbook, pages=(*kept, page), bibliography=tuple(entries))


def _renamed(claim: Claim, number: int) -> Claim:
    return replace(
        claim,
        id=f"{claim.id}-{number}",
        studies=tuple(f"{study}-{number}" for study in claim.studies),
        contrary=tuple(f"{study}-{number}" for study in claim.contrary),
    )


def write_large(site: Path, handbook: Handbook) -> dict[str, float]:
    """Put the explorer of a large handbook in the place of the real one; says how long and how heavy."""
    began = time.perf_counter()
    large = cast("Explorer", explorer(handbook))
    chunks = chunks_of(large)
    texts = [
        chunk_text(number, rows, lambda kind, target: f"cards.html#{kind}-{target}")
        for number, rows in enumerate(chunks, start=1)
    ]
    seconds = time.perf_counter() - began
    for number, text in enumerate(texts, start=1):
        (site / "explorer" / f"data-{number}.js").write_text(text, encoding="utf-8")
    page = site / "explorer.html"
    form = page.read_text(encoding="utf-8")
    numbers = {"count": len(chunks), "claims": len(large.claims), "studies": len(large.studies)}
    for name, number in numbers.items():
        form = re.sub(rf'data-{name}="\d+"', f'data-{name}="{number}"', form)
    page.write_text(form, encoding="utf-8")
    weights = [len(gzip.compress(text.encode())) for text in texts]
    return {
        "claims": len(large.claims),
        "studies": len(large.studies),
        "data written, s": round(seconds, 2),
        "files of data": len(chunks),
        "first file, kB compressed": round(weights[0] / 1000, 1),
        "all files, kB compressed": round(sum(weights) / 1000, 1),
        "page, kB compressed": round(len(gzip.compress(form.encode())) / 1000, 1),
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
        handbook = enlarged(read_handbook(ROOT / "docs", ROOT / "conf").handbook, claims)
        for name, figure in write_large(site, handbook).items():
            print(f"{name:28}{figure:>10}")
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS)), None), args=QUIET_BROWSER
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(OBSERVE)
        page.goto(f"{site.as_uri()}/explorer.html")
        page.locator(".results > li").first.wait_for()
        found = answers(page)
        print(f"{'':40}{'to paint, ms':>14}{'script, ms':>12}")
        for answer in found:
            print(f"{answer.action:40}{answer.painted:14.0f}{answer.script:12.1f}")
        print(f"{'longest':40}{max(answer.painted for answer in found):14.0f}")
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
