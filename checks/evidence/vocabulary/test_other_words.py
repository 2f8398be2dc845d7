"""The engine knows no word of the topic: with other ids for all of them it says the same."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

from checks.paths import SMALL_VOCABULARY
from evidence.model import Study
from evidence.vocabulary.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook

MARK = "qq-"
"""What the other ids begin with, so that they are told from the first ones at a glance."""

OTHER = ("stream", "study-type", "outcome", "population")
"""The kinds of word that belong to a topic; the others are words of method."""

NAMING = {
    "stream", "streams", "types", "outcomes", "populations-any",
    "words", "words-more-is-better", "words-normal-is-better",
}  # fmt: skip
"""Where one word of the vocabulary names another of those kinds."""

FAULTY_PAGE = """\
# An extra page

:::{claim} too-strong-and-bare
:study-type: cohort
:studies: mini-cohort-2003
:certainty: high
:because: design
:direction: benefit
:outcome: mortality

In a cohort of people on dialysis, magnesium prevents death.
:::

:::{claim} whoever-was-studied
:study-type: animal, cohort
:studies: mini-rats-2005
:certainty: low
:because: imprecision
:direction: harm
:outcome: cac

It slows calcification.
:::

:::{claim} whoever-stands-here
:study-type: animal
:studies: mini-rats-2005
:certainty: low
:because: imprecision
:direction: benefit
:outcome: vessel-calcification-lab
:caveats: animals-are-not-people

Magnesium slows calcification.
:::

:::{restate} slower-in-rats
Magnesium slows the calcification of arteries.
:::
"""
FAULTY_TRIAL = """\
id: short-2000
type: randomised-trial
extraction: abstract
publication: journal
population: [haemodialysis]
population_text: invented
n_total: 40
n_completed: 38
exposure:
  what: supplement
arms:
  - id: more
    n_completed: 19
  - id: less
    n_completed: 19
results:
  - id: stopped
    outcome: treatment-stopped
    contrast: between-arms
    arms:
      more: {n: 20, events: 3}
      less: {n: 20, events: 2}
    direction: harm
    seen: stated
    source: abstract
checked:
  by: unchecked
  date: not-applicable
"""


PLAN = """\
id: plan-2000
type: protocol
extraction: abstract
publication: registry
population: [haemodialysis]
checked:
  by: unchecked
  date: not-applicable
"""

EXPECTED = {
    "caveat-required", "claim-certainty", "claim-population", "claim-study-type", "restatement-stronger",
    "statistics-consistent", "study-schema", "wording-too-strong",
}  # fmt: skip
"""What rules must find in the faulty files, so that there is something to compare."""


def test_other_ids_give_the_same_problems(mini: MiniHandbook) -> None:
    mini.page(FAULTY_PAGE)
    mini.write("studies/short-2000.yaml", FAULTY_TRIAL)
    mini.write("studies/plan-2000.yaml", PLAN)
    before = mini.check()
    found = set(re.findall(r"error: ([a-z-]+):", before.out))
    assert found >= EXPECTED

    rename(mini)
    after = mini.check()
    assert MARK in after.out
    assert after._replace(out=after.out.replace(MARK, "")) == before


def test_handbook_with_other_ids_is_built(mini: MiniHandbook) -> None:
    rename(mini)
    assert mini.build().err == ""
    assert f'id="card-arteries-{MARK}trials"' in (mini.out() / "card.html").read_text(encoding="utf-8")
    claims = json.loads((mini.out() / "evidence.json").read_text(encoding="utf-8"))["claims"]
    assert {kind for claim in claims for kind in claim["study_types"]} >= {f"{MARK}animal", f"{MARK}cohort"}


def test_fields_asked_for_are_fields_of_a_study_file() -> None:
    vocabulary = load_vocabulary(SMALL_VOCABULARY)
    asked = {name for stream in vocabulary.stream for name in stream.fields}
    asked |= {name for kind in vocabulary.study_type for name in kind.fields}
    assert asked
    assert asked <= Study.model_fields.keys()


def rename(mini: MiniHandbook) -> None:
    """Give the words of the topic other ids, in the vocabulary and wherever they are written."""
    path = mini.conf / "vocabulary.toml"
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    ids = {word["id"] for kind in OTHER for word in words[kind]}
    for kind, listed in words.items():
        for word in listed if isinstance(listed, list) else ():
            word.update(_renamed(word, ids))
            if kind in OTHER:
                word["id"] = MARK + word["id"]
    words["substance"] = "silicon"
    text = "".join(f"{kind} = {_toml(value)}\n" for kind, value in words.items())
    path.write_text(text.replace('substances = ["magnesium"]', 'substances = ["silicon"]'), encoding="utf-8")
    written = re.compile(
        r"(?m)^(?P<before>\s*(?:- |:)?(?:study-type|type|stream|outcomes?|proxy-outcomes|population): "
        r"|:+\{finding\} )(?P<words>.*)$"
    )
    for page in [*mini.docs.rglob("*.md"), *mini.docs.rglob("*.yaml")]:
        old = page.read_text(encoding="utf-8")
        page.write_text(written.sub(lambda m: m["before"] + _marked(m["words"], ids), old), encoding="utf-8")


def _renamed(value: Any, ids: set[str], *, names: bool = False) -> Any:
    """A value of the vocabulary with other ids where it names words of the topic."""
    if isinstance(value, dict):
        return {
            (MARK + key if names and key in ids else key): _renamed(inner, ids, names=key in NAMING)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_renamed(inner, ids, names=names) for inner in value]
    return MARK + value if names and value in ids else value


def _marked(text: str, ids: set[str]) -> str:
    return re.sub(r"[a-z0-9-]+", lambda word: MARK + word[0] if word[0] in ids else word[0], text)


def _toml(value: Any) -> str:
    """A value as TOML writes it, on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
