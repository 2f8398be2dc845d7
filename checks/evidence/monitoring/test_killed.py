"""Runs that are killed: real processes, ended by SIGKILL after each answer and in the middle of a write.

The service on this machine holds a request back, so that it is known how far a run came; no time is
measured. What was answered is never asked again, and in the end the records are those of a run that
nothing disturbed.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import pytest
import yaml

from checks.evidence.monitoring.test_watch import plan_of_a_trial, record
from checks.fixtures.local_service import LocalService, Reply
from checks.fixtures.small_handbook import MiniHandbook, Run, copy_mini

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Prepared = Callable[[MiniHandbook, LocalService], "Job"]

TODAY = "2026-11-23"
PATIENCE = 120
"""Seconds until a run on a slow machine is given up; nothing is measured."""
KILLED_WHILE_WRITING = """\
import os, pathlib, signal, sys
replace = os.replace
def killed_or_replaced(written, target):
    if pathlib.Path(target).parent.name == "records":
        os.kill(os.getpid(), signal.SIGKILL)
    replace(written, target)
os.replace = killed_or_replaced
from sphinx_evidence.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""A program that is killed when it has written a record and not yet put it in its place."""


class Job(NamedTuple):
    """A command with its arguments, and the record that it writes first."""

    name: str
    more: tuple[str, ...]
    record: str

    def arguments(self, mini: MiniHandbook) -> list[str]:
        """The arguments for a handbook."""
        more = (word.replace("ROOT", str(mini.root)) for word in self.more)
        return [self.name, "--docs", str(mini.docs), "--conf", str(mini.conf), "--date", TODAY, *more]


def sources(mini: MiniHandbook, service: LocalService) -> Job:
    """Three sources: one without a notice, one with, one that Crossref does not have."""
    bibliography = mini.docs / "references.bib"
    for name in ("noticed", "unknown"):
        entry = (
            f"@misc{{{name}, author={{Doe, A}}, title={{{name}}}, year={{2001}}, doi={{10.1000/{name}}}}}\n"
        )
        bibliography.write_text(entry + bibliography.read_text(encoding="utf-8"), encoding="utf-8")
    notice = {"type": "retraction", "DOI": "10.1000/the-notice"}
    for doi, updates in (("10.1000/mini-trial", []), ("10.1000/noticed", [notice])):
        service.answer(f"/crossref/works/{quote(doi, safe='')}", Reply({"message": {"updated-by": updates}}))
    service.answer("/crossref/works", Reply({"message": {"items": []}}))
    return Job("retractions", (), "retractions.yaml")


def searches(mini: MiniHandbook, service: LocalService) -> Job:
    """Two searches that find one record each, and a trial under way."""
    mini.write(
        "records/searches.yaml",
        "".join(
            f"{name}:\n  query: {name}\n  since: 2026-11-01\n  run: not-yet\n  hits: not-seen\n"
            for name in ("first", "second")
        ),
    )
    plan_of_a_trial(mini)
    found = ({"count": "7", "idlist": []}, {"count": "1", "idlist": ["90000001"]})
    later = ({"count": "9", "idlist": []}, {"count": "1", "idlist": ["90000002"]})
    service.answer("/eutils/esearch.fcgi", *(Reply({"esearchresult": each}) for each in (*found, *later)))
    service.answer("/eutils/efetch.fcgi", Reply(record("90000001", "One")), Reply(record("90000002", "Two")))
    service.answer(
        "/registry/api/v2/studies/NCT09999999",
        Reply({"hasResults": False, "protocolSection": {"statusModule": {"overallStatus": "RECRUITING"}}}),
    )
    return Job("watch", (), "screening.yaml")


def links(mini: MiniHandbook, service: LocalService) -> Job:
    """Four identifiers among the links, one of which is known to nobody."""
    addresses = (
        "https://doi.org/10.5555/known", "https://doi.org/10.5555/unknown",
        "https://pubmed.ncbi.nlm.nih.gov/90000001/", "https://clinicaltrials.gov/study/NCT09999999",
    )  # fmt: skip
    lines = [
        {"filename": "index.md", "lineno": 3, "status": "ignored", "code": 0, "uri": address, "info": ""}
        for address in addresses
    ]
    (mini.root / "output.json").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    mini.write("records/links.yaml", "known-blocks: []\nfailures: {}\n")
    service.answer("/doi/api/handles/10.5555/known", Reply({"responseCode": 1}))
    service.answer("/eutils/esummary.fcgi", Reply({"result": {"90000001": {}}}))
    service.answer("/registry/api/v2/studies/NCT09999999", Reply({}))
    return Job("links", ("--linkcheck", "ROOT/output.json"), "links.yaml")


JOBS = pytest.mark.parametrize("prepared", [sources, searches, links], ids=lambda job: job.__name__)


def records(mini: MiniHandbook) -> dict[str, str]:
    """The files of records, those included that should not be there."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((mini.docs / "records").iterdir())}


def undisturbed(prepared: Prepared, root: Path, service: LocalService) -> tuple[Run, dict[str, str], int]:
    """What a run says that nothing disturbs, the records it leaves, and how often it asks."""
    root.mkdir()
    mini = copy_mini(root)
    job = prepared(mini, service)
    run = mini.evidence(*job.arguments(mini))
    asked = len(service.asked)
    service.asked.clear()
    service.replies.clear()
    return run, records(mini), asked


@JOBS
def test_run_that_is_killed_after_each_answer(
    prepared: Prepared, mini: MiniHandbook, service: LocalService, tmp_path: Path
) -> None:
    run, wanted, asked = undisturbed(prepared, tmp_path / "other", service)
    job = prepared(mini, service)
    command = [sys.executable, "-m", "sphinx_evidence.cli", *job.arguments(mini)]
    before = records(mini)
    assert asked > 3
    assert wanted != before
    for answered in range(asked):
        service.hold_after(min(answered, 1))
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert service.holding.wait(PATIENCE), f"run {answered + 1} asked nothing more"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        assert len(service.asked) == answered
        for name, text in records(mini).items():
            known, whole = yaml.safe_load(text), yaml.safe_load(wanted[name])
            assert set(known) <= set(whole), "nothing half-written is left"
    service.hold_after(1)
    last = subprocess.run(command, capture_output=True, text=True, check=False)
    assert records(mini) == wanted
    assert len(service.asked) == asked, "each was asked once"
    assert last.returncode == run.code
    findings = {line for line in run.out.splitlines() if line.startswith(("- **", "| "))}
    assert findings <= set(last.stdout.splitlines()), "what the killed runs found is told"


@JOBS
def test_run_that_is_killed_while_it_writes(
    prepared: Prepared, mini: MiniHandbook, service: LocalService, tmp_path: Path
) -> None:
    _, wanted, asked = undisturbed(prepared, tmp_path / "other", service)
    job = prepared(mini, service)
    before = records(mini)
    command = [sys.executable, "-c", KILLED_WHILE_WRITING, *job.arguments(mini)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == -signal.SIGKILL
    left = records(mini)
    (half,) = set(left) - set(before)
    assert half.startswith(f".{job.record}-"), "what was being written has a name of its own"
    assert {name: text for name, text in left.items() if name != half} == before
    mini.evidence(*job.arguments(mini))
    assert {name: text for name, text in records(mini).items() if name != half} == wanted
    assert len(service.asked) == asked, "each was asked once"
