"""``evidence format``: one form of study files, and nothing they say changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.paths import DOCS
from evidence.files.studies.formatter import formatted
from evidence.files.studies.json_schema import FIRST_LINE
from evidence.text.yaml_tree import YamlError, load_tree, plain

if TYPE_CHECKING:
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook

STUDIES = sorted((DOCS / "studies").rglob("*.yaml"))
MESSY = """\
# Who wrote this.\r
results:   \r
  - id: a\r
    notes: |\r
      id: not a field\r
      # not a comment\r
# evidence: allow number-traceable -- a table\r
n_total: 12\r
\r
type: cohort\r
id: b\r
# The end.\r


"""


def test_form() -> None:
    assert formatted(MESSY) == (
        f"{FIRST_LINE}\n# Who wrote this.\nid: b\n# The end.\ntype: cohort\n"
        "# evidence: allow number-traceable -- a table\nn_total: 12\n"
        "results:\n  - id: a\n    notes: |\n      id: not a field\n      # not a comment\n"
    )


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_files_of_the_handbook_have_the_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text


@pytest.mark.parametrize(
    "source", ["a: [", "a: 1\na: 2", "a: &x 1\nb: *x", "id: a\ntext: |+\n  kept\n\n\ntype: b"]
)
def test_what_cannot_be_formatted_is_told(source: str) -> None:
    with pytest.raises(YamlError, match=r"\w"):
        formatted(source)


@given(st.text(max_size=200))
def test_never_changes_what_a_file_says(source: str) -> None:
    try:
        data = plain(load_tree(source))
    except YamlError:
        return
    try:
        form = formatted(source)
    except YamlError:
        return
    assert plain(load_tree(form)) == data
    assert formatted(form) == form


def test_command(mini: MiniHandbook) -> None:
    file = mini.write("studies/mini-rats-2005.yaml", MESSY)
    good = mini.docs / "studies" / "mini-trial-2001.yaml"
    mini.evidence("format", str(good))
    run = mini.evidence("format", str(file), str(good))
    assert run == (0, f"formatted {file}\n", "")
    assert mini.evidence("format", str(file)) == (0, "", "")
    broken = mini.write("studies/broken.yaml", "a: [\n")
    run = mini.evidence("format", str(broken))
    assert run.code == 1
    assert run.err.startswith(f"{broken}:")
    assert broken.read_bytes() == b"a: [\n"
    assert mini.evidence("format", str(mini.docs / "none.yaml")).code == 2
