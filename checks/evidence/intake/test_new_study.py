"""``evidence new-study``: what is written, what is refused, and that nothing is ever half-written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checks.fixtures.local_service import Reply
from evidence.files.bibliography import read_bibliography
from evidence.files.studies.formatter import formatted
from evidence.files.studies.reader import read_study
from evidence.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from checks.fixtures.local_service import LocalService
    from checks.fixtures.small_handbook import MiniHandbook, Run

RECORDS = Path(__file__).parent / "records"
MEDLINE = (RECORDS / "trial.nbib").read_text(encoding="utf-8")
DOI = "10.5555/invented.2030.001"
WORK: dict[str, Any] = {
    "title": ["Invented salt and the hardening of vessels in <i>CKD</i> &amp; others"],
    "author": [
        {"family": "Ødegård", "given": "Ingrid", "sequence": "first"},
        {"name": "INVENT Study Group", "sequence": "additional"},
    ],
    "container-title": ["Journal of invented nephrology"],
    "issued": {"date-parts": [[2030, 3]]},
    "volume": "12",
    "issue": "3",
    "page": "101-110",
    "DOI": DOI,
    "type": "journal-article",
    "abstract": "<jats:p>Registered as NCT09999999.</jats:p>",
}


def new_study(mini: MiniHandbook, *arguments: str | Path) -> Run:
    return mini.evidence("new-study", *map(str, arguments), "--docs", str(mini.docs))


def sheet(mini: MiniHandbook, study: str) -> str:
    return (mini.docs / "studies" / f"{study}.yaml").read_text(encoding="utf-8")


def entry(mini: MiniHandbook, key: str) -> dict[str, str]:
    entries, problems = read_bibliography((mini.docs / "references.bib").read_bytes(), "references.bib")
    assert not problems
    return dict(next(entry for entry in entries if entry.key == key).fields)


def snapshot(mini: MiniHandbook) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in mini.docs.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", ["nbib", "ris", "bib"])
def test_file(mini: MiniHandbook, form: str) -> None:
    run = new_study(mini, RECORDS / f"trial.{form}")
    assert (run.code, run.err) == (0, "")
    assert "studies/odegard-2030.yaml" in run.out
    fields = entry(mini, "odegard-2030")
    assert fields["title"] == (
        "Invented salt and the hardening of vessels in {CKD}: a randomized, double-blind trial "
        "({INVENT}-{CKD})"
    )
    assert fields["author"].startswith("Ødegård, Ingrid and van der Berg, Jan P")
    assert fields["journal"] == r"Journal of invented nephrology \& dialysis"
    expected = {"volume": "12", "number": "3", "pages": "101--110", "year": "2030", "doi": DOI}
    assert expected.items() <= fields.items()
    assert (fields["pmid"], fields["pmcid"]) == ("90000001", "PMC9000001")


def test_what_pubmed_tells_is_filled_in(mini: MiniHandbook) -> None:
    new_study(mini, RECORDS / "trial.nbib")
    text = sheet(mini, "odegard-2030")
    assert '# guessed from "Randomized Controlled Trial": confirm; one of: randomised-trial,' in text
    assert "\ntype: randomised-trial\n" in text
    assert "\nblinding: double\n" in text
    assert "\nregistration: NCT09999999  # found in the record: confirm\n" in text
    assert "and {INVENT Study Group}" in entry(mini, "odegard-2030")["author"]


def test_new_file_says_when_it_was_written(mini: MiniHandbook) -> None:
    new_study(mini, RECORDS / "trial.nbib", "--date", "2026-11-23")
    assert "\nchanged: 2026-11-23  #" in sheet(mini, "odegard-2030")


@pytest.mark.parametrize("form", ["nbib", "bib"])
def test_new_file_has_the_common_form(mini: MiniHandbook, form: str) -> None:
    new_study(mini, RECORDS / f"trial.{form}")
    assert formatted(sheet(mini, "odegard-2030")) == sheet(mini, "odegard-2030")


def test_day_that_is_none_is_refused(mini: MiniHandbook) -> None:
    before = snapshot(mini)
    run = new_study(mini, RECORDS / "trial.nbib", "--date", "tomorrow")
    assert (run.code, len(run.complaints)) == (2, 1)
    assert snapshot(mini) == before


def test_the_record_does_not_say(mini: MiniHandbook) -> None:
    """Without a publication type the type is asked for, and every field of any type stands there."""
    new_study(mini, RECORDS / "trial.bib")
    text = sheet(mini, "odegard-2030")
    assert "\ntype: choose-one\n" in text
    assert all(f"\n{name}:" in text for name in ("arms", "duration", "rob", "reviews", "population"))


def test_only_what_must_be_chosen_is_wrong_with_a_new_file(mini: MiniHandbook) -> None:
    """Every unknown is written in a form that the checks take; each choice is told at its line."""
    new_study(mini, RECORDS / "trial.nbib")
    path = mini.docs / "studies" / "odegard-2030.yaml"
    _, problems = read_study(path.read_bytes(), "docs/x.yaml", load_vocabulary(mini.conf / "vocabulary.toml"))
    told = [
        (
            fault.message.split(":")[0].rstrip("."),
            path.read_text(encoding="utf-8").splitlines()[fault.line - 1],
        )
        for fault in problems
    ]
    assert told == [
        ("the id 'odegard-2030' is not the name of the file", "id: odegard-2030"),
        ("unknown word 'choose-one' for population", "population: choose-one"),
        ("the file holds no result and no figure", "results: []"),
    ]  # fmt: skip


def test_finished_file_is_clean(mini: MiniHandbook) -> None:
    new_study(mini, RECORDS / "trial.nbib")
    name = "studies/odegard-2030.yaml"
    mini.replace(name, "population: choose-one", "population: haemodialysis")
    mini.replace(
        name,
        "results: []\n",
        "results:\n  - id: cac\n    outcome: cac\n    timepoint: P12M\n    contrast: between-arms\n"
        "    direction: not-shown\n    headline: true\n    seen: stated\n    source: abstract\n",
    )
    told = [line.split(": ") for line in mini.check().out.splitlines() if "odegard" in line]
    assert [rule for _, severity, rule, *_ in told if severity != "note"] == ["study-unused"]


@pytest.mark.parametrize(
    ("old", "new", "by"),
    [
        (DOI, DOI.upper(), "the same DOI"),
        (DOI, "10.5555/another", "the same PMID"),
        (f"{DOI}|90000001", "10.5555/another|90000002", "the same title"),
    ],
)
def test_duplicate_is_refused_by_name(
    mini: MiniHandbook, tmp_path: Path, old: str, new: str, by: str
) -> None:
    assert new_study(mini, RECORDS / "trial.nbib").code == 0
    before = snapshot(mini)
    record = MEDLINE
    for a, b in zip(old.split("|"), new.split("|"), strict=True):
        record = record.replace(a, b)
    again = tmp_path / "again.nbib"
    again.write_text(record.replace("INVENT-CKD).", "invent-ckd)"), encoding="utf-8")
    run = new_study(mini, again, "--id", "another-id")
    line = mini.line("references.bib", "@article{odegard-2030")
    assert run.code == 2
    assert f"references.bib:{line}: the handbook has this publication: odegard-2030 ({by})" in run.err
    assert snapshot(mini) == before


def test_source_of_the_bibliography_gets_its_file(mini: MiniHandbook) -> None:
    bibliography = mini.docs / "references.bib"
    text = (
        bibliography.read_text(encoding="utf-8")
        + f"\n@article{{known,\n title = {{Words}},\n doi = {{{DOI}}},\n}}\n"
    )
    bibliography.write_text(text, encoding="utf-8")
    run = new_study(mini, RECORDS / "trial.nbib")
    assert "names it already, as known" in run.out
    assert "\nid: known\n" in sheet(mini, "known")
    assert bibliography.read_text(encoding="utf-8") == text
    assert new_study(mini, RECORDS / "trial.nbib").code == 2


def test_taken_id(mini: MiniHandbook) -> None:
    """A name given is refused where it is taken; one made from the record is made longer."""
    before = snapshot(mini)
    run = new_study(mini, RECORDS / "trial.nbib", "--id", "mini-trial-2001")
    assert (run.code, run.err) == (2, "evidence: the id mini-trial-2001 is taken; name another with --id\n")
    assert snapshot(mini) == before
    mini.write("studies/odegard-2030.yaml", "id: odegard-2030\n")
    assert "odegard-2030-invented.yaml" in new_study(mini, RECORDS / "trial.nbib").out
    assert (mini.docs / "studies" / "odegard-2030.yaml").read_bytes() == b"id: odegard-2030\n"


def test_nothing_is_half_written(mini: MiniHandbook) -> None:
    """Where the bibliography cannot be written, the study file goes, too."""
    before = snapshot(mini)
    mini.docs.chmod(0o555)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tempfile.mkstemp", _refused)
            run = new_study(mini, RECORDS / "trial.nbib")
    finally:
        mini.docs.chmod(0o755)
    assert run.code == 2
    assert "No space left on device; nothing was written" in run.err
    assert snapshot(mini) == before


def _refused(*_: object, **__: object) -> tuple[int, str]:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.nbib", b"", "no publication with a title was found; expected one record in PubMed format"),
        ("x.nbib", b"      begins with a line that goes on\n", "no publication with a title"),
        ("x.nbib", MEDLINE.encode() + b"\n" + MEDLINE.encode(), "holds 2 records; export one at a time"),
        (
            "x.ris",
            b"TY  - JOUR\nER  - \n",
            "no publication with a title was found; expected one record in RIS",
        ),
        ("x.ris", b"words\n", "no publication with a title"),
        ("x.bib", b"@article{a, title = {Words", "x.bib:1: the entry 'a' has no title"),
        ("x.bib", b"words", "no publication with a title was found; expected one record in BibTeX"),
        ("x.nbib", "TI  - Größe\n".encode("latin-1"), "the file is not UTF-8"),
        ("x.ris", b"TY  - JOUR\nTI  - a\x00b\nER  - \n", "null bytes"),
        ("x.nbib", b"TI  - " + b"a" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_odd_file(mini: MiniHandbook, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    before = snapshot(mini)
    (tmp_path / name).write_bytes(content)
    run = new_study(mini, tmp_path / name)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert len(run.complaints) == 1
    assert snapshot(mini) == before


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("no-such.nbib", "no-such.nbib: No such file or directory"),
        ("words", "words: expected a DOI (10.1000/xyz), a PMID (36749131), or a file ending in"),
        (str(RECORDS), "expected a DOI"),
    ],
)
def test_what_is_no_source(mini: MiniHandbook, source: str, said: str) -> None:
    run = new_study(mini, source)
    assert run.code == 2
    assert said in run.err


def test_pmid(mini: MiniHandbook, service: LocalService) -> None:
    service.answer("/eutils/efetch.fcgi", Reply(MEDLINE))
    assert new_study(mini, "PMID: 90000001").code == 0
    assert service.asked[0].parameters["id"] == "90000001"
    assert "# Made from PubMed 90000001." in sheet(mini, "odegard-2030")


def test_doi(mini: MiniHandbook, service: LocalService) -> None:
    service.answer("/crossref/works/10.5555%2Finvented.2030.001", Reply({"message": WORK}))
    service.answer("/eutils/esearch.fcgi", Reply({"esearchresult": {"idlist": ["90000001"]}}))
    service.answer("/eutils/efetch.fcgi", Reply(MEDLINE))
    run = new_study(mini, f"https://doi.org/{DOI}", "--contact", "reader@example.org")
    assert (run.code, run.err) == (0, "")
    assert "(reader@example.org)" in service.asked[0].headers["User-Agent"]
    fields = entry(mini, "odegard-2030")
    assert fields["title"] == r"Invented salt and the hardening of vessels in {CKD} \& others"
    assert fields["author"] == "Ødegård, Ingrid and {INVENT Study Group}"
    assert fields["pmid"] == "90000001"
    assert "\ntype: randomised-trial\n" in sheet(mini, "odegard-2030")


@pytest.mark.parametrize("numbers", [[], ["1", "2"]])
def test_doi_that_pubmed_does_not_know(mini: MiniHandbook, service: LocalService, numbers: list[str]) -> None:
    service.answer("/crossref/works/10.5555%2Finvented.2030.001", Reply({"message": WORK}))
    service.answer("/eutils/esearch.fcgi", Reply({"esearchresult": {"idlist": numbers}}))
    assert new_study(mini, DOI).err == ""
    assert "pmid" not in entry(mini, "odegard-2030")


def test_doi_of_another_record_in_pubmed(mini: MiniHandbook, service: LocalService) -> None:
    """A search that found something else must not lend its number."""
    service.answer("/crossref/works/10.5555%2Finvented.2030.001", Reply({"message": WORK}))
    service.answer("/eutils/esearch.fcgi", Reply({"esearchresult": {"idlist": ["90000001"]}}))
    service.answer("/eutils/efetch.fcgi", Reply(MEDLINE.replace("2030.001", "2030.002")))
    assert new_study(mini, DOI).code == 0
    assert "pmid" not in entry(mini, "odegard-2030")


def test_pubmed_is_down(mini: MiniHandbook, service: LocalService) -> None:
    service.answer("/crossref/works/10.5555%2Finvented.2030.001", Reply({"message": WORK}))
    service.answer("/eutils/esearch.fcgi", Reply("busy", 400))
    run = new_study(mini, DOI)
    assert run.code == 0
    assert "PubMed was not asked for number and type" in run.err


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (
            Reply("Resource not found.", 404),
            "the service knows no such record; look for a slip in the identifier",
        ),
        (Reply("slow down", 429, {"Retry-After": "0"}), "asks us to slow down (429)"),
        (Reply("", 403), "the service refused (403)"),
        (Reply("<html>", 200), "the answer of Crossref cannot be read"),
        (Reply({"message": {}}, 200), "the answer of Crossref cannot be read"),
        (Reply({"message": {"title": []}}, 200), "Crossref's record has no title"),
        (Reply({"message": ["odd"]}, 200), "the answer of Crossref cannot be read"),
        (Reply("fault", 500, {"Retry-After": "0"}), "the service has a fault of its own (500)"),
    ],
)
def test_failing_service(mini: MiniHandbook, service: LocalService, reply: Reply, said: str) -> None:
    before = snapshot(mini)
    service.answer("/crossref/works/10.5555%2Finvented.2030.001", reply)
    run = new_study(mini, DOI)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert len(run.complaints) == 1
    assert snapshot(mini) == before


def test_service_recovers(mini: MiniHandbook, service: LocalService) -> None:
    service.answer("/eutils/efetch.fcgi", Reply("", 503, {"Retry-After": "0"}), Reply(MEDLINE))
    assert new_study(mini, "90000001").code == 0
    assert len(service.asked) == 2


def test_no_network(mini: MiniHandbook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evidence.web.client.ClientSettings.retries", 0, raising=False)
    monkeypatch.setenv("EVIDENCE_EUTILS", "http://127.0.0.1:9")
    run = new_study(mini, "90000001")
    assert run.code == 2
    assert "the connection was refused. Try again later, or export the record to a file" in run.err
