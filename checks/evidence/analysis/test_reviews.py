"""Reviews: stamped from the command line, held until what they looked at changes, shown to readers."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from typing import TYPE_CHECKING

import pytest

from checks.fixtures.small_handbook import Run
from evidence.analysis.reviews import review_state
from evidence.files.records.changes import read_history
from evidence.files.records.reviews import read_reviews
from sphinx_evidence import cli

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook

RECORD = "records/reviews.yaml"
STAMP = ("--by", "Ada Invented", "--role", "clinician", "--date", "2026-01-02")
CLAIMS = ("a-label-sets-a-dose", "fewer-deaths-in-a-cohort", "slower-in-one-trial", "slower-in-rats")


def review(mini: MiniHandbook, *arguments: str) -> Run:
    """Run ``evidence review`` on the invented handbook."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.main(["review", *arguments, "--docs", str(mini.docs)])
    return Run(code, out.getvalue(), err.getvalue())


def due(mini: MiniHandbook) -> list[str]:
    """The lines on claims that are due because something changed."""
    return [line for line in review(mini, "--due").out.splitlines() if "; since then " in line]


def test_stamp_is_written_and_holds(mini: MiniHandbook) -> None:
    run = review(mini, "slower-in-rats", *STAMP)
    assert (run.code, run.err) == (0, "")
    assert run.out == "slower-in-rats: reviewed by Ada Invented (clinician) on 2026-01-02\n"
    assert due(mini) == []
    assert (
        review(mini, "--due").out.splitlines()[-1]
        == "4 claims: 0 changed since their review, 3 never reviewed"
    )
    run = mini.check("--strict")
    assert run.code == 0
    assert run.out.splitlines()[0].startswith(
        "docs/records/reviews.yaml:1: note: never-reviewed: 3 of 4 claims were never reviewed."
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("card.md", "had less calcium", "had much less calcium", "its words changed"),
        ("card.md", ":certainty: low\n:because: imprecision\n:direction: benefit\n:outcome: vessel",
         ":certainty: very-low\n:because: imprecision\n:direction: benefit\n:outcome: vessel",
         "its certainty was low and is now very-low"),
        ("card.md", ":outcome: vessel-calcification-lab\n:caveats: animals-are-not-people",
         ":outcome: vessel-calcification-lab\n:caveats: animals-are-not-people, cells-are-not-people",
         "its tags or caveats changed"),
        ("card.md", ":studies: mini-rats-2005", ":studies: mini-rats-2005, mini-trial-2001",
         "mini-trial-2001 was added"),
        ("studies/mini-rats-2005.yaml", "seen: stated", "seen: title", "mini-rats-2005 changed"),
        (RECORD.replace("reviews", "retractions"), "mini-rats-2005:\n  status: ok\n",
         "mini-rats-2005:\n  status: corrected\n  notice: not-seen\n", "mini-rats-2005 changed"),
    ],
)  # fmt: skip
def test_each_change_makes_it_due(mini: MiniHandbook, name: str, old: str, new: str, reason: str) -> None:
    review(mini, *CLAIMS, *STAMP)
    mini.replace(name, old, new)
    (line,) = (found for found in due(mini) if ": slower-in-rats: " in found)
    assert reason in line
    note = next(line for line in mini.check().out.splitlines() if "slower-in-rats has changed" in line)
    place = mini.line("card.md", "{claim} slower-in-rats")
    assert note.startswith(f"docs/card.md:{place}: note: review-due: slower-in-rats has changed since Ada")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("card.md", "more magnesium had less calcium", "more\nmagnesium had less calcium"),
        ("card.md", ":studies: mini-rats-2005", ":alias: fewer-in-rats\n:studies: mini-rats-2005"),
        ("card.md", "# ", "Some words before.\n\n# "),
        ("studies/mini-rats-2005.yaml", "id: mini-rats-2005", "# A remark.\nid: mini-rats-2005"),
        ("studies/mini-rats-2005.yaml", "by: unchecked", "by: Somebody"),
        (RECORD.replace("reviews", "retractions"), "mini-rats-2005:\n  status: ok\n  checked: 2026-01-01",
         "mini-rats-2005:\n  status: ok\n  checked: 2026-01-03"),
    ],
)  # fmt: skip
def test_unrelated_changes_leave_it(mini: MiniHandbook, name: str, old: str, new: str) -> None:
    review(mini, *CLAIMS, *STAMP)
    text = (mini.docs / name).read_text(encoding="utf-8")
    assert old in text
    mini.write(name, text.replace(old, new, 1))
    assert due(mini) == []


def test_renamed_claim_keeps_its_review_and_its_place(mini: MiniHandbook) -> None:
    review(mini, "slower-in-rats", *STAMP)
    mini.replace("card.md", "{claim} slower-in-rats\n", "{claim} less-in-rats\n:alias: slower-in-rats\n")
    assert due(mini) == []
    review(mini, "less-in-rats", "--by", "Bo Invented", "--role", "clinician", "--date", "2026-01-03")
    record = (mini.docs / RECORD).read_text(encoding="utf-8")
    assert record.count("-in-rats:") == 1
    assert "by: Bo Invented" in record


