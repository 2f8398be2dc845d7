"""Which pages are opened in a browser: some of each kind, by a rule that new pages fall under, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MISPRINTED = b'class="evidence-list misprints'
"""What stands on the page of a study whose source contradicts itself."""


def pages_of_each_kind(folder: Path) -> list[str]:
    """Every top page; of each folder its index, its largest page, and its largest with misprints."""
    chosen = set(folder.glob("*.html"))
    for inner in (path for path in folder.iterdir() if path.is_dir()):
        pages = sorted(inner.rglob("*.html"), key=lambda path: (-path.stat().st_size, path))
        misprinted = [path for path in pages if MISPRINTED in path.read_bytes()]
        chosen |= {*pages[:1], *misprinted[:1], *(path for path in pages if path.name == "index.html")}
    return sorted(path.relative_to(folder).as_posix() for path in chosen)
