"""``make linkcheck``: Sphinx follows the links of some pages, ``evidence links`` judges what it found."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from checks.fixtures.local_service import Reply

if TYPE_CHECKING:
    from pathlib import Path

    from checks.fixtures.local_service import LocalService
    from checks.fixtures.small_handbook import MiniHandbook, Run

RECORD = "records/links.yaml"
PAGES = ("dead", "gone", "moved", "blocked", "slow", "flaky", "well", "anchor")


@pytest.fixture
def linked(mini: MiniHandbook, service: LocalService) -> MiniHandbook:
    """A handbook of two pages whose links lead to the service on this machine, and identifiers."""
    for path in mini.docs.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (mini.docs / "records").mkdir()
    head = "---\ndescription: A page.\nchanged: 2026-01-01\n---\n\n"
    lines = "\n".join(f"[{name}]({service.address}/{name})" for name in PAGES if name != "anchor")
    mini.write("index.md", f"{head}# Links\n\n{lines}\n[part]({service.address}/anchor#part)\n")
    mini.write("references.bib", "")
    with (mini.conf / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write("\nlinkcheck_timeout = 1\nlinkcheck_retries = 1\n")
    service.answer("/gone", Reply("gone", 410))
    service.answer("/moved", Reply("", 301, {"Location": "/well"}))
    service.answer("/blocked", Reply("no", 403))
    service.answer("/slow", Reply(hangs=True))
    service.answer("/flaky", Reply("a fault", 500))
    service.answer("/well", Reply("<html><body>Well.</body></html>", headers={"Content-Type": "text/html"}))
    service.answer(
        "/anchor",
        Reply("<html><body><p id='other'></p></body></html>", headers={"Content-Type": "text/html"}),
    )
    return mini


def follow(mini: MiniHandbook) -> Path:
    """What Sphinx's linkcheck writes; that it fails where a link is broken is no matter."""
    mini.build("linkcheck")
    return mini.out("linkcheck") / "output.json"


def judge(mini: MiniHandbook, output: Path, day: str, *more: str) -> Run:
    return mini.evidence("links", "--docs", str(mini.docs), "--linkcheck", str(output), "--date", day, *more)


def states(run: Run, service: LocalService) -> dict[str, Any]:
    rows = json.loads(run.out)
    return {row["address"].removeprefix(f"{service.address}/"): row for row in rows}


def test_link_is_dead_after_three_days(linked: MiniHandbook, service: LocalService) -> None:
    output = follow(linked)
    first = judge(linked, output, "2026-11-20", "--format", "json")
    found = states(first, service)
    assert {name: row["state"] for name, row in found.items()} == {
        "dead": "dead",
        "gone": "dead",
        "anchor#part": "dead",
        "moved": "moved",
        "blocked": "blocked",
        "slow": "slow",
        "flaky": "down",
    }
    assert found["dead"]["path"] == "docs/index.md"
    assert found["moved"]["said"] == f"{service.address}/well"
    assert first.code == 3  # one is blocked, none failed for long enough
    assert judge(linked, output, "2026-11-20").code == 3  # the same day counts once
    assert judge(linked, output, "2026-11-21").code == 3
    service.answer("/flaky", Reply("well again"))
    third = judge(linked, follow(linked), "2026-11-22", "--format", "json")
    assert third.code == 1
    dead = {name for name, row in states(third, service).items() if row["dead"]}
    assert dead == {"dead", "gone", "anchor#part", "slow"}
    assert "flaky" not in (linked.docs / RECORD).read_text(encoding="utf-8")


def test_link_that_answers_again_is_forgotten(linked: MiniHandbook, service: LocalService) -> None:
    linked.write("index.md", f"# Links\n\n[flaky]({service.address}/flaky)\n")
    output = follow(linked)
    for day in ("2026-11-20", "2026-11-21"):
        assert judge(linked, output, day).code == 0
    service.answer("/flaky", Reply("well again"))
    assert judge(linked, follow(linked), "2026-11-22").code == 0
    service.answer("/flaky", Reply("a fault", 500))
    assert judge(linked, follow(linked), "2026-11-23").code == 0
    assert "failed on 1 of 3 days" in judge(linked, output, "2026-11-23").out


