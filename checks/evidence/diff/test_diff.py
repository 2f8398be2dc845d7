"""``evidence diff``: each kind of change is told, in the order in which it matters, and nothing else is."""

from __future__ import annotations

import copy
import io
import json
import re
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from checks.fixtures.small_handbook import Run, copy_mini
from checks.paths import SMALL_CONF, SMALL_VOCABULARY
from evidence.diff.compare import compare
from evidence.diff.report import json_schema
from evidence.diff.wording import word_difference
from evidence.export.evidence_file import evidence_file, to_json
from evidence.export.records import EvidenceFile
from evidence.vocabulary.vocabulary import load_vocabulary
from sphinx_evidence import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook
    from evidence.model.changes import Change

VOCABULARY = load_vocabulary(SMALL_VOCABULARY)
Data = dict[str, Any]


@pytest.fixture(scope="module")
def data(shared_mini: MiniHandbook) -> Data:
    """The invented handbook as data."""
    loaded: Data = json.loads("".join(to_json(evidence_file(shared_mini.read().handbook))))
    return loaded


def by_id(data: Data, name: str, key: str) -> Data:
    """An object of evidence.json."""
    found: Data = next(item for item in data[name] if item["id"] == key)
    return found


def changes(before: Data, after: Data) -> list[Change]:
    """What changed between two states."""
    old, new = EvidenceFile.model_validate(before), EvidenceFile.model_validate(after)
    return compare(old, new, VOCABULARY)


def rats(data: Data) -> Data:
    return by_id(data, "claims", "slower-in-rats")


def trial(data: Data) -> Data:
    return by_id(data, "studies", "mini-trial-2001")


def cohort(data: Data) -> Data:
    return by_id(data, "claims", "fewer-deaths-in-a-cohort")


def finding(data: Data, number: int = 2) -> Data:
    found: Data = data["cards"][0]["findings"][number]
    return found


def put(find: Callable[[Data], Data], **fields: Any) -> Callable[[Data], None]:
    """A change of some fields of an object."""
    return lambda data: find(data).update(fields)


def _effect(data: Data) -> None:
    trial(data)["file"]["results"][0]["arms"]["magnesium"]["percent_change"]["value"] = "13.1"


def _drop_caveat_everywhere(data: Data) -> None:
    rats(data)["caveats"].remove("animals-are-not-people")
    finding(data)["caveats"].remove("animals-are-not-people")


def _rename(data: Data) -> None:
    rats(data).update(id="less-in-rats", aliases=["slower-in-rats"])


def _rename_caveat(data: Data) -> None:
    caveat = by_id(data, "caveats", "animals-are-not-people")
    caveat.update(id="models-are-not-people", aliases=["animals-are-not-people"])
    text = json.dumps(data["claims"]).replace('"animals-are-not-people"', '"models-are-not-people"')
    data["claims"] = json.loads(text)
    text = json.dumps(data["cards"]).replace('"animals-are-not-people"', '"models-are-not-people"')
    data["cards"] = json.loads(text)
    text = json.dumps(data["restatements"]).replace('"animals-are-not-people"', '"models-are-not-people"')
    data["restatements"] = json.loads(text)


def _rename_study(data: Data) -> None:
    text = json.dumps(data).replace('"mini-trial-2001"', '"mini-trial-2001-a"')
    data.clear()
    data.update(json.loads(text))


def _remove(name: str, key: str) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        data[name] = [item for item in data[name] if item["id"] != key]

    return change


def _swap_sides(data: Data) -> None:
    rats(data).update(studies=[], contrary=["mini-rats-2005"])


RATS = "In rats with kidney disease, those fed more magnesium had less calcium in the aorta."

