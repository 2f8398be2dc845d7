"""``evidence diff`` on folders and revisions, and the record of changes that it keeps."""

from __future__ import annotations

import copy
import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from checks.evidence.diff.states import by_id, diff

if TYPE_CHECKING:
    from pathlib import Path

    from checks.evidence.diff.states import Data
    from checks.fixtures.small_handbook import MiniHandbook


@pytest.fixture
def repository(mini: MiniHandbook) -> MiniHandbook:
    """The invented handbook in a git repository of its own."""
    git(mini, "init", "--quiet", "--initial-branch=main")
    git(mini, "add", "docs", "conf")
    git(mini, "commit", "--quiet", "--message=first")
    return mini


def git(mini: MiniHandbook, *arguments: str) -> str:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(
        ["git", *settings, *arguments], cwd=mini.root, check=True, capture_output=True, text=True
    ).stdout


def test_revisions_and_the_files_on_disk(repository: MiniHandbook) -> None:
    assert diff("main", repository.docs, "--docs", repository.docs).out.startswith("# No change")
    repository.replace("card.md", "had less calcium", "never had calcium")
    state = git(repository, "status", "--porcelain", "--untracked-files=no")
    run = diff("main", "--docs", repository.docs, "--format", "json")
    assert git(repository, "status", "--porcelain", "--untracked-files=no") == state == " M docs/card.md\n"
    change = json.loads(run.out)["changes"][0]
    assert (change["about"]["id"], change["about"]["path"]) == ("slower-in-rats", "docs/card.md")
    assert change["before"].endswith("had less calcium in the aorta.")
    git(repository, "commit", "--quiet", "--all", "--message=second")
    run = diff("HEAD~1", "HEAD", "--docs", repository.docs, "--format", "json")
    assert [found["kind"] for found in json.loads(run.out)["changes"]][:1] == [change["kind"]]
    assert git(repository, "worktree", "list").count("\n") == 1


@pytest.mark.parametrize("revision", ["nonsense", "main~9", "--upload-pack=x", "main:docs"])
def test_unknown_revision(repository: MiniHandbook, revision: str) -> None:
    run = diff("--docs", repository.docs, "--", revision, repository.docs)
    assert (run.code, run.out, len(run.complaints)) == (2, "", 1)
    assert f"{revision}: no such file or folder, and no revision of the repository" in run.err


def test_revision_without_a_handbook(repository: MiniHandbook) -> None:
    git(repository, "checkout", "--quiet", "--orphan", "empty")
    git(repository, "commit", "--quiet", "--allow-empty", "--message=other", "--only")
    run = diff("empty", repository.docs, "--docs", repository.docs)
    assert (run.code, len(run.complaints)) == (2, 1)
    assert "this revision has no docs" in run.err


def test_what_cannot_be_read_is_told(mini: MiniHandbook) -> None:
    mini.page("# A page\n\n:::{clame} a-claim\n:::\n")
    run = diff(mini.docs, mini.docs, "--docs", mini.docs)
    assert run.code == 0
    assert "has 1 error of form; what they concern may be missing" in run.complaints[0]


def test_record_is_begun_continued_and_shown(mini: MiniHandbook, data: Data, tmp_path: Path) -> None:
    record = mini.docs / "records" / "changes.yaml"
    begin = ("--docs", mini.docs, "--record", record, "--date", "2026-01-01")
    assert diff(*begin).code == 0
    assert "the record has begun already" in diff(*begin).err
    record.write_text(record.read_text(encoding="utf-8") + "# A remark.\n", encoding="utf-8")
    before = copy.deepcopy(data)
    by_id(before, "claims", "slower-in-rats")["caveats"].append("cells-are-not-people")
    old = tmp_path / "old.json"
    old.write_text(json.dumps(before), encoding="utf-8")
    again = (old, mini.docs, "--record", record, "--docs", mini.docs)
    assert diff(*again, "--date", "2026-02-02", "--title", "Version: two").code == 0
    assert "stands there already" in diff(*again, "--date", "2026-02-02", "--title", "Version: two").err
    assert "older than the one above" in diff(*again, "--date", "2025-01-01").err
    assert (
        "there is no change to record"
        in diff(mini.docs, mini.docs, "--docs", mini.docs, "--record", record, "--date", "2026-03-03").err
    )
    assert "# A remark.\n" in record.read_text(encoding="utf-8")
    mini.page("# History\n\n```{change-history}\n```\n", "history.md")
    assert mini.check("--strict").code == 0
    mini.build()
    shown = mini.shown("history")
    assert shown.index("2 February 2026: Version: two") < shown.index("1 January 2026: First publication")
    assert "4 claims, 4 studies" in shown
    assert "Safeguard weakened. Claim slower-in-rats: The caveat “Cells are not people” was dropped." in shown