def test_comments_and_order_stay(mini: MiniHandbook) -> None:
    review(mini, *CLAIMS, *STAMP)
    path = mini.docs / RECORD
    text = path.read_text(encoding="utf-8").replace(
        "slower-in-one-trial:", "# On the trial.\nslower-in-one-trial:"
    )
    path.write_text(text + "# The end.\n", encoding="utf-8")
    assert review(mini, "fewer-deaths-in-a-cohort", "--by", "Bo: #1", "--role", "clinician").code == 0
    after = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in after if line in text.splitlines() or line.startswith("#")]
    assert [line for line in after if line.startswith("#")][-2:] == ["# On the trial.", "# The end."]
    assert [line.rstrip(":") for line in kept if not line.startswith((" ", "#"))] == sorted(CLAIMS)
    assert after[after.index("slower-in-one-trial:") - 1] == "# On the trial."
    assert not list(path.parent.glob(".*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("slower-in-rat", *STAMP), "there is no claim 'slower-in-rat'. Did you mean slower-in-rats"),
        (("slower-in-rats",), "say who reviewed them: --by NAME"),
        (("slower-in-rats", "--by", " "), "say who reviewed them: --by NAME"),
        ((), "name the claims that were reviewed"),
        (("slower-in-rats", "--due"), "name the claims that were reviewed"),
        (("slower-in-rats", "--by", "A", "--date", "today"), "--date: 'today' is no date"),
    ],
)
def test_misuse_writes_nothing(mini: MiniHandbook, arguments: tuple[str, ...], words: str) -> None:
    run = review(mini, *arguments)
    assert (run.code, run.out, len(run.complaints)) == (2, "", 1)
    assert words in run.err
    assert not (mini.docs / RECORD).exists()


@pytest.mark.parametrize("text", ["a: [", "- a\n", "{slower-in-rats: {by: X}}\n", "\xff: &a b\n"])
def test_record_that_cannot_be_written_stays(mini: MiniHandbook, text: str) -> None:
    mini.write(RECORD, text)
    run = review(mini, "slower-in-rats", *STAMP)
    assert (run.code, len(run.complaints)) == (2, 1)
    assert (mini.docs / RECORD).read_text(encoding="utf-8") == text


def test_other_roles_do_not_hide_a_clinician(mini: MiniHandbook) -> None:
    review(mini, "slower-in-rats", *STAMP)
    run = review(mini, "slower-in-rats", "--by", "Bo Invented")
    assert (run.code, "still holds" in run.err) == (2, True)
    mini.replace("card.md", "had less calcium", "had much less calcium")
    assert review(mini, "slower-in-rats", "--by", "Bo Invented").code == 0


def test_readers_see_who_reviewed_and_that_it_changed(mini: MiniHandbook) -> None:
    mini.build()
    assert "Not yet reviewed by a clinician" in mini.shown("card")
    review(mini, "slower-in-rats", "--by", "<b>Bo</b> & Co", "--date", "2026-01-03")
    mini.build()
    shown = mini.shown("card")
    assert "Reviewed by <b>Bo</b> & Co (not a clinician) on 3 January 2026" in shown
    assert "Not yet reviewed by a clinician" in shown
    review(mini, "slower-in-rats", *STAMP)
    mini.build()
    assert "Reviewed by Ada Invented (clinician) on 2 January 2026" in mini.shown("card")
    assert "Reviewed by a clinician: 1 of " in mini.shown("card")
    review(mini, *CLAIMS, *STAMP)
    mini.build()
    assert "Every claim reviewed by a clinician since 2 January 2026" in mini.shown("card")
    assert "Not yet reviewed by a clinician" in mini.shown("words"), "a page without claims has no review"
    mini.replace("card.md", "had less calcium", "had much less calcium")
    mini.build()
    assert "it has changed since, and a new review is due" in mini.shown("card")
    assert "Every claim reviewed" not in mini.shown("card")


def test_last_review_of_some_claims(mini: MiniHandbook) -> None:
    review(mini, "slower-in-rats", *STAMP)
    review(mini, "slower-in-one-trial", "--by", "Bo Invented", "--role", "clinician", "--date", "2026-01-05")
    review(mini, "fewer-deaths-in-a-cohort", "--by", "Cy Invented", "--date", "2026-01-06")
    handbook = mini.read().handbook
    rats, trial, cohort = (handbook.claim_by_id[claim] for claim in reversed(CLAIMS[1:]))
    both, one, none = (review_state(claims, handbook) for claims in ([rats, trial], [rats, cohort], []))
    assert (both.complete, both.days) == (True, (date(2026, 1, 2), date(2026, 1, 5)))
    assert (one.complete, one.days) == (False, (date(2026, 1, 2),))
    assert (none.complete, none.days) == (False, ())


@pytest.mark.parametrize(
    "raw", [b"", b"\xff", b"[a]", b"a", b"a: b", b"- a\n", b"- {date: 1}", b"{a: {studies: []}}"]
)
def test_any_bytes_give_problems(raw: bytes) -> None:
    for problems in (read_reviews(raw, "r.yaml")[1], read_history(raw, "c.yaml")[1]):
        assert problems
        assert all(problem.rule == "record-form" for problem in problems)
