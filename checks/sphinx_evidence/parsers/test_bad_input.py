"""Bad input: one message with file and line, and what was meant; the other pages are still built."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook, Run


class Bad(NamedTuple):
    """A file that cannot be right, the line to be told in it, and words of the message.

    The line of a page without front matter of its own is counted after the one put before it.
    """

    text: str | bytes
    line: int
    said: str
    meant: str = ""


HEAD = "---\ndescription: A bad page.\nchanged: 2026-01-01\n---\n\n# Page\n"
REST = """
type: animal
extraction: title
publication: journal
population: [rat-ckd]
use: none
use_reason: invented for the checks
checked: {by: unchecked, date: not-applicable}
"""
MANY_WORDS = "Words of a page. " * 300_000
CLAIM = """\
:::{claim} ID
:study-type: animal
:studies: mini-rats-2005
:certainty: low
:because: imprecision
:direction: benefit
:outcome: vessel-calcification-lab
:caveats: animals-are-not-people

In rats with kidney disease, those fed more magnesium had less calcium in the aorta.
:::
"""

PAGES = {
    "unknown-option": Bad(":::{study-table}\n:certainity: low\n:::", 2, "option :certainity:", "'certainty'"),
    "unknown-directive": Bad("\n:::{clame} new\nText.\n:::", 2, "Unknown directive type: 'clame'", "'claim'"),
    "unknown-table": Bad(":::{figure-tabel}\n:::", 1, "type: 'figure-tabel'", "'figure-table'"),
    "unknown-flow": Bad(":::{screening-flwo}\n:::", 1, "type: 'screening-flwo'", "'screening-flow'"),
    "unknown-role": Bad("\n\nSee {stody}`it`.", 3, 'role "stody"', "'study'"),
    "unknown-study": Bad("See\n{study}`mini-rats-2006`.", 2, "no study 'mini-rats-2006'", "mini-rats-2005"),
    "unknown-claim": Bad("See {claim}`slower-in-rat`.", 1, "no claim 'slower-in-rat'", "slower-in-rats"),
    "unknown-caveat": Bad("See {caveat}`abstract`.", 1, "no caveat 'abstract'", "abstract-only"),
    "unknown-result": Bad("See {result}`mini-rats-2005.aorte`.", 1, "no result 'aorte'", "aorta"),
    "unknown-arm": Bad("See {result}`mini-rats-2005.aorta.mor`.", 1, "no arm 'mor'", "more"),
    "unknown-count": Bad("Of\n{count}`claim`.", 2, "cannot count 'claim'", "'claims'"),
    "unknown-filter": Bad(":::{study-table}\n:stream: trails\n:::", 2, "'trails' is no stream", "'trials'"),
    "unknown-words": Bad(":::{vocabulary-table} streem\n:::", 1, "'streem' is no kind of word", "'stream'"),
    "unknown-restated": Bad(":::{restate} slower-in-rat\nIn rats.\n:::", 1, "no claim", "slower-in-rats"),
    "unknown-entry": Bad(
        CLAIM.replace("ID", "cites-nobody").replace(":studies:", ":cite: mini-book-2008\n:studies:"),
        3, "the bibliography has no 'mini-book-2008'", "mini-book-2009",
    ),
    "missing-id": Bad(":::{claim}\n:study-type: animal\n\nText.\n:::", 1, "needs an id; found none"),
    "no-id": Bad(":::{caveat} Not An Id\n:title: T\n:::", 1, "found 'Not An Id'", "lower-case words"),
    "duplicate-id": Bad(
        f"{CLAIM}\n{CLAIM}".replace("ID", "named-twice"), 13, "named-twice is already that of the claim"
    ),
    "alias-of-another": Bad(
        CLAIM.replace("ID\n", "takes-an-alias\n:alias: fewer-deaths-in-a-cohort\n"), 2, "is already that of",
    ),
    "empty-claim": Bad(":::{claim} empty\n:study-type: animal\n:::", 1, "holds no text"),
    "long-claim": Bad(":::{claim} long\n\nOne.\n\nTwo.\n:::", 1, "holds 2 blocks; expected one paragraph"),
    "claim-in-claim": Bad("::::{claim} outer\n:::{claim} inner\nText.\n:::\n::::", 2, "inside the {claim}"),
    "empty-card": Bad(":::{evidence-card} empty\n:title: T\n:::", 1, "{evidence-card} empty is empty"),
    "card-of-prose": Bad(":::{evidence-card} prose\n:title: P\n\nProse.\n:::", 1, "empty", "one {finding}"),
    "finding-outside": Bad(":::{finding} trials\n:signal: mixed\n\nLead.\n:::", 1, "stands outside"),
    "nothing-restated": Bad(":::{restate}\nText.\n:::", 1, "{restate} names no claim"),
    "prose-in-bottom-line": Bad(
        "::::{bottom-line}\n:::{restate} slower-in-rats\nMagnesium may slow it in rats.\n:::\n\nProse.\n::::",
        1, "holds something that is no {restate}",
    ),
    "empty-bottom-line": Bad(":::{bottom-line}\n:::", 1, "{bottom-line} is empty"),
    "front-matter": Bad("---\ndescription: [words\n---\n\n# Page\n", 3, "a bracket is not closed"),
    "front-matter-list": Bad("---\n- words\n---\n\n# Page\n", 2, "expected fields", "changed: 2026-11-23"),
    "front-matter-twice": Bad("---\nchanged: 1\nchanged: 2\n---\n\n# Page\n", 3, "changed"),
    "citation-of-nothing": Bad("See\n{cite:p}`a}b`.\n", 2, "cannot read the keys", "commas"),
    "not-utf-8": Bad(HEAD.encode() + b"Text \xff.\n", 7, "the text is not UTF-8"),
    "null-byte": Bad(HEAD.encode() + b"Text\x00.\n", 7, "null byte"),
    "too-large": Bad(HEAD + MANY_WORDS, 1, "larger than 1,000,000 bytes", "Split"),
    "too-deep": Bad(
        HEAD + "".join(":" * (300 - n) + "{note}\n" for n in range(250)), 1, "RecursionError",
    ),
}  # fmt: skip

STUDIES = {
    "not-yaml": Bad("id: bad-not-yaml\ntype: [animal\nextraction: title\n", 3, "a bracket is not closed"),
    "tab": Bad("id: bad-tab\n\ttype: animal\n", 2, "not YAML"),
    "wrong-type": Bad("id: bad-wrong-type" + REST + "results: 3\n", 9, "results: expected a list, found '3'"),
    "unknown-field": Bad("id: bad-unknown-field" + REST + "populaton: x\n", 9, "'populaton'", "population"),
    "unknown-word": Bad("id: bad-unknown-word" + REST + "blinding: opne\n", 9, "'opne'", "open"),
    "twice": Bad("id: bad-twice" + REST + "use: none\n", 9, "use"),
    "other-id": Bad("id: somebody-else" + REST, 1, "is not the name of the file", "bad-other-id"),
    "empty": Bad("", 1, "the file is empty"),
    "not-utf-8": Bad(b"id: bad-not-utf-8\nnotes: \xff\n", 2, "not UTF-8"),
    "null-byte": Bad(b"id: bad-null-byte\nnotes: a\x00b\n", 2, "null byte"),
    "too-large": Bad("notes: " + MANY_WORDS, 1, "larger than 1,000,000 bytes", "Split"),
    "too-deep": Bad("id: " + "[" * 100_000, 1, "more than 20 deep"),
    "no-entry": Bad("id: bad-no-entry" + REST, 1, "no entry in the bibliography", "references.bib"),
}


class Told(NamedTuple):
    """What the command and a build said of all bad files together."""

    problems: list[dict[str, Any]]
    html: Run
    mini: MiniHandbook


@pytest.fixture(scope="module")
def told(shared_mini: MiniHandbook) -> Told:
    for name, bad in PAGES.items():
        own_head = isinstance(bad.text, bytes) or bad.text.startswith("---")
        shared_mini.write(f"bad/{name}.md", bad.text if own_head else HEAD + str(bad.text))
    for name, bad in STUDIES.items():
        shared_mini.write(f"studies/bad-{name}.yaml", bad.text)
    for key in ("bad-unknown-word", "somebody-else"):
        with (shared_mini.docs / "references.bib").open("a", encoding="utf-8") as entries:
            entries.write(f"@misc{{{key}, title = {{Invented}}, year = {{2000}}}}\n")
    shared_mini.write("bad/index.md", "# Bad pages\n\n```{toctree}\n:glob:\n\n*\n```\n")
    shared_mini.replace("index.md", "references\n", "references\nbad/index\n")
    run = shared_mini.check("--format", "json")
    assert (run.code, run.err) == (1, "")
    return Told(json.loads(run.out), shared_mini.build(), shared_mini)


@pytest.mark.parametrize("name", PAGES)
def test_page(told: Told, name: str) -> None:
    bad = PAGES[name]
    own_head = isinstance(bad.text, bytes) or bad.text.startswith("---") or bad.text.startswith(HEAD)
    _told_once(told, f"docs/bad/{name}.md", bad, 0 if own_head else HEAD.count("\n"))


@pytest.mark.parametrize("name", STUDIES)
def test_study(told: Told, name: str) -> None:
    _told_once(told, f"docs/studies/bad-{name}.yaml", STUDIES[name], 0)


def _told_once(told: Told, path: str, bad: Bad, before: int) -> None:
    """The file has one problem in the command and the same in the build, and its page is there."""
    found = [problem for problem in told.problems if problem["path"] == path]
    assert [(p["line"], p["severity"]) for p in found] == [(bad.line + before, "error")], found
    assert bad.said in found[0]["message"]
    assert bad.meant in found[0]["hint"]
    complaints = [line for line in told.html.complaints if f"{path}:" in line]
    assert len(complaints) == 1
    assert f"{path}:{bad.line + before}: WARNING: " in complaints[0]
    page = told.mini.out() / path.removeprefix("docs/")
    assert page.with_suffix(".html").is_file()


def test_all_other_pages_are_built_and_no_traceback_is_shown(told: Told) -> None:
    assert told.html.code == 0
    assert "Traceback" not in told.html.err
    for name in ("index", "card", "caveats", "lists", "statements", "studies/mini-trial-2001"):
        assert (told.mini.out() / f"{name}.html").is_file()
    others = [
        problem
        for problem in told.problems
        if "/bad" not in problem["path"] and problem["severity"] != "note"
    ]
    assert others == []
    assert [line for line in told.html.complaints if "/bad" not in line] == []


@pytest.mark.parametrize(
    ("name", "text", "line", "said"),
    [
        ("statements.yaml", b"- id: S01\n  section: [x\n", 3, "a bracket is not closed"),
        ("statements.yaml", b"id: S01\n", 1, "expected a list of statements"),
        ("statements.yaml", b"- id: \xff\n", 1, "not UTF-8"),
        ("references.bib", b"@article{mini-trial-2001,\n  title = {never closed\n", 2, "never closed"),
        ("references.bib", b"% \xff\n", 1, "not UTF-8"),
        ("references.bib", b"x" * 5_000_000, 1, "larger than 1,000,000 bytes"),
    ],
    ids=["unclosed", "no-list", "not-utf-8", "bib-unclosed", "bib-not-utf-8", "bib-too-large"],
)
def test_files_that_are_no_pages(mini: MiniHandbook, name: str, text: bytes, line: int, said: str) -> None:
    mini.write(name, text)
    for run in (mini.check(), mini.build()):
        told = [words for words in (run.out + run.err).splitlines() if f"docs/{name}:{line}:" in words]
        assert len([words for words in told if said in words]) == 1
        assert "Traceback" not in run.err
    assert (mini.out() / "card.html").is_file()


def test_missing_entry_is_told_where_the_study_is_and_stops_nothing(mini: MiniHandbook) -> None:
    mini.replace("references.bib", "@article{mini-rats-2005,", "@article{mini-cats-2005,")
    run = mini.check()
    assert [line.split(" ")[0] for line in run.out.splitlines()[:-1]] == [
        "docs/records/retractions.yaml:7:",
        "docs/studies/mini-rats-2005.yaml:2:",
    ]
    assert mini.build().code == 0
    page = mini.shown("studies/mini-rats-2005")
    assert "The bibliographic record of this study is missing." in page


def test_entry_with_two_faults_does_not_stop_the_other_entries(mini: MiniHandbook) -> None:
    mini.replace("references.bib", "{Imagined, Cleo}", "{Imagined, C, L, E, O and }")
    mini.replace("references.bib", "title = {A pretended book}", 'title = {A {\\"x pretended} book}')
    run = mini.build()
    assert run.code == 0
    assert "Traceback" not in run.err
    assert "A made-up experiment in rats" in mini.shown("references")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "supplement", label = "supplement"', 'id = "supplement"', "label"),
        ("exposure = [", "exposure = ", "vocabulary.toml"),
    ],
)
def test_bad_vocabulary_is_told_in_one_line(mini: MiniHandbook, old: str, new: str, said: str) -> None:
    mini.replace("../conf/vocabulary.toml", old, new)
    run = mini.check()
    assert run.code == 2
    assert run.err.startswith("evidence: ")
    assert said in run.err
    assert "Traceback" not in run.err


def test_missing_vocabulary_is_told_in_one_line(mini: MiniHandbook) -> None:
    (mini.conf / "vocabulary.toml").unlink()
    run = mini.check()
    assert (run.code, run.out) == (2, "")
    assert re.fullmatch(r"evidence: .*vocabulary\.toml.*\n", run.err)
    build = mini.build()
    assert build.code == 2
    assert "vocabulary.toml" in build.err


CITED = {
    "study type": (
        "mini-trial-2001",
        "type: randomised",
        "type: randomized",
        "Did you mean randomised-trial",
    ),
    "direction": ("mini-trial-2001", "direction: ", "direction: x", "unknown word"),
    "syntax": ("mini-trial-2001", "extraction: ", "extraction: : ", "not YAML"),
    "rats": ("mini-rats-2005", "type: animal", "type: animals", "Did you mean animal"),
}
"""A fault in the file of a study that claims, cards, plots and statements use."""


@pytest.mark.parametrize("name", CITED)
def test_a_study_that_cannot_be_read_is_the_only_problem(mini: MiniHandbook, name: str) -> None:
    """What follows from it is not told: claims without a study, figures, unused entries."""
    study, old, new, said = CITED[name]
    path = mini.docs / "studies" / f"{study}.yaml"
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    told = json.loads(mini.check("--format", "json").out)
    (problem,) = [p for p in told if p["severity"] != "note"]
    assert (problem["path"], problem["line"]) == (f"docs/studies/{study}.yaml", line)
    assert said in f"{problem['message']} {problem['hint']}"

    built = mini.build()
    assert built.code == 0
    assert "Traceback" not in built.err
    assert len(built.complaints) == 1
    assert (mini.out() / "card.html").is_file()
