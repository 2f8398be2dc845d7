"""``python -m checks.handbook.faults [FILE …]``: try the corpus, print what each rule found."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from .batches import batches
from .changes import FAULTS, HONEST, Change, read_changes
from .trial import Copy, Outcome


def main() -> int:
    """Run from the command line; returns 1 if anything is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m checks.handbook.faults", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[FAULTS, HONEST])
    parser.add_argument("--only", default="", help="only changes in whose kind, place or rule this stands")
    parser.add_argument("--conf", type=Path, help="folder of conf.py (default: that of the handbook)")
    parser.add_argument("--verbose", action="store_true", help="print every problem that a change brought")
    options = parser.parse_args()
    files = [
        [change for change in read_changes(file.resolve()) if options.only in f"{change} {change.rule}"]
        for file in options.files
    ]
    changes = [change for file in files for change in file]
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
        copy = Copy(Path(folder), conf=options.conf and options.conf.resolve())
        for batch in (batch for file in files for batch in batches(file, copy.pages())):
            outcomes.append(copy.try_out(batch))
            _print(str(outcomes[-1]))
            if options.verbose:
                for change, problems in outcomes[-1].of_change.items():
                    _print("\n  ".join([str(change), *map(str, problems)]))
    missed = {change for outcome in outcomes for change in outcome.missed}
    disturbed = {
        change
        for outcome in outcomes
        for change, problems in outcome.of_change.items()
        if problems and not change.rule
    }
    _print(table([c for c in changes if c.rule], missed))
    honest = {change for change in changes if not change.rule}
    unharmed = len(honest - disturbed - missed)
    _print(f"honest edits: {len(honest)}, without a problem: {unharmed}")
    for change in disturbed:
        _print(str(change))
    return int(bool(missed or disturbed or any(outcome.strays for outcome in outcomes)))


def table(faults: list[Change], missed: set[Change]) -> str:
    """Seeded and found faults by rule, as a table in Markdown."""
    seeded = Counter(fault.rule for fault in faults)
    found = Counter(fault.rule for fault in faults if fault not in missed)
    rows = [f"| {rule} | {seeded[rule]} | {found[rule]} |" for rule in sorted(seeded)]
    rows.append(f"| all | {seeded.total()} | {found.total()} |")
    return "\n".join(["| rule | seeded | found |", "|---|---|---|", *rows])


def _print(text: str) -> None:
    if text:
        sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
