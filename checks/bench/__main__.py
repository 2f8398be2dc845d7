"""How long builds take, and how much memory: ``make bench``, or ``python -m checks.bench [CLAIMS …]``.

Invented handbooks are built in turn with plain MyST and with sphinx-needs, in one run, so that what
slows the machine slows them all. Each figure is the median of several runs. The record is written to
docs/records/speed.json, from which docs/how-fast-it-is.md and its picture are made.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from checks.bench.invented import CLAIMS_ON_A_PAGE, Invented
from checks.bench.measure import Built, Taken, forms, middle
from checks.bench.record import RECORD, Figures, add_run, write_page

EACH = {"cold": "ours", "floor": "plain", "needs": "needs", "needs-bare": "needs-bare"}
"""The builds from nothing, by name, and the form of the handbook."""


def main() -> None:
    """Measure, record, and make the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("claims", nargs="*", type=int, default=[100, 1000, 10_000])
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured (default: 3)")
    parser.add_argument("--without", action="append", default=[], choices=(*EACH, "two-cores"))
    parser.add_argument("--page-only", action="store_true", help="make the page from the record as it is")
    options = parser.parse_args()
    if not options.page_only:
        for claims in options.claims:
            if claims % CLAIMS_ON_A_PAGE:
                parser.error(f"{claims} is no multiple of {CLAIMS_ON_A_PAGE}, the claims on a page")
        found = {str(claims): measure(claims, options.runs, options.without) for claims in options.claims}
        add_run(RECORD, found)
    write_page(RECORD)


def measure(claims: int, runs: int, without: list[str]) -> Figures:
    """What a handbook of some size takes, by what was done."""
    taken: dict[str, list[Taken]] = {}

    def note(name: str, what: Taken) -> None:
        taken.setdefault(name, []).append(what)
        print(
            f"{claims:7} claims  {name:14} {what.processor:8.2f} s {what.clock:8.2f} s {what.memory:6.0f} MB"
        )

    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        built = forms(claims, Path(folder))
        ours = built["ours"]
        for _ in range(runs):
            for name, form in EACH.items():
                if name not in without:
                    note(name, built[form].cold())
            _warm(ours, Invented(claims), note)
            if "two-cores" not in without:
                note("two-cores", ours.cold("-j", "2"))
        weights = _weights(ours, Invented(claims))
    figures = {name: middle(each)._asdict() for name, each in taken.items()}
    return {"runs": runs, "taken": figures, "weights": weights}


def _warm(ours: Built, invented: Invented, note: object) -> None:
    assert callable(note)
    page, study = f"{invented.pages[0].docname}.md", f"studies/{invented.studies[0].id}.yaml"
    note("no-change", ours.build())
    ours.change(page)
    note("one-page", ours.build())
    ours.change(study)
    note("one-study", ours.build())
    conf = ("--conf", ours.conf)
    note("check-cold", ours.evidence("check", *conf, ours.docs))
    note("check", ours.evidence("check", *conf, ours.docs))
    note("check-one", ours.evidence("check", *conf, ours.docs / page))
    note("export", ours.evidence("export", *conf, ours.docs, ours.folder / "build" / "export"))
    before = ours.folder / "build" / "export" / "evidence.json"
    note("diff", ours.evidence("diff", *conf, before, ours.docs))
    note("start", ours.evidence("--help"))


def _weights(ours: Built, invented: Invented) -> dict[str, int]:
    """The sizes of what readers load, in bytes."""
    files = {
        "first page": "index.html",
        "page of claims": f"{invented.pages[0].docname}.html",
        "study": f"studies/{invented.studies[0].id}.html",
        "explorer": "explorer.html",
        "page of references": "references/0.html",
        "search index": "searchindex.js",
    }
    return {name: ours.weight(file) for name, file in files.items()}


if __name__ == "__main__":
    main()
