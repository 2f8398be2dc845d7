"""The command ``evidence``: what it prints, how it ends, and that it starts quickly."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks.paths import CONF
from evidence.rules import RULES
from sphinx_evidence import cli

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook

ENGINE = CONF
BAD_PAGE = "# An extra page\n\nSee {study}`mini-rats-2006`: more of it.\n"
PROBLEM = (
    "docs/extra.md:9: error: citation-known: there is no study 'mini-rats-2006'. "
    "Did you mean mini-rats-2005 or mini-cohort-2003 or mini-trial-2001?"
)
SUMMARY = "4 claims, 4 studies: {} errors, {} warnings, 0 notes"


def test_clean_handbook(mini: MiniHandbook) -> None:
    assert mini.check("--strict") == (0, SUMMARY.format(0, 0) + "\n", "")


def test_error(mini: MiniHandbook) -> None:
    mini.page(BAD_PAGE)
    run = mini.check()
    assert (run.code, run.err) == (1, "")
    assert run.out.splitlines() == [PROBLEM, "4 claims, 4 studies: 1 error, 0 warnings, 0 notes"]


def test_warning_fails_only_where_strict(mini: MiniHandbook) -> None:
    mini.replace("studies/mini-rats-2005.yaml", "extraction: abstract", "extraction: full-text")
    run = mini.check()
    assert run.code == 0
    assert ": warning: caveat-unused: " in run.out
    assert mini.check("--strict").code == 1


def test_note_never_fails(mini: MiniHandbook) -> None:
    mini.write("statements.yaml", "- id: S01\n  section: Advice\n  text: Words.\n  disposition: to-write\n")
    run = mini.check("--strict")
    assert run.code == 0
    assert run.out.startswith("docs/statements.yaml:1: note: statement-covered: ")


def test_github_annotations(mini: MiniHandbook) -> None:
    mini.page(BAD_PAGE.replace("2006`", "2006`, 100 %,"))
    run = mini.check("--format", "github")
    assert run.code == 1
    assert run.out.startswith(
        "::error file=docs/extra.md,line=9,title=citation-known::there is no study 'mini-rats-2006'."
    )
    assert run.out.count("\n") == 1
    assert run.err == "4 claims, 4 studies: 1 error, 0 warnings, 0 notes\n"


def test_problem_that_quotes_a_block_is_one_line(mini: MiniHandbook) -> None:
    mini.page("# An extra page\n\n:::{list-table}\n" + "Many words. " * 100 + "\n:::\n")
    problem, summary = mini.check().out.splitlines()
    assert problem.startswith("docs/extra.md:9: error: page-markup: Error parsing content block")
    assert "exactly one bullet list expected. :::{list-table} Many words." in problem
    assert problem.endswith(" …")
    assert summary == SUMMARY.format(1, 0).replace("1 errors", "1 error")


def test_json(mini: MiniHandbook) -> None:
    mini.page(BAD_PAGE)
    run = mini.check("--format", "json")
    assert json.loads(run.out) == [
        {
            "rule": "citation-known",
            "severity": "error",
            "path": "docs/extra.md",
            "line": 9,
            "message": "there is no study 'mini-rats-2006'.",
            "hint": "Did you mean mini-rats-2005 or mini-cohort-2003 or mini-trial-2001?",
        }
    ]


def test_one_rule(mini: MiniHandbook) -> None:
    mini.page(BAD_PAGE + "\n:::{clame} x\n:::\n")
    assert (
        mini.check("--rule", "page-markup")
        .out.splitlines()[0]
        .startswith("docs/extra.md:11: error: page-markup")
    )
    assert mini.check("--rule", "citation-known").out.splitlines()[0] == PROBLEM
    assert mini.check("--rule", "caveat-unused").code == 0


def test_unknown_rule(mini: MiniHandbook) -> None:
    assert mini.check("--rule", "citation-knwon") == (
        2, "", "evidence: there is no rule citation-knwon; did you mean citation-known?\n",
    )  # fmt: skip


def test_rule_of_built_pages_is_not_judged_here(mini: MiniHandbook) -> None:
    assert mini.check("--rule", "caveat-visible") == (
        2, "", "evidence: caveat-visible judges built pages; it runs in make test\n",
    )  # fmt: skip


def test_single_files(mini: MiniHandbook) -> None:
    extra = mini.page(BAD_PAGE)
    assert mini.check(extra).out.splitlines()[0] == PROBLEM
    assert mini.check(mini.docs / "card.md").code == 0
    assert mini.check(mini.docs / "studies").code == 0
    assert mini.check(mini.docs / "studies" / "mini-rats-2005.yaml", extra).code == 1


def test_paths_are_relative_to_the_parent_of_docs(
    mini: MiniHandbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    mini.page(BAD_PAGE)
    monkeypatch.chdir(mini.docs / "studies")
    assert mini.check(Path()).code == 0
    assert mini.check(Path("..")).out.splitlines()[0] == PROBLEM


def test_settings_elsewhere(mini: MiniHandbook, tmp_path: Path) -> None:
    elsewhere = tmp_path / "settings"
    mini.conf.rename(elsewhere)
    assert mini.check().code == 2
    assert mini.check("--conf", str(elsewhere)).code == 0


def test_copy_elsewhere(mini: MiniHandbook, tmp_path: Path) -> None:
    mini.page(BAD_PAGE)
    first = mini.check()
    copy = tmp_path / "somewhere else" / "copy"
    shutil.copytree(mini.root, copy, ignore=shutil.ignore_patterns("somewhere else"))
    assert type(mini)(copy).check() == first


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nowhere", "nowhere: there is no such file or folder"),
        ("conf/conf.py", "conf/conf.py: no folder above it holds an index.md, so it is no handbook page"),
    ],
)
def test_no_handbook(mini: MiniHandbook, path: str, said: str) -> None:
    run = mini.check(mini.root / path)
    assert (run.code, run.out) == (2, "")
    assert run.err == f"evidence: {mini.root}/{said}\n"


def test_no_settings(mini: MiniHandbook) -> None:
    (mini.conf / "conf.py").unlink()
    run = mini.check()
    assert (run.code, run.out) == (2, "")
    assert run.err == f"evidence: {mini.conf}: there is no conf.py in this folder\n"


def test_settings_that_cannot_be_read(mini: MiniHandbook) -> None:
    (mini.conf / "conf.py").write_text("extensions = [\n", encoding="utf-8")
    run = mini.check()
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"evidence: {mini.conf}: ")
    assert "Traceback" not in run.err


def test_cache_that_cannot_be_written(mini: MiniHandbook) -> None:
    (mini.root / "build").write_text("a file where a folder should be", encoding="utf-8")
    run = mini.check()
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("evidence: ")


def test_cache_that_is_broken_is_made_anew(mini: MiniHandbook) -> None:
    assert mini.check().code == 0
    for path in (mini.root / "build" / "check").rglob("environment.pickle"):
        path.write_bytes(b"not a pickle")
    assert mini.check() == (0, SUMMARY.format(0, 0) + "\n", "")


def test_misuse_of_options(mini: MiniHandbook) -> None:
    run = mini.check("--format", "xml")
    assert run.code == 2
    assert "invalid choice: 'xml'" in run.err


def test_list_of_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--list-rules"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[0] for line in listed] == list(RULES)


@pytest.mark.parametrize("name", ["caveat-required", "card-streams"])
def test_explanation_of_a_rule(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert cli.main(["check", "--explain", name]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{name} (error)\n")
    assert RULES[name].documentation in shown


class Terminal(io.StringIO):
    """Output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_colour_on_a_terminal_only(mini: MiniHandbook, monkeypatch: pytest.MonkeyPatch) -> None:
    mini.page(BAD_PAGE)
    assert "\033" not in mini.check().out
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert cli.main(["check", str(mini.docs)]) == 1
    assert "\033[31merror\033[0m: citation-known" in terminal.getvalue()