CASES: dict[str, tuple[Callable[[Data], None], list[tuple[str, bool, str]]]] = {
    "caveat dropped": (
        _drop_caveat_everywhere,
        [("caveat-dropped", True, 'The caveat "Animals are not people" was dropped.')],
    ),
    "derived caveat dropped": (
        lambda data: rats(data)["caveats"].remove("abstract-only"),
        [("caveat-dropped", True, "It followed from the study files, which changed.")],
    ),
    "caveat added": (
        lambda data: rats(data)["caveats"].append("cells-are-not-people"),
        [("caveat-added", False, 'The caveat "Cells are not people" was added.')],
    ),
    "wording stronger": (
        put(rats, text="In rats with kidney disease, magnesium prevents calcium in the aorta."),
        [("wording-strengthened", True, "is now a direct statement")],
    ),
    "wording weaker": (
        lambda data: data["restatements"][0].update(
            text="In rats with kidney disease, more magnesium was linked to slower calcification of arteries."
        ),
        [("wording-softened", False, "The wording became weaker.")],
    ),
    "reworded": (
        put(rats, text="In rats with kidney disease, those given magnesium had less calcium in the aorta."),
        [("reworded", False, "The sentence was reworded.")],
    ),
    "population no longer named": (
        put(rats, text="Those fed more magnesium had less calcium in the aorta."),
        [("wording-strengthened", True, "it no longer names who was studied (Rats with kidney disease)")],
    ),
    "figure in a sentence": (
        put(lambda data: by_id(data, "claims", "a-label-sets-a-dose"), text="One label sets 3 tablets per "
            "24 hours as the most a day."),
        [("figure-changed", False, "The figures in the sentence changed.")],
    ),
    "certainty raised": (
        put(rats, certainty="moderate"),
        [("certainty-raised", True, "Certainty was raised from low to moderate.")],
    ),
    "certainty lowered": (
        put(rats, certainty="very-low"),
        [("certainty-lowered", False, "Certainty was lowered from low to very low.")],
    ),
    "reason dropped": (put(rats, because=[]), [("reason-dropped", True, "no longer rated down for this: ")]),
    "reason added": (
        put(rats, because=["imprecision", "inconsistency"]),
        [("reason-added", False, "now rated down for this: ")],
    ),
    "study type": (
        put(rats, study_types=["randomised-trial"]),
        [("study-type-changed", True, "Such a study can carry more certainty.")],
    ),
    "direction": (
        put(rats, direction="not-shown"),
        [("direction-changed", False, "The direction changed from")],
    ),
    "direction towards benefit": (
        put(lambda data: by_id(data, "claims", "slower-in-one-trial"), direction="benefit"),
        [("direction-changed", True, "The direction changed from")],
    ),
    "study now contrary": (
        _swap_sides,
        [
            ("source-removed", False, "It now stands among the contrary ones."),
            ("contrary-added", False, "mini-rats-2005) is now named as contrary"),
        ],
    ),
    "source added": (
        put(rats, studies=["mini-rats-2005", "mini-trial-2001"]),
        [("source-added", False, "It now rests on Invented 2001 (mini-trial-2001), too.")],
    ),
    "outcome": (put(rats, outcome=["cac"]), [("outcome-changed", False, "What was measured changed")]),
    "moved": (put(rats, finding=None), [("moved", False, "from arteries/laboratory to no finding")]),
    "renamed": (_rename, [("renamed", False, "It was called slower-in-rats.")]),
    "caveat renamed": (_rename_caveat, [("renamed", False, "It was called animals-are-not-people.")]),
    "study renamed": (_rename_study, [("renamed", False, "It was called mini-trial-2001.")]),
    "claim removed": (_remove("claims", "slower-in-rats"), [("claim-removed", False, "is gone")]),
    "claim against removed": (
        _remove("claims", "slower-in-one-trial"),
        [("claim-removed", True, "It told of harm or of no benefit")],
    ),
    "study removed": (
        _remove("studies", "mini-trial-2001"), [("study-removed", False, "1 statements cited it")],
    ),
    "figure of a study": (_effect, [("figure-changed", False, "group magnesium, changed.")]),
    "study retracted": (
        put(trial, source_status="retracted", source_notice="10.1000/notice"),
        [("notice-changed", False, "changed from no notice to retracted")],
    ),
    "type of a study": (
        lambda data: trial(data)["file"].update(type="cohort"),
        [("study-type-changed", False, "Kind of study changed.")],
    ),
    "what was read of a study": (
        lambda data: trial(data)["file"].update(extraction="title"),
        [("study-changed", False, "How much was read changed.")],
    ),
    "number studied": (
        lambda data: trial(data)["file"].update(n_total={"value": "77"}),
        [("figure-changed", False, "Number studied changed.")],
    ),
    "direction of a result": (
        lambda data: trial(data)["file"]["results"][0].update(direction="mixed"),
        [("direction-changed", False, "Direction, of the result")],
    ),
    "identifier of a study": (
        put(trial, pmid="123"), [("study-changed", False, "PMID changed.")],
    ),
    "signal to supports": (
        lambda data: finding(data, 0).update(signal="supports"), [("signal-moved", True, "The signal moved")],
    ),
    "verdict": (
        lambda data: finding(data, 0).update(verdict="too-uncertain"),
        [("verdict-moved", False, "The verdict moved from")],
    ),
    "certainty of a finding": (
        lambda data: finding(data).update(certainty="high"), [("certainty-raised", True, "to high")],
    ),
    "text of a caveat": (
        lambda data: data["caveats"][0].update(text="Other words."),
        [("caveat-reworded", False, "Its full text changed.")],
    ),
    "caveat deleted": (
        lambda data: data["caveats"].pop(0), [("caveat-dropped", True, "statements carried it")],
    ),
    "disposition": (
        lambda data: data["statements"][0].update(disposition="dropped"),
        [("disposition-changed", False, 'and is now "dropped"')],
    ),
    "summary sentence": (
        lambda data: data["restatements"].pop(0), [("restatement-removed", False, "The sentence is gone.")],
    ),
    "summary sentence stronger": (
        lambda data: data["restatements"][0].update(
            text="In rats with kidney disease, more magnesium slows the calcification of arteries."
        ),
        [("wording-strengthened", True, "is now a direct statement")],
    ),
    "card": (lambda data: data["cards"].pop(0), [("card-removed", False, "is gone")]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_change_is_told(data: Data, name: str) -> None:
    change, expected = CASES[name]
    after = copy.deepcopy(data)
    change(after)
    found = changes(data, after)
    assert [(c.kind.value, c.weakens) for c in found] == [e[:2] for e in expected], found
    for told, (_, _, words) in zip(found, expected, strict=True):
        assert words in told.what
        assert told.kind.why.endswith((".", "?"))


@pytest.mark.parametrize(
    "change",
    [
        put(rats, line=99, path="docs/elsewhere.md"),
        put(rats, text=f"  {RATS.replace(' ', chr(10))} "),
        lambda data: trial(data)["file"].update(checked={"by": "Somebody", "date": "2026-11-23"}),
        put(trial, source_status="ok"),
        put(trial, source_status="unknown"),
    ],
    ids=["place", "white space", "checked", "no notice", "not in the data"],
)
def test_places_white_space_and_checks_are_no_evidence(data: Data, change: Callable[[Data], None]) -> None:
    after = copy.deepcopy(data)
    change(after)
    assert changes(data, after) == []


def test_added_objects_come_last_and_say_what_they_are(data: Data) -> None:
    before = copy.deepcopy(data)
    for name in ("claims", "studies", "cards", "caveats", "restatements"):
        before[name].pop(0)
    rats(before).update(certainty="very-low", text=RATS.replace("had less", "maybe had less"))
    before["statements"][0]["disposition"] = "dropped"
    found = [(c.kind.value, c.weakens) for c in changes(before, data)]
    assert found[0][1]
    assert [weakens for _, weakens in found] == sorted((w for _, w in found), reverse=True)
    assert {"claim-added", "study-added", "card-added", "restatement-added"} <= {
        kind for kind, _ in found[-7:]
    }
    assert found.index(("certainty-raised", True)) < found.index(("disposition-changed", False))


def test_order_of_what_matters(data: Data) -> None:
    after = copy.deepcopy(data)
    after["claims"] = [claim for claim in after["claims"] if claim["id"] != "a-label-sets-a-dose"]
    rats(after).update(text="In rats with kidney disease, magnesium prevents calcium in the aorta.")
    cohort(after).update(certainty="high")
    _drop_caveat_everywhere(after)
    _effect(after)
    assert [c.kind.value for c in changes(data, after)][:4] == [
        "caveat-dropped", "wording-strengthened", "certainty-raised", "figure-changed",
    ]  # fmt: skip


def test_words_before_and_after() -> None:
    assert [tuple(piece) for piece in word_difference("more magnesium may help", "magnesium helps")] == [
        ("gone", "more"), ("same", "magnesium"), ("gone", "may help"), ("new", "helps"),
    ]  # fmt: skip


@cache
def sample() -> Data:
    """The invented handbook as data, for checks of properties."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        loaded: Data = json.loads("".join(to_json(evidence_file(copy_mini(Path(folder)).read().handbook))))
    return loaded


@st.composite
def variants(draw: st.DrawFn) -> Data:
    """A valid evidence.json with some objects gone and some fields changed at random."""
    data = copy.deepcopy(sample())
    for name in ("claims", "studies", "caveats", "cards", "statements", "restatements"):
        data[name] = [item for item in data[name] if draw(st.integers(0, 4))]
        for item in data[name]:
            for field, value in list(item.items()):
                if field == "id" or draw(st.integers(0, 5)):
                    continue
                if field == "file":
                    item[field] = draw(_JSON)
                elif isinstance(value, str):
                    item[field] = draw(st.text(max_size=30))
                elif isinstance(value, list) and all(isinstance(word, str) for word in value):
                    item[field] = draw(st.lists(st.text(max_size=8), max_size=3))
    return data


_WORDS = st.text(max_size=8)
_JSON = st.dictionaries(
    st.sampled_from(["type", "results", "figures", "arms", "population", "n_total", "a.b", "rob"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | _WORDS,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "value", "effect", "label", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    max_size=4,
)


@given(variants(), variants())
def test_any_two_states_can_be_compared(before: Data, after: Data) -> None:
    assert changes(before, before) == []
    for change in changes(before, after):
        assert change.what
        assert change.kind.why


# -- the command


def diff(*arguments: str | Path) -> Run:
    """Run ``evidence diff`` in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = cli.main(["diff", *map(str, arguments)])
        except SystemExit as stop:
            code = int(stop.code or 0)
    return Run(code, out.getvalue(), err.getvalue())


@pytest.fixture
def files(data: Data, tmp_path: Path) -> tuple[Path, Path, Data]:
    """The evidence before and after as files, and the data of the second."""
    after = copy.deepcopy(data)
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text(json.dumps(data), encoding="utf-8")
    new.write_text(json.dumps(after), encoding="utf-8")
    return old, new, after


def test_equal_files(files: tuple[Path, Path, Data]) -> None:
    old, new, _ = files
    run = diff(old, new, "--conf", SMALL_CONF, "--fail-on-weakened")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("# No change in the evidence\n")
    assert "No change in the evidence" in diff(old, new, "--conf", SMALL_CONF, "--format", "html").out
    assert json.loads(diff(old, new, "--conf", SMALL_CONF, "--format", "json").out)["changes"] == []


def test_weakened_safeguards_fail_where_asked(files: tuple[Path, Path, Data]) -> None:
    old, new, after = files
    rats(after)["certainty"] = "moderate"
    new.write_text(json.dumps(after), encoding="utf-8")
    assert diff(old, new, "--conf", SMALL_CONF).code == 0
    assert diff(old, new, "--conf", SMALL_CONF, "--fail-on-weakened").code == 1
    back = diff(new, old, "--conf", SMALL_CONF, "--fail-on-weakened")
    assert back.code == 0
    assert "Weakened safeguards" not in back.out


HOSTILE = "<script>alert(1)</script> ![x](https://evil.example/x.png) `a` | *b* [c](javascript:d) &amp; @user"


def test_hostile_text_draws_nothing(files: tuple[Path, Path, Data]) -> None:
    old, new, after = files
    rats(after).update(text=HOSTILE, path=HOSTILE)
    trial(after).update(title=HOSTILE, authors=HOSTILE)
    new.write_text(json.dumps(after), encoding="utf-8")
    page = diff(old, new, "--conf", SMALL_CONF, "--format", "html").out
    tree = etree.fromstring(page.encode())
    assert {element.tag for element in tree.iter()} <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "b", "section",
        "ul", "li", "code", "span", "blockquote", "del", "ins",
    }  # fmt: skip
    assert "alert(1)" in etree.tostring(tree, method="text", encoding="unicode")
    markdown = diff(old, new, "--conf", SMALL_CONF).out
    drawn = re.sub(r"`[^`]*`|\\.", "", markdown)  # literal text and escaped signs draw nothing
    for sign in ("<", "!", "[", "]", "://", "@", "&", "|"):
        assert sign not in drawn


def test_json_follows_its_schema(files: tuple[Path, Path, Data]) -> None:
    old, new, after = files
    rats(after).update(text="In rats, magnesium prevents it.", certainty="high")
    new.write_text(json.dumps(after), encoding="utf-8")
    schema = json.loads(diff("--schema").out)
    assert schema == json_schema()
    Draft202012Validator.check_schema(schema)
    record = json.loads(diff(old, new, "--conf", SMALL_CONF, "--format", "json").out)
    assert list(Draft202012Validator(schema).iter_errors(record)) == []
    assert record["weakened"] == sum(change["weakens"] for change in record["changes"])
    assert {piece["fate"] for piece in record["changes"][0]["words"]} == {"same", "gone", "new"}


def test_output_goes_to_a_file(files: tuple[Path, Path, Data], tmp_path: Path) -> None:
    old, new, _ = files
    run = diff(old, new, "--conf", SMALL_CONF, "--output", tmp_path / "diff.md")
    assert (run.code, run.out) == (0, "")
    assert (tmp_path / "diff.md").read_text(encoding="utf-8").startswith("# No change")
    run = diff(old, new, "--conf", SMALL_CONF, "--output", tmp_path / "nowhere" / "diff.md")
    assert (run.code, len(run.complaints)) == (2, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("nothing", "this is no JSON"),
        ("[" * 100_000, "this is no JSON"),
        ("[]", "this is no evidence.json"),
        ('{"version": "9", "claims": []}', "this is version '9' of evidence.json"),
        ('{"version": "1", "claims": []}', "studies: Field required"),
        ('{"version": "1", "claims": {}}', "compare it with its schema"),
    ],
)
def test_files_that_cannot_be_read(files: tuple[Path, Path, Data], content: str, words: str) -> None:
    old, new, _ = files
    old.write_text(content, encoding="utf-8")
    run = diff(old, new, "--conf", SMALL_CONF)
    assert (run.code, run.out, len(run.complaints)) == (2, "", 1)
    assert run.err.startswith(f"evidence: {old}: ")
    assert words in run.err


def test_misuse(files: tuple[Path, Path, Data], tmp_path: Path) -> None:
    old, new, _ = files
    for arguments, words in (
        ((), "say what to compare with"),
        ((old, new, "--conf", tmp_path), "vocabulary.toml: there is no such file"),
        ((old, new, "--record", tmp_path / "c.yaml"), "--record needs --date"),
        ((old, new, "--date", "soon"), "--date: 'soon' is no date"),
        (("nowhere", new, "--docs", tmp_path), "there is no git repository here"),
        (("x" * 5000, new), "too long"),
    ):
        run = diff(*arguments)
        assert (run.code, run.out, len(run.complaints)) == (2, "", 1), arguments
        assert words in run.err


# -- revisions and folders


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


# -- the record and its page


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
    assert (
        "Safeguard weakened. Statement slower-in-rats: The caveat “Cells are not people” was dropped."
        in shown
    )
