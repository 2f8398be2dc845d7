"""Message catalogues in docs/, which a stranger may have put there, are neither read nor compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook

CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Search"
msgstr "Translated by a stranger"

msgid "A small handbook"
msgstr "Translated by a stranger"
"""


@pytest.fixture
def mini_with_catalogues(mini: MiniHandbook) -> MiniHandbook:
    """The small handbook with catalogues of Sphinx's own words and of a page's."""
    folder = mini.docs / "locales" / "en_GB" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for name in ("sphinx", "index"):
        (folder / f"{name}.po").write_text(CATALOGUE, encoding="utf-8")
    return mini


def test_catalogues_are_neither_read_nor_compiled(mini_with_catalogues: MiniHandbook) -> None:
    mini = mini_with_catalogues
    files = {path for path in mini.docs.rglob("*") if path.is_file()}
    assert mini.build().code == 0
    assert mini.build("html", "-E", "-a").code == 0  # the second could read what the first compiled
    assert {path for path in mini.docs.rglob("*") if path.is_file()} == files
    pages = [path.read_text(encoding="utf-8") for path in mini.out().rglob("*.html")]
    assert not [page for page in pages if "Translated by a stranger" in page]


def test_settings_that_let_catalogues_be_read_stop_the_build(mini: MiniHandbook) -> None:
    settings = mini.conf / "conf.py"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    settings.write_text(
        "".join(line for line in lines if not line.startswith("locale_dirs")), encoding="utf-8"
    )
    run = mini.build()
    assert run.code
    assert "Write locale_dirs = [] in conf.py." in run.err
