"""Exact lines: every sentence of the page names the line on which it begins."""

from __future__ import annotations

import re

import pytest

from checks.paths import FIXTURES, SMALL_CONF
from evidence.model import SentenceKind
from sphinx_evidence.build.read_handbook import Reading, read_handbook

LINES = FIXTURES / "lines"
NAMED = re.compile(r"line (\d+)")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_handbook(LINES, SMALL_CONF)


def test_every_sentence_names_its_own_line(reading: Reading) -> None:
    (page,) = reading.handbook.pages
    wrong = [
        (sentence.line, sentence.text)
        for sentence in page.sentences
        for named in NAMED.findall(sentence.text)
        if int(named) != sentence.line
    ]
    assert wrong == []


def test_no_sentence_is_lost_and_literal_text_is_not_scanned(reading: Reading) -> None:
    (page,) = reading.handbook.pages
    source = (LINES / "index.md").read_text(encoding="utf-8")
    named = sorted(int(number) for number in NAMED.findall(source))
    found = sorted(int(number) for sentence in page.sentences for number in NAMED.findall(sentence.text))
    assert found == named
    assert "not scanned" not in " ".join(sentence.text for sentence in page.sentences)


def test_objects_stand_on_the_line_of_their_fence(reading: Reading) -> None:
    (page,) = reading.handbook.pages
    found = {item.id: item.at.line for item in page.claims}
    found |= {item.id: item.at.line for item in page.cards}
    found |= {item.id: item.at.line for item in page.caveats}
    assert found == {name: int(name.removeprefix("on-")) for name in found}
    assert len(found) == 6


def test_options_stand_on_their_own_line(reading: Reading) -> None:
    claim = reading.handbook.claim_by_id["on-72"]
    assert {name: claim.line_of(name).line for name in ("study-type", "certainty", "outcome")} == {
        "study-type": 73,
        "certainty": 75,
        "outcome": 78,
    }
    assert claim.line_of("caveats").line == 72


def test_statements_begin_on_their_own_line(reading: Reading) -> None:
    claims = {claim.id: claim.text_line for claim in reading.handbook.claims}
    assert claims == {"on-72": 80, "on-84": 86, "on-98": 99, "on-104": 107}
    assert [r.text_line for r in reading.handbook.restatements] == [112]
    assert [f.lead_line for f in reading.handbook.findings] == [69, 94]


@pytest.mark.parametrize(
    ("words", "kind", "owner"),
    [
        ("Heading on line 6", SentenceKind.HEADING, None),
        ("An item on line 18.", SentenceKind.ITEM, None),
        ("A cell on line 34.", SentenceKind.CELL, None),
        ("A caption on line 37", SentenceKind.CAPTION, None),
        ("A title on line 46", SentenceKind.ADMONITION_TITLE, None),
        ("A lead on line 69.", SentenceKind.PARAGRAPH, "finding:card-on-59-laboratory"),
        ("A third on line 81.", SentenceKind.PARAGRAPH, "claim:on-72"),
        ("A claim in an item on line 107.", SentenceKind.ITEM, "claim:on-104"),
        ("A restatement on line 112.", SentenceKind.ITEM, "restatement:index-1"),
        ("A full text on line 120.", SentenceKind.PARAGRAPH, "caveat:on-116"),
    ],
)
def test_kind_and_owner(reading: Reading, words: str, kind: SentenceKind, owner: str | None) -> None:
    (page,) = reading.handbook.pages
    (sentence,) = [sentence for sentence in page.sentences if sentence.text == words]
    assert (sentence.kind, sentence.owner) == (kind, owner)
