"""``evidence watch``: new records for the stored searches, and trials whose results have come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from checks.fixtures.local_service import Reply

if TYPE_CHECKING:
    from checks.fixtures.local_service import LocalService
    from checks.fixtures.small_handbook import MiniHandbook, Run

SEARCHES = "records/searches.yaml"
SCREENING = "records/screening.yaml"
TRIALS = "records/trials.yaml"
HOSTILE = "A title | with <script> and @somebody [x](y)"


def record(pmid: str, title: str, doi: str = "") -> str:
    """A record in PubMed's own format."""
    more = f"LID - {doi} [doi]\n" if doi else ""
    rest = "DP  - 2026 Nov\nJT  - Invented journal\nPT  - Journal Article\n\n"
    return f"PMID- {pmid}\nTI  - {title}\n{more}{rest}"


@pytest.fixture
def watched(mini: MiniHandbook, service: LocalService) -> MiniHandbook:
    """A handbook with one search; PubMed has two new records, a known one and one decided on earlier."""
    mini.write(
        SEARCHES,
        "# Kept.\ncard-search:\n  query: magnesium\n  since: 2026-11-01\n  run: not-yet\n  hits: not-seen\n",
    )
    mini.write(
        SCREENING,
        '"90000004":\n  decision: other-subject\n  title: Earlier\n'
        "  found: 2026-11-02\n  by: [card-search]\n",
    )
    numbers = ["90000001", "90000002", "90000003", "90000004"]
    service.answer(
        "/eutils/esearch.fcgi",
        Reply({"esearchresult": {"count": "120", "idlist": []}}),
        Reply({"esearchresult": {"count": "4", "idlist": numbers}}),
    )
    service.answer(
        "/eutils/efetch.fcgi",
        Reply(
            record("90000001", "A first new record", "10.5555/first")
            + record("90000002", HOSTILE)
            + record("90000003", "A trial we know", "10.1000/MINI-TRIAL")
            + record("90000004", "Earlier")
        ),
    )
    return mini


def plan_of_a_trial(mini: MiniHandbook) -> None:
    """A registered trial that the handbook waits for."""
    text = (mini.docs / "studies" / "mini-trial-2001.yaml").read_text(encoding="utf-8")
    start, end = text.index("results:"), text.index("rob:")
    plan = f"{text[:start]}results: []\n{text[end:]}".replace("mini-trial-2001", "mini-plan-2030")
    mini.write("studies/mini-plan-2030.yaml", plan.replace("NCT00000001", "NCT09999999"))
    mini.replace(
        "references.bib", "@article{mini-trial-2001",
        "@misc{mini-plan-2030, author = {Doe, A}, title = {A plan}, year = {2030}}\n@article{mini-trial-2001",
    )  # fmt: skip


def watch(mini: MiniHandbook, day: str = "2026-11-23") -> Run:
    return mini.evidence("watch", "--docs", str(mini.docs), "--conf", str(mini.conf), "--date", day)


def page_end(mini: MiniHandbook) -> str:
    """When the evidence was last searched, as a page that shows no record says it."""
    page = (mini.out() / "card.html").read_text(encoding="utf-8")
    found = re.search(r'data-cite="[^"]*evidence last searched ([^"]*)"', page)
    assert found
    return found[1]


def decisions(mini: MiniHandbook) -> dict[str, str]:
    """What is decided on each record."""
    text = (mini.docs / SCREENING).read_text(encoding="utf-8")
    return dict(re.findall(r"(?m)^'?\"?(\d+)'?\"?:\n  decision: (\S+)$", text))


def test_new_known_and_earlier_records(watched: MiniHandbook, service: LocalService) -> None:
    run = watch(watched)
    assert run.code == 1, run.err
    assert "## New (2)" in run.out
    assert "in the handbook as mini-trial-2001" in run.out
    assert "earlier: other-subject" in run.out
    assert decisions(watched) == {
        "90000001": "new",
        "90000002": "new",
        "90000003": "known",
        "90000004": "other-subject",
    }
    searches = (watched.docs / SEARCHES).read_text(encoding="utf-8")
    assert searches.startswith("# Kept.\n")
    assert "run: 2026-11-23" in searches
    assert "hits: 120" in searches
    recent = service.asked_for("/eutils/esearch.fcgi")[1].parameters
    assert (recent["mindate"], recent["maxdate"]) == ("2026/11/01", "2026/11/23")
    assert not [line for line in watched.check("--rule", "record-form").out.splitlines() if "error:" in line]


def test_words_of_strangers_make_no_markup(watched: MiniHandbook) -> None:
    out = watch(watched).out
    row = next(line for line in out.splitlines() if "90000002" in line)
    assert r"A title \| with and \@somebody \[x\](y)" in row


