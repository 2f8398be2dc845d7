"""references.bib: names in Unicode, exact lines, and a problem for whatever cannot be read."""

from __future__ import annotations

import pytest

from evidence.files.bibliography import read_bibliography

PATH = "docs/references.bib"
GOOD = r"""% a comment
@string{nature = "Nature"}

@article{muller-2020,
  title = {A {Trial} of {\'e}clairs \& more},
  author = {M{\"u}ller, J{\"o}rg and de Baaij, J. and {World Health Organization} and others},
  journal = nature,
  doi = {10.1000/a_b},
  year = 2020
}

@misc{unseen,
  title = "Two
    lines",
  author = {not seen},
  year = {not seen},
}
"""


def faults(text: str | bytes) -> list[tuple[str, int, str]]:
    return [(problem.rule, problem.line, problem.message) for problem in read_bibliography(text, PATH)[1]]


def test_entries_are_read_with_names_and_lines() -> None:
    (first, second), found = read_bibliography(GOOD, PATH)
    assert found == []
    assert (first.key, first.kind, first.year) == ("muller-2020", "article", "2020")
    assert first.names == ("Müller", "de Baaij", "World Health Organization")
    assert first.title == "A Trial of éclairs & more"
    assert (first.fields["journal"], first.fields["doi"]) == ("Nature", "10.1000/a_b")
    assert (first.at, first.line_of("doi"), first.line_of("pmid")) == ((PATH, 4), (PATH, 8), (PATH, 4))
    assert first.short == "Müller 2020"
    assert (second.names, second.year, second.title) == ((), None, "Two lines")
    assert (second.at, second.line_of("author")) == ((PATH, 12), (PATH, 15))
    assert second.short == "Two lines (year unknown)"


def test_lines_are_exact_with_windows_line_endings() -> None:
    (first, second), found = read_bibliography(GOOD.replace("\n", "\r\n").encode("utf-8-sig"), PATH)
    assert found == []
    assert (first.line_of("year").line, second.line_of("author").line) == (9, 15)


def test_an_entry_without_authors_has_no_names() -> None:
    ((entry,), found) = read_bibliography("@misc{a, title = {B}}", PATH)
    assert (entry.names, found) == ((), [])


@pytest.mark.parametrize(
    ("text", "rule", "line", "words"),
    [
        ("@misc{a,\n title = {x}\n year = 2020\n}", "citation-known", 3, "cannot read the entry"),
        ("@misc{a,\n title = {x},\n note = {y\n}", "citation-known", 3, "never closed"),
        (
            "@misc{a,\n title = {x},\n title = {y}\n}",
            "citation-known",
            3,
            "stands twice, first on line 2",
        ),
        ("@misc{a,\n title = {x},\n month = foo\n}", "citation-known", 3, "'foo' stands without braces"),
        ("@misc{a,\n title = {x},\n author = {a,b,c,d}\n}", "citation-known", 3, "the name"),
        ("\n@misc{a,\n year = 2020\n}", "citation-known", 2, "has no title"),
        ("@misc{a, title={x}}\n@misc{a, title={y}}", "duplicate-identifier", 2, "first on line 1"),
        ("@misc{a, title={x}}\n@misc{A, title={y}}", "duplicate-identifier", 2, "first on line 1"),
        ("@misc{a, title={x}} @misc{a, title={y}}", "duplicate-identifier", 1, "first on line 1"),
        ("\nmail@", "citation-known", 2, "never closed"),
        (b"\n\xff", "citation-known", 2, "UTF-8"),
        ("\n\x00", "citation-known", 2, "null byte"),
    ],
)
def test_a_fault_is_found_at_its_line(text: str | bytes, rule: str, line: int, words: str) -> None:
    assert any((found, at) == (rule, line) and words in message for found, at, message in faults(text)), (
        faults(text)
    )


def test_an_entry_after_a_broken_one_is_still_read() -> None:
    entries, found = read_bibliography("@misc{a, title={x} year=2020}\n@misc{b, title={y}}", PATH)
    assert [entry.key for entry in entries] == ["a", "b"]
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    ["@", "@misc", "@misc{", "@misc{}", "@misc{,}", "@misc{a", "@misc{a, title}",
     "@misc{a, title = " + "{" * 5000, "@misc{a, title = {\\}}", "@misc{b}" * 20_000, "@a{b, c=" * 3000],
)  # fmt: skip
def test_no_input_makes_a_traceback(text: str) -> None:
    assert faults(text)


def test_an_empty_file_has_no_entries() -> None:
    assert read_bibliography("", PATH) == ([], [])
