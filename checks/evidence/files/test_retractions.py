"""What the data on retractions said: read from a record, judged on a given day, shown to readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from checks.paths import SMALL_VOCABULARY
from evidence.files.records.retractions import read_retractions
from evidence.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook

VOCABULARY = load_vocabulary(SMALL_VOCABULARY)
RECORD = "records/retractions.yaml"


def retract(mini: MiniHandbook, status: str = "retracted", more: str = "") -> None:
    """Give notice of a study of the invented handbook."""
    mini.replace(
        RECORD,
        "mini-trial-2001:\n  status: ok\n",
        f"mini-trial-2001:\n  status: {status}\n  notice: 10.1000/a-notice\n{more}",
    )


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", 1),
        (b"\xff", 1),
        (b"[a, b]", 1),
        (b"words", 1),
        (b"a:\n  status: ok\n  checked: 2026-01-01\na: {}\n", 4),
        (b"a: &x {status: ok}\nb: *x\n", 1),
        (b"a:\n- status: ok\n", 1),
        (b"a:\n  status: [ok]\n  checked: 2026-01-01\n", 2),
        (b"a:\n  status: ok\n  checked: 2026-W01-1\n", 3),
        (b"a:\n  status: concern\n  checked: 2026-01-01\n  notice: 10.1/short\n", 4),
    ],
)
def test_bad_record_is_told_at_its_line(raw: bytes, line: int) -> None:
    checks, problems = read_retractions(raw, "records/retractions.yaml", VOCABULARY)
    assert [problem.line for problem in problems] == [line]
    assert checks == []


def test_sources_that_were_never_checked_are_counted_in_a_note(mini: MiniHandbook) -> None:
    mini.write(
        RECORD,
        "mini-rats-2005:\n  status: ok\n  checked: 2026-01-01\nmini-trial-2001: {status: not-yet-checked}\n",
    )
    run = mini.check("--strict")
    assert run.code == 0
    assert run.out.splitlines()[0] == (
        "docs/records/retractions.yaml:1: note: retracted: 3 of 4 studies were never compared with data on "
        "retractions. The first is mini-cohort-2003."
    )
    (mini.docs / RECORD).unlink()
    assert mini.check().out.startswith("docs/references.bib:1: note: retracted: 4 of 4 studies")


def test_dates_are_judged_on_the_day_that_is_given(mini: MiniHandbook) -> None:
    assert mini.check("--strict").code == 0
    assert mini.check("--strict", "--today", "2026-07-03").code == 0
    run = mini.check("--strict", "--today", "2026-07-04")
    assert run.code == 1
    assert [line.split(": ")[:3] for line in run.out.splitlines()[:-1]] == [
        [f"docs/records/retractions.yaml:{line}", "warning", "retraction-check-stale"]
        for line in (3, 6, 9, 12)
    ]
    assert mini.check("--strict").code == 0, "the day is not remembered"


def test_what_is_no_day_is_misuse(mini: MiniHandbook) -> None:
    assert mini.check("--today", "tomorrow") == (
        2, "", "evidence: --today: 'tomorrow' is no date; write it like 2026-11-23\n",
    )  # fmt: skip


def test_retracted_study_is_told_at_the_claim_and_stays_visible(mini: MiniHandbook) -> None:
    retract(mini)
    run = mini.check()
    assert run.code == 1
    line = mini.line("card.md", ":studies: mini-trial-2001")
    assert (
        f"docs/card.md:{line}: error: retracted: mini-trial-2001 was retracted (notice 10.1000/a-notice)."
        in run.out
    )
    mini.build()
    card: Any = html.fromstring((mini.out() / "card.html").read_bytes())
    struck = card.xpath(
        "//ul[contains(@class, 'tag')]//a//*[@class='retracted'] | //ul//span[@class='retracted']"
    )
    assert struck
    assert "Invented 2001 (Retracted)" in " ".join(card.text_content().split())
    study: Any = html.fromstring((mini.out() / "studies" / "mini-trial-2001.html").read_bytes())
    (notice,) = study.xpath("//p[@class='source-notice']")
    assert notice.text_content().startswith("Retracted. The notice: doi:10.1000/a-notice.")
    assert notice.xpath(".//a/@href") == ["https://doi.org/10.1000/a-notice"]
    references = (mini.out() / "references.html").read_text(encoding="utf-8")
    assert "Retracted (notice 10.1000/a-notice)" in references
    assert mini.build("text").code == 0
    assert "Invented 2001 (Retracted)" in (mini.out("text") / "card.txt").read_text(encoding="utf-8")


def test_retracted_source_is_struck_where_a_sentence_cites_it(mini: MiniHandbook) -> None:
    mini.build()
    mini.write(
        RECORD,
        "mini-book-2009:\n  status: retracted\n  checked: 2026-01-01\n  notice: 10.1000/a-notice\n",
    )
    mini.build()
    card: Any = html.fromstring((mini.out() / "card.html").read_bytes())
    (citation,) = card.xpath("//span[@class='bibtex-citation']")
    assert len(citation.xpath("./a//span[@class='retracted']")) == 1
    assert citation.text_content().strip("[]").endswith("(Retracted)")


def test_corrected_study_is_a_warning_until_a_note_says_what_it_means(mini: MiniHandbook) -> None:
    retract(mini, "corrected")
    run = mini.check()
    assert (run.code, ": warning: retracted: there is a notice about mini-trial-2001" in run.out) == (0, True)
    mini.replace(RECORD, "a-notice\n", "a-notice\n  note: An address was mended.\n")
    assert mini.check("--strict").code == 0
    mini.build()
    study = (mini.out() / "studies" / "mini-trial-2001.html").read_text(encoding="utf-8")
    assert "An address was mended." in study


def test_study_page_says_when_it_was_checked_and_follows_the_record(mini: MiniHandbook) -> None:
    page = mini.out() / "studies" / "mini-trial-2001.html"
    mini.build()
    assert "No notice was found (2026-01-01)" in page.read_text(encoding="utf-8")
    assert "source-notice" not in page.read_text(encoding="utf-8")
    mini.replace(RECORD, "mini-trial-2001:\n  status: ok\n  checked: 2026-01-01\n", "")
    mini.build()
    assert "Not yet" in page.read_text(encoding="utf-8")
    retract(mini_with_trial(mini))
    mini.build()
    assert "source-notice" in page.read_text(encoding="utf-8")


def mini_with_trial(mini: MiniHandbook) -> MiniHandbook:
    """The handbook with its first study in the record again."""
    path = mini.docs / RECORD
    path.write_text(
        "mini-trial-2001:\n  status: ok\n  checked: 2026-01-01\n" + path.read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    return mini