def test_second_run_of_a_day_asks_no_search_again(watched: MiniHandbook, service: LocalService) -> None:
    watch(watched)
    before = {name: (watched.docs / name).read_bytes() for name in (SEARCHES, SCREENING)}
    service.asked.clear()
    run = watch(watched)
    assert (run.code, service.asked) == (1, [])
    assert "No search was due." in run.out
    assert "## New (2)" in run.out  # what the first run of the day found is told again
    assert {name: (watched.docs / name).read_bytes() for name in before} == before


def test_decision_of_a_person_stays(watched: MiniHandbook) -> None:
    watch(watched)
    watched.replace(SCREENING, "decision: new\n  title: A first", "decision: included\n  title: A first")
    assert watch(watched, "2026-11-24").code == 0
    assert decisions(watched)["90000001"] == "included"
    assert decisions(watched)["90000002"] == "new"


def test_trial_that_cannot_be_asked_about_stays_as_it_was(
    watched: MiniHandbook, service: LocalService
) -> None:
    plan_of_a_trial(watched)
    before = watched.write(
        TRIALS,
        "NCT09999999:\n  study: mini-plan-2030\n  status: RECRUITING\n  results: none\n"
        "  checked: 2026-11-01\n",
    ).read_bytes()
    run = watch(watched)
    assert "trial NCT09999999: the registry answered 404" in run.out
    assert "NCT09999999 (mini-plan-2030): RECRUITING; no results posted, asked on 2026-11-01" in run.out
    assert (watched.docs / TRIALS).read_bytes() == before


@pytest.mark.parametrize("reply", [Reply("words"), Reply({"esearchresult": {}}), Reply("no", 403)])
def test_service_that_fails_is_told_and_changes_nothing(
    reply: Reply, watched: MiniHandbook, service: LocalService
) -> None:
    before = (watched.docs / SEARCHES).read_bytes()
    service.answer("/eutils/esearch.fcgi", reply)
    run = watch(watched)
    assert run.code == 1
    assert "search card-search" in run.out.partition("## Not asked")[2]
    assert (watched.docs / SEARCHES).read_bytes() == before


def test_records_that_pubmed_leaves_out_are_no_success(watched: MiniHandbook, service: LocalService) -> None:
    service.answer("/eutils/efetch.fcgi", Reply(record("90000001", "A first new record")))
    run = watch(watched)
    assert "left out 3 of 4" in run.out
    assert decisions(watched) == {"90000004": "other-subject"}


def test_registered_trial_with_results(watched: MiniHandbook, service: LocalService) -> None:
    plan_of_a_trial(watched)
    service.answer(
        "/registry/api/v2/studies/NCT09999999",
        Reply({"hasResults": True, "protocolSection": {"statusModule": {"overallStatus": "COMPLETED"}}}),
    )
    run = watch(watched)
    assert "NCT09999999 (mini-plan-2030): COMPLETED; **results are posted**" in run.out
    assert "results: posted" in (watched.docs / TRIALS).read_text(encoding="utf-8")


def test_faulty_record_is_told_before_anything_is_asked(watched: MiniHandbook, service: LocalService) -> None:
    watched.replace(SCREENING, "other-subject", "perhaps")
    run = watch(watched)
    assert (run.code, len(run.complaints)) == (2, 1)
    assert "docs/records/screening.yaml:2" in run.err
    assert service.asked == []


def test_readers_see_what_became_of_the_records(watched: MiniHandbook) -> None:
    watched.page("# Flow\n\n```{screening-flow}\n```\n")
    watched.build()
    assert "No search has been run yet; 1 search is stored." in watched.shown("extra")
    assert "23 November 2026" not in page_end(watched)
    watch(watched)
    watched.build()
    assert "23 November 2026" in page_end(watched)  # a page that did not change says so, too
    shown = watched.shown("extra")
    assert "1 of 1 searches have been run, the last on 23 November 2026. PubMed held 120 records" in shown
    for words in (
        "came to PubMed since 1 November 2026: 4.",
        "In the handbook already: 1.",
        "Not yet looked at: 2.",
        "Left out: 1 (about another subject: 1).",
        "Taken in: 0.",
    ):
        assert words in shown


def test_search_that_a_person_made_elsewhere_is_shown_and_left_alone(watched: MiniHandbook) -> None:
    searches = watched.docs / "records" / "searches.yaml"
    by_hand = (
        "by-hand:\n  query: magnesium\n  where: stored copies of journals\n"
        "  since: 2026-11-02\n  run: 2026-11-03\n  hits: 7\n"
    )
    searches.write_text(searches.read_text(encoding="utf-8") + by_hand, encoding="utf-8")
    watch(watched)
    assert by_hand in searches.read_text(encoding="utf-8")
    watched.page("# Flow\n\n```{screening-flow}\n```\n")
    watched.build()
    shown = watched.shown("extra")
    assert "PubMed held 120 records, stored copies of journals held 7 records for them" in shown
    assert "Records found since 1 November 2026: 4." in shown
