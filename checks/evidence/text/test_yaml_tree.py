"""The small YAML tree: text stays text, lines are exact, and nothing hostile gets through."""

from __future__ import annotations

import time

import pytest

from evidence.text.yaml_tree import MAXIMUM_DEPTH, YamlError, lines, load_tree, places, plain

SHEET = """\
id: smith-2020
flags: [a,
  b]
results:
  - id: cac
    effect:
      low: 0.90
      note: |
        first
        second

  - id: harm
notes: "one
  two"
"""


def refused(source: str | bytes) -> YamlError:
    with pytest.raises(YamlError) as caught:
        load_tree(source)
    return caught.value


def test_the_tree_holds_what_was_written() -> None:
    assert plain(load_tree(SHEET)) == {
        "id": "smith-2020",
        "flags": ["a", "b"],
        "results": [
            {"id": "cac", "effect": {"low": "0.90", "note": "first\nsecond\n"}},
            {"id": "harm"},
        ],
        "notes": "one two",
    }


def test_every_key_and_item_has_its_line() -> None:
    assert lines(load_tree(SHEET)) == {
        "id": 1,
        "flags": 2,
        "flags.0": 2,
        "flags.1": 3,
        "results": 4,
        "results.0": 5,
        "results.0.id": 5,
        "results.0.effect": 6,
        "results.0.effect.low": 7,
        "results.0.effect.note": 8,
        "results.1": 12,
        "results.1.id": 12,
        "notes": 13,
    }


def test_every_key_and_item_knows_where_it_ends() -> None:
    ends = {place.path: place.end for place in places(load_tree(SHEET))}
    assert ends["flags"] == 3
    assert ends["results"] == 12
    assert ends["results.0"] == 11
    assert ends["results.0.effect.low"] == 7
    assert ends["notes"] == 14


@pytest.mark.parametrize(
    "word",
    ["no", "yes", "on", "null", "~", "012", "0x1F", "12:30", "1e3", ".5", "2020-01-01", "1_000", ".inf"],
)
def test_a_value_stays_the_text_that_was_written(word: str) -> None:
    assert plain(load_tree(f"value: {word}\nquoted: '{word}'")) == {"value": word, "quoted": word}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_exact_with_every_line_ending(end: str) -> None:
    assert refused(end.join(["a: 1", "b: 2", "c: &x 3", ""])).line == 3


def test_a_byte_order_mark_before_the_text_is_no_part_of_it() -> None:
    assert plain(load_tree("\ufeffid: a".encode())) == {"id": "a"}


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a: 1\nb: &x 1", 2, "anchor"),
        ("a: 1\nb: *x", 2, "alias"),
        ("a: 1\n<<: *x", 2, "alias"),
        ("a: 1\nb: !!int 1", 2, "tag"),
        ("a: 1\nb: ! x", 2, "tag"),
        ("a: 1\nb: !!python/object/apply:os.system [x]", 2, "tag"),
        ("a: &x\n  b: 1", 1, "anchor"),
        ("a: 1\nb: 2\na: 3", 3, "stands twice, first on line 1"),
        ("a:\n  b: 1\n  b: 2", 3, "stands twice, first on line 2"),
        ("a: 1\n? [b]\n: 2", 2, "where a key belongs"),
        ("a: 1\n{b: 1}: 2", 2, "where a key belongs"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("%YAML 1.1\n---\na: 1", 1, "directives"),
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("a: 1\nb: x\x00y", 2, "null byte"),
        ('a: 1\nb: "\\0"', 2, "null byte"),
        ("a: 1\nb: mag\u200bnesium", 2, "U+200B"),
        ("a: 1\nb: \u202egnirts", 2, "U+202E"),
        ("a: 1\nb: x\u2028c: 2", 2, "U+2028"),
        ("a: 1\nb: \ud800", 2, "U+D800"),
        (b"a: 1\nb: \xff", 2, "UTF-8"),
        (b"\xff\xfea\x00", 1, "UTF-8"),
    ],
)  # fmt: skip
def test_what_could_hide_content_is_refused_at_its_line(source: str | bytes, line: int, words: str) -> None:
    problem = refused(source)
    assert problem.line == line
    assert words in problem.message


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a: 1\nb: one: two", 2, "a colon stands in text without quotes"),
        ("a: 1\n  b: 2", 2, "indented too far"),
        ("a:\n\tb: 1", 2, "a tab stands where spaces belong"),
        ("a: 1\nb: @x", 2, "cannot begin a value"),
        ("a: 1\nno colon here\nb: 2", 3, "a line without a key and a colon"),
        ('a: 1\nb: "open\nc: 3\n', 2, "never closed"),
        ("a: 1\nb: [1, 2\nc: 3", 3, "a bracket is not closed"),
        ("a: 1\nb: 'it's'", 2, "does not fit the lines above"),
        ("a: 1\n- b", 2, "does not fit the lines above"),
        ("a: - b", 1, "a list begins in the middle of a line"),
        (" a: 1\nb: 2", 2, "further left"),
        ("a: *", 1, "begins with & or *"),
    ],
)  # fmt: skip
def test_what_is_not_yaml_is_explained_at_its_line(source: str, line: int, words: str) -> None:
    problem = refused(source)
    assert (problem.line, words in problem.message, bool(problem.hint)) == (line, True, True)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "[{b: "])
def test_a_hundred_thousand_nested_brackets_are_refused(opening: str) -> None:
    assert str(MAXIMUM_DEPTH) in refused(opening * 100_000).message


def test_the_deepest_allowed_nesting_is_read() -> None:
    load_tree("[" * MAXIMUM_DEPTH + "]" * MAXIMUM_DEPTH)
    refused("[" * (MAXIMUM_DEPTH + 1) + "]" * (MAXIMUM_DEPTH + 1))


def test_an_alias_bomb_does_not_explode() -> None:
    bomb = "a: &a [x, x]\n" + "\n".join(
        f"{name}: &{name} [*{last}, *{last}]" for last, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert refused(bomb).line == 1


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    start = time.perf_counter()
    assert "larger" in refused(b"a: 1\n" * 20_000_000).message
    assert time.perf_counter() - start < 1
