"""An invented handbook of any size: what it says, before it is written in some form.

Twenty claims stand on a page: six in an evidence card, the others under headings. Each page has four
studies and a table; twenty pages are a topic. All of it passes the rules of the handbook.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal, NamedTuple

CLAIMS_ON_A_PAGE = 20
PAGES_IN_A_TOPIC = 20
SOURCES_ON_A_PAGE = 100

Kind = Literal["trial", "cohort", "rats"]

_SYLLABLES = [a + b for a, b in product("bdfgklmnprstv", "aeiou")]

SENTENCES: dict[Kind, str] = {
    "trial": (
        "In one trial of people with kidney disease from {place}, a year of magnesium was not shown to slow "
        "calcium in the heart's arteries."
    ),
    "cohort": (
        "In a cohort of people on dialysis in {place}, higher blood magnesium was linked to fewer deaths."
    ),
    "rats": (
        "In rats with kidney disease from {place}, those fed more magnesium had less calcium in the aorta."
    ),
}
STREAMS: dict[Kind, str] = {"trial": "trials", "cohort": "observational", "rats": "laboratory"}
TYPES: dict[Kind, str] = {"trial": "randomised-trial", "cohort": "cohort", "rats": "animal"}
LEADS: dict[Kind, str] = {
    "trial": (
        "One small trial of people with kidney disease did not show that magnesium slows the calcification "
        "of arteries."
    ),
    "cohort": "In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.",
    "rats": "In rats with kidney disease, those fed more magnesium had less calcium in the aorta.",
}
HEADINGS: dict[Kind, str] = {"trial": "In trials", "cohort": "In cohorts", "rats": "In animals"}
CAVEATS: dict[Kind, tuple[str, ...]] = {
    "trial": (
        "surrogate-outcome", "small-or-early-stopped", "open-label", "kidney-disease-clearance",
        "talk-to-a-clinician",
    ),
    "cohort": ("association-not-causation",),
    "rats": ("animals-are-not-people", "abstract-only"),
}  # fmt: skip
"""In the order in which they are printed; the last of an experiment follows from its file."""

CAVEAT_TITLES = {
    "animals-are-not-people": "Animals are not people",
    "association-not-causation": "A link is not a cause",
    "surrogate-outcome": "A scan is not health",
    "small-or-early-stopped": "Small or stopped early",
    "open-label": "People knew what they got",
    "kidney-disease-clearance": "Weak kidneys keep magnesium",
    "talk-to-a-clinician": "Talk to a clinician",
    "abstract-only": "Only the summary was read",
    "cells-are-not-people": "Cells are not people",
    "combined-intervention": "Given with something else",
    "dietary-vs-supplement": "Food is not a tablet",
    "dose-form-differs": "Forms and doses differ",
    "high-dose-bone": "High doses and bone",
    "other-population": "Other people were studied",
    "source-misprint": "The source contradicts itself",
    "within-group-only": "Only before and after",
}


class Study(NamedTuple):
    """An invented study; ``number`` counts from 0 through the handbook."""

    number: int
    kind: Kind

    @property
    def id(self) -> str:
        """Its name, which is also its key in the bibliography."""
        return f"{name(self.number).lower()}-{self.number}-{self.year}"

    @property
    def year(self) -> int:
        """A year in which it might have been published."""
        return 1990 + self.number % 35

    @property
    def author(self) -> str:
        """The last name of its first author."""
        return name(self.number)

    @property
    def title(self) -> str:
        """Its title."""
        return f"An invented {self.kind} study of magnesium in {name(self.number + 7)}"


class Claim(NamedTuple):
    """An invented claim; ``number`` counts from 0 through the handbook."""

    number: int
    kind: Kind
    study: Study

    @property
    def id(self) -> str:
        """Its name."""
        return f"{self.kind}-in-{name(self.number).lower()}-{self.number}"

    @property
    def sentence(self) -> str:
        """What it says."""
        return SENTENCES[self.kind].format(place=name(self.number))


class Page(NamedTuple):
    """A page of claims; ``number`` counts from 0 through the handbook."""

    number: int
    claims: tuple[Claim, ...]
    studies: tuple[Study, ...]

    @property
    def title(self) -> str:
        """Its heading."""
        return f"Arteries in {name(self.number)}"

    @property
    def docname(self) -> str:
        """Where it stands below the docs folder."""
        return f"topic-{self.number // PAGES_IN_A_TOPIC}/page-{self.number}"

    def of(self, kind: Kind) -> tuple[Claim, ...]:
        """Its claims of a kind; the first two of each stand in its card."""
        return tuple(claim for claim in self.claims if claim.kind == kind)


@dataclass(frozen=True)
class Invented:
    """An invented handbook with ``claims`` claims, a multiple of those on a page."""

    claims: int

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Its pages of claims."""
        return tuple(_page(number) for number in range(self.claims // CLAIMS_ON_A_PAGE))

    @property
    def topics(self) -> list[tuple[Page, ...]]:
        """Its pages, topic by topic."""
        step = PAGES_IN_A_TOPIC
        return [self.pages[start : start + step] for start in range(0, len(self.pages), step)]

    @property
    def studies(self) -> list[Study]:
        """All studies."""
        return [study for page in self.pages for study in page.studies]

    @property
    def sources(self) -> list[tuple[Study, ...]]:
        """The studies by the page that lists them as references."""
        studies, step = self.studies, SOURCES_ON_A_PAGE
        return [tuple(studies[start : start + step]) for start in range(0, len(studies), step)]


def _page(number: int) -> Page:
    kinds: tuple[Kind, ...] = ("trial", "cohort", "rats", "rats")
    studies = tuple(Study(4 * number + place, kind) for place, kind in enumerate(kinds))
    by_kind = {"trial": studies[:1], "cohort": studies[1:2], "rats": studies[2:]}
    order: tuple[Kind, ...] = ("trial", "cohort", "rats")
    claims = []
    for place in range(CLAIMS_ON_A_PAGE):
        kind = order[place % 3]
        own = by_kind[kind]
        claims.append(Claim(CLAIMS_ON_A_PAGE * number + place, kind, own[place // 3 % len(own)]))
    return Page(number, tuple(claims), studies)


def name(number: int) -> str:
    """A word that means nothing, the same for the same number."""
    word = ""
    number = number * 7919 + 65 * 65
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[rest]
    return word.capitalize()
