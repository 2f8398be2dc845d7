"""``evidence new-claim``: what follows from the studies is filled in, and the claim lands where it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook, Run

PAGE = (
    "# An extra page\n\nWords.\n\n## First part\n\nMore words.\n\n### Below it\n\nEnd.\n\n"
    "## Second part\n\nLast.\n"
)


def new_claim(mini: MiniHandbook, page: str, *arguments: str) -> Run:
    return mini.evidence("new-claim", str(mini.docs / page), *arguments)


def lines(mini: MiniHandbook, page: str) -> list[str]:
    return (mini.docs / page).read_text(encoding="utf-8").splitlines()


def test_filled_in_from_the_studies(mini: MiniHandbook) -> None:
    mini.page(PAGE)
    run = new_claim(mini, "extra.md", "rats-again", "--studies", "mini-rats-2005")
    assert (run.code, run.err) == (0, "")
    written = lines(mini, "extra.md")
    start = written.index(":::{claim} rats-again")
    assert f"extra.md:{start + 1}: wrote the claim rats-again" in run.out
    options = dict(line[1:].split(": ") for line in written[start + 1 : written.index("", start)])
    assert options == {
        "study-type": "animal",
        "studies": "mini-rats-2005",
        "certainty": "low",
        "direction": "benefit",
        "outcome": "vessel-calcification-lab",
        "caveats": "animals-are-not-people",
    }
    assert written[-1] == ":::"


def test_only_its_sentence_is_missing(mini: MiniHandbook) -> None:
    """The check asks for the sentence; once it is written and rated down, nothing is wrong."""
    mini.page(PAGE)
    new_claim(mini, "extra.md", "rats-again", "--studies", "mini-rats-2005")
    line = mini.line("extra.md", ":::{claim}")
    told = [problem for problem in mini.check().out.splitlines() if "extra.md" in problem]
    assert [problem.split(": ")[:3] for problem in told] == [
        [f"docs/extra.md:{line}", "error", "page-markup"]
    ]
    text = "\n".join(row for row in lines(mini, "extra.md") if not row.startswith("% "))
    sentence = "In rats with kidney failure, more magnesium in the diet meant less calcium in the aorta."
    (mini.docs / "extra.md").write_text(
        text.replace(
            ":caveats: animals-are-not-people\n",
            f":because: imprecision\n:caveats: animals-are-not-people\n\n{sentence}\n",
        )
        + "\n",
        encoding="utf-8",
    )
    run = mini.check("--strict")
    assert not [problem for problem in run.out.splitlines() if "extra.md" in problem]


@pytest.mark.parametrize(
    ("heading", "next_line"),
    [("First part", "## Second part"), ("below it", "## Second part"), ("Second part", None)],
)
def test_at_the_end_of_a_section(mini: MiniHandbook, heading: str, next_line: str | None) -> None:
    mini.page(PAGE)
    assert (
        new_claim(mini, "extra.md", "rats-again", "--studies", "mini-rats-2005", "--under", heading).code == 0
    )
    written = lines(mini, "extra.md")
    end = written.index(":::")
    following = [line for line in written[end + 1 :] if line]
    assert (following[0] if following else None) == next_line
    assert [line for line in written if not line.startswith((":", "%"))].count("Last.") == 1


def test_in_a_finding(mini: MiniHandbook) -> None:
    run = new_claim(
        mini, "card.md", "rats-again", "--studies", "mini-rats-2005", "--finding", "arteries/laboratory"
    )
    assert (run.code, run.err) == (0, "")
    written = lines(mini, "card.md")
    at = next(n for n, line in enumerate(written) if line.endswith("{claim} rats-again"))
    assert [line for line in written[:at] if "{finding}" in line][-1].endswith("{finding} laboratory")
    fence = written[at].partition("{")[0]
    close = written.index(fence, at)
    assert next(line for line in written[close + 1 :] if line) == f"{fence}:"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rats-again", "--studies", "mini-rats-2006"], "there is no study 'mini-rats-2006'. Did you mean"),
        (["Rats_again", "--studies", "mini-rats-2005"], "'Rats_again' is no id"),
        (
            ["rats-again", "--studies", "mini-rats-2005", "--under", "Fist part"],
            "no heading 'Fist part'. Did you",
        ),
        (
            ["rats-again", "--studies", "mini-rats-2005", "--finding", "arteries"],
            "the id of a card and a stream",
        ),
        (
            ["rats-again", "--studies", "mini-rats-2005", "--finding", "arteries/trials"],
            "no finding arteries/trials on",
        ),
        (["rats-again", "--studies", "mini-rats-2005,mini-cohort-2003"], "several kinds (cohort, animal)"),
    ],
)
def test_refused(mini: MiniHandbook, arguments: list[str], said: str) -> None:
    page = mini.page(PAGE)
    before = page.read_bytes()
    run = new_claim(mini, "extra.md", *arguments)
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert page.read_bytes() == before


def test_taken_id_is_named_with_its_place(mini: MiniHandbook) -> None:
    mini.page(PAGE)
    run = new_claim(mini, "extra.md", "slower-in-rats", "--studies", "mini-rats-2005")
    assert run.code == 2
    line = mini.line("card.md", "{claim} slower-in-rats")
    assert f"docs/card.md:{line}: there is a claim slower-in-rats already" in run.err
