"""``evidence retractions``: Crossref in both directions, Retraction Watch, and services that fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from checks.fixtures.local_service import Reply

if TYPE_CHECKING:
    from checks.fixtures.local_service import LocalService
    from checks.fixtures.small_handbook import MiniHandbook, Run

RECORD = "records/retractions.yaml"
DOI = "10.1000/mini-trial"
NOTICE = "10.1000/the-notice"
TODAY = "2026-11-23"


def ask(mini: MiniHandbook, *more: str) -> Run:
    return mini.evidence(
        "retractions", "--docs", str(mini.docs), "--conf", str(mini.conf), "--date", TODAY, *more
    )


def known(service: LocalService, doi: str = DOI, updates: list[Any] | None = None) -> None:
    """Crossref has a work, with the notices that its own record names; no other record names it."""
    service.answer(
        f"/crossref/works/{quote(doi, safe='')}", Reply({"message": {"updated-by": updates or []}})
    )
    service.answer("/crossref/works", Reply({"message": {"items": []}}))


def said(mini: MiniHandbook, key: str = "mini-trial-2001") -> dict[str, str]:
    """What the record holds of a source."""
    text = (mini.docs / RECORD).read_text(encoding="utf-8")
    lines = text.partition(f"{key}:\n")[2].splitlines()
    fields: dict[str, str] = {}
    for line in lines:
        if not line.startswith("  "):
            break
        name, _, value = line.strip().partition(": ")
        fields[name] = value
    return fields


def test_source_without_notice_is_ok(mini: MiniHandbook, service: LocalService) -> None:
    known(service)
    run = ask(mini)
    assert run.code == 0, run.err
    assert said(mini) == {"status": "ok", "checked": TODAY}
    assert f"Sources asked about on {TODAY}: 1;" in run.out
    assert service.asked_for("/crossref/works")[0].parameters["filter"] == f"updates:{DOI}"


def test_notice_that_the_record_names(mini: MiniHandbook, service: LocalService) -> None:
    known(service, updates=[{"type": "retraction", "DOI": NOTICE}])
    run = ask(mini)
    assert run.code == 1
    assert said(mini) == {"status": "retracted", "notice": NOTICE, "checked": TODAY}
    assert "mini-trial-2001" in run.out
    told = mini.check("--rule", "retracted")
    assert "error: retracted: mini-trial-2001 was retracted" in told.out
    assert told.code == 1
    mini.build()
    assert "retracted" in mini.shown("studies/mini-trial-2001").lower()


def test_notice_that_names_the_source(mini: MiniHandbook, service: LocalService) -> None:
    known(service)
    update = {"DOI": NOTICE.upper(), "update-to": [{"type": "Expression of Concern", "DOI": DOI.upper()}]}
    other = {"DOI": "10.1000/other", "update-to": [{"type": "retraction", "DOI": "10.1000/other-paper"}]}
    service.answer("/crossref/works", Reply({"message": {"items": [other, update]}}))
    assert ask(mini).code == 1
    assert said(mini)["status"] == "concern"
    assert said(mini)["notice"] == NOTICE


def test_gravest_notice_counts(mini: MiniHandbook, service: LocalService) -> None:
    known(
        service, updates=[{"type": "correction", "DOI": "10.1000/z"}, {"type": "withdrawal", "DOI": NOTICE}]
    )
    ask(mini)
    assert said(mini)["status"] == "retracted"
    assert said(mini)["notice"] == NOTICE


def test_doi_with_a_comma_is_searched_by_words(mini: MiniHandbook, service: LocalService) -> None:
    doi = "10.1000/mini,trial"
    mini.replace("references.bib", DOI, doi)
    known(service, doi)
    service.answer(
        "/crossref/works",
        Reply({"message": {"items": [{"DOI": NOTICE, "update-to": [{"type": "correction", "DOI": doi}]}]}}),
    )
    ask(mini)
    assert said(mini)["status"] == "corrected"
    assert service.asked_for("/crossref/works")[0].parameters["query"] == doi


def test_unknown_doi_is_unknown_and_not_ok(mini: MiniHandbook, service: LocalService) -> None:
    run = ask(mini)
    assert service.asked
    assert run.code == 0
    assert said(mini)["status"] == "unknown"
    assert "that the data do not have: 1." in run.out


@pytest.mark.parametrize("reply", [Reply("words"), Reply([1]), Reply({"message": 1}), Reply("no", 403)])
def test_answer_that_cannot_be_used_changes_nothing(
    reply: Reply, mini: MiniHandbook, service: LocalService
) -> None:
    before = (mini.docs / RECORD).read_bytes()
    service.answer(f"/crossref/works/{quote(DOI, safe='')}", reply)
    run = ask(mini)
    assert run.code == 1
    assert "mini-trial-2001: not asked about" in run.err
    assert (mini.docs / RECORD).read_bytes() == before


def test_run_stops_when_the_service_is_down_and_goes_on_the_same_day(
    mini: MiniHandbook, service: LocalService
) -> None:
    entries = "".join(
        f"@misc{{work-{n}, author = {{Doe, A}}, title = {{W{n}}}, year = {{2001}}, doi = {{10.1000/{n}}}}}\n"
        for n in range(1, 8)
    )
    bibliography = mini.docs / "references.bib"
    bibliography.write_text(entries + bibliography.read_text(encoding="utf-8"), encoding="utf-8")
    known(service)
    for number in range(1, 8):
        service.answer(f"/crossref/works/10.1000%2F{number}", Reply("busy", 403))
    run = ask(mini)
    assert run.code == 1
    assert len([line for line in run.complaints if "not asked about" in line]) == 5
    assert "down" in run.err
    assert said(mini) == {"status": "ok", "checked": TODAY}  # asked before the service failed
    service.asked.clear()
    for number in range(1, 8):
        known(service, f"10.1000/{number}")
    again = ask(mini)
    assert again.code == 0
    assert f"Sources asked about on {TODAY}: 7;" in again.out
    assert not any("mini-trial" in request.path for request in service.asked)


@pytest.mark.parametrize(("notice", "kept"), [(NOTICE, True), ("10.1000/another", False)])
def test_our_note_stays_while_the_notice_is_the_same(
    notice: str, kept: bool, mini: MiniHandbook, service: LocalService
) -> None:
    mini.replace(
        RECORD,
        "mini-trial-2001:\n  status: ok\n",
        f"mini-trial-2001:\n  status: corrected\n  notice: {notice}\n  note: A table was mended.\n",
    )
    known(service, updates=[{"type": "erratum", "DOI": NOTICE}])
    run = ask(mini)
    assert ("note" in said(mini)) == kept
    assert run.code == (0 if kept else 1)


def test_retraction_watch(mini: MiniHandbook, service: LocalService) -> None:
    known(service)
    table = mini.root / "watch.csv"
    table.write_text(
        "OriginalPaperDOI,OriginalPaperPubMedID,RetractionDOI,RetractionNature\n"
        f"{DOI.upper()},0,{NOTICE},Retraction\n",
        encoding="utf-8",
    )
    assert ask(mini, "--retraction-watch", str(table)).code == 1
    assert said(mini)["status"] == "retracted"


@pytest.mark.parametrize("content", ["a,b\n1,2\n", None])
def test_retraction_watch_export_that_is_none(
    content: str | None, mini: MiniHandbook, service: LocalService
) -> None:
    table = mini.root / "watch.csv"
    if content:
        table.write_text(content, encoding="utf-8")
    run = ask(mini, "--retraction-watch", str(table))
    assert run.code == 2
    assert len(run.complaints) == 1
    assert not service.asked


def test_day_that_is_none(mini: MiniHandbook, service: LocalService) -> None:
    run = mini.evidence("retractions", "--docs", str(mini.docs), "--date", "tomorrow")
    assert (run.code, len(run.complaints)) == (2, 1)
    assert not service.asked