@pytest.mark.parametrize(("until", "code"), [("2026-11-23", 0), ("2026-11-22", 3)])
def test_known_block_holds_until_its_day(
    until: str, code: int, linked: MiniHandbook, service: LocalService
) -> None:
    linked.write("index.md", f"# Links\n\n[blocked]({service.address}/blocked)\n")
    linked.write(
        RECORD,
        "# Kept.\nknown-blocks:\n- host: 127.0.0.1\n  reason: turns programs away\n"
        f"  until: {until}\nfailures: {{}}\n",
    )
    run = judge(linked, follow(linked), "2026-11-23")
    assert run.code == code
    assert ("turns programs away" in run.out) == (code == 0)
    assert (linked.docs / RECORD).read_text(encoding="utf-8").startswith("# Kept.\n")


def test_identifiers_are_asked_of_their_own_services(linked: MiniHandbook, service: LocalService) -> None:
    linked.write(
        "index.md",
        "# Links\n\n[a](https://doi.org/10.5555/known) [b](https://doi.org/10.5555/unknown)\n"
        "[c](https://pubmed.ncbi.nlm.nih.gov/90000001/) [d](https://pubmed.ncbi.nlm.nih.gov/90000002/)\n"
        "[e](https://clinicaltrials.gov/study/NCT09999999)\n",
    )
    service.answer("/doi/api/handles/10.5555/known", Reply({"responseCode": 1}))
    service.answer("/registry/api/v2/studies/NCT09999999", Reply("slow down", 403))
    service.answer(
        "/eutils/esummary.fcgi", Reply({"result": {"90000001": {}, "90000002": {"error": "cannot get"}}})
    )
    run = judge(linked, follow(linked), "2026-11-23", "--format", "json")
    assert {row["address"]: row["state"] for row in json.loads(run.out)} == {
        "https://doi.org/10.5555/unknown": "dead",
        "https://pubmed.ncbi.nlm.nih.gov/90000002/": "dead",
        "https://clinicaltrials.gov/study/NCT09999999": "blocked",
    }
    assert run.code == 3


def test_all_is_well(linked: MiniHandbook, service: LocalService) -> None:
    linked.write("index.md", f"# Links\n\n[well]({service.address}/well)\n")
    run = judge(linked, follow(linked), "2026-11-23")
    assert (run.code, run.out) == (
        0,
        "External links looked at on 2026-11-23: 1; that did not answer as they should: 0.\n",
    )


def test_what_servers_say_makes_no_markup(mini: MiniHandbook) -> None:
    output = mini.root / "output.json"
    line = {
        "filename": "index.md", "lineno": 3, "status": "broken", "code": 0,
        "uri": "https://example.org/<b>|x", "info": "404 @everyone [a](b) | <script>\r\n::error::x",
    }  # fmt: skip
    output.write_text(json.dumps(line) + "\n", encoding="utf-8")
    table = judge(mini, output, "2026-11-23").out.splitlines()[-1]
    assert "<script>" not in table.replace("\\<", "")
    assert "\\@everyone" in table
    assert "\\|x" in table
    command = judge(mini, output, "2026-11-23", "--format", "github").out
    assert command.startswith("::notice file=docs/index.md,line=3,title=link dead::")
    assert len(command.splitlines()) == 1


@pytest.mark.parametrize("content", ["words", '{"status": "broken"}', None])
def test_result_that_is_none(content: str | None, mini: MiniHandbook) -> None:
    output = mini.root / "output.json"
    if content:
        output.write_text(content, encoding="utf-8")
    run = judge(mini, output, "2026-11-23")
    assert (run.code, len(run.complaints)) == (2, 1)


@pytest.mark.parametrize(
    "content", ["[", "words", "known-blocks:\n- host: a\n", "failures:\n  a: {days: x}\n"]
)
def test_record_that_cannot_be_used(content: str, mini: MiniHandbook) -> None:
    mini.write(RECORD, content)
    output = mini.root / "output.json"
    output.write_text("", encoding="utf-8")
    run = judge(mini, output, "2026-11-23")
    assert (run.code, len(run.complaints)) == (2, 1)
    assert (mini.docs / RECORD).read_text(encoding="utf-8") == content