def test_export_writes_four_files(mini: MiniHandbook, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", str(mini.docs)]) == 0
    folder = mini.root / "build" / "export"
    names = ["evidence.json", "evidence.schema.json", "claims.csv", "studies.csv"]
    assert capsys.readouterr().out.splitlines() == [str(folder / name) for name in names]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_export_of_a_faulty_handbook_writes_nothing(
    mini: MiniHandbook, capsys: pytest.CaptureFixture[str]
) -> None:
    mini.page(BAD_PAGE)
    assert cli.main(["export", str(mini.docs), str(mini.root / "data")]) == 1
    assert capsys.readouterr().err.splitlines() == [
        PROBLEM, "evidence: nothing was exported; mend the errors first",
    ]  # fmt: skip
    assert not (mini.root / "data").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["check", "--help"],
        ["check", "--list-rules"],
        ["check", "nowhere"],
        ["diff", "--help"],
        ["diff", "--schema"],
        ["diff", "nowhere", "nothing"],
        ["review", "--help"],
        ["review", "nothing"],
    ],
)
def test_start_imports_no_sphinx(arguments: list[str]) -> None:
    code = (
        "import sys; from sphinx_evidence.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "sys.exit(', '.join(loaded & {'sphinx', 'docutils', 'myst_parser', 'pybtex'}) or 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ENGINE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr


def strength(given: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """The command on sentences given on standard input."""
    return subprocess.run(
        [sys.executable, "-m", "sphinx_evidence.cli", "strength", *arguments],
        input=given,
        capture_output=True,
        env={"PYTHONPATH": str(ENGINE)},
        check=False,
    )


SENTENCES = (
    b'{"id": "a", "text": "Magnesium prevents stones."}\n'
    b"\n"
    b'{"id": "b", "text": "Magnesium may prevent stones."}\n'
    b'{"id": 3, "text": "Magnesium was linked to fewer stones."}\n'
    b'{"id": "d", "text": "Does magnesium prevent stones?"}\n'
)
LABELS = [{"id": "a", "label": 3}, {"id": "b", "label": 2}, {"id": 3, "label": 1}, {"id": "d", "label": 0}]


def test_strength_labels_sentences(tmp_path: Path) -> None:
    path = tmp_path / "sentences.jsonl"
    path.write_bytes(SENTENCES)
    for run in (strength(SENTENCES), strength(b"", str(path))):
        assert (run.returncode, run.stderr) == (0, b"")
        assert [json.loads(line) for line in run.stdout.splitlines()] == LABELS


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"nothing", "no JSON"),
        (b"[1]", "found a list"),
        (b'{"id": "x"}', 'there is no "text"'),
        (b'{"text": "Words."}', 'there is no "id"'),
        (b'{"id": "x", "text": null}', '"text" is null'),
        (b'{"id": true, "text": "Words."}', '"id" is true or false'),
        (b'{"id": "a", "text": "Words."}', "the id 'a' stands in line 1 already"),
        (b'{"id": "\xff"}', "is not UTF-8"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_strength_names_the_line_it_cannot_read(line: bytes, words: str) -> None:
    run = strength(SENTENCES + line + b"\n")
    error = run.stderr.decode()
    assert run.returncode == 2
    assert error.startswith("standard input:6: ")
    assert words in error
    assert "Traceback" not in error
    assert len(run.stdout.splitlines()) == len(LABELS), "the other lines are labelled"


def test_strength_of_a_file_that_is_not_there() -> None:
    run = strength(b"", "nowhere.jsonl")
    assert run.returncode == 2
    assert run.stderr.decode() == "evidence: nowhere.jsonl: No such file or directory\n"
