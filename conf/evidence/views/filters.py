"""What claims and studies can be filtered by: words of the vocabulary, by the name of the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.caveats import caveats_of
from evidence.analysis.streams import claims_by_study, streams_of_claim, streams_of_study

if TYPE_CHECKING:
    from evidence.model import Claim, Handbook, Study

FILTERS = ("stream", "study-type", "outcome", "population", "direction", "certainty", "caveat")
"""The options of the tables; each takes words of the vocabulary."""

Facts = dict[str, set[str]]


def wanted_words(filters: tuple[str, ...]) -> Facts:
    """What ``name=word`` pairs ask for: words of one name are alternatives, names must all match."""
    wanted: Facts = {}
    for pair in filters:
        name, _, word = pair.partition("=")
        wanted.setdefault(name, set()).add(word)
    return wanted


def matches(wanted: Facts, facts: Facts) -> bool:
    """Whether an object has one of the words wanted under each name."""
    return all(not words.isdisjoint(facts.get(name, set())) for name, words in wanted.items())


def claim_facts(claim: Claim, handbook: Handbook) -> Facts:
    """The words that hold for a claim."""
    return {
        "stream": set(streams_of_claim(claim, handbook)),
        "study-type": set(claim.study_types),
        "outcome": set(claim.outcomes),
        "population": {p for s in handbook.studies_of(claim) for p in s.population},
        "direction": {claim.direction or ""},
        "certainty": {claim.certainty or ""},
        "caveat": set(caveats_of(claim, handbook)),
    }


def study_facts(study: Study, handbook: Handbook) -> Facts:
    """The words that hold for a study; certainty and caveats are those of the claims that name it."""
    claims = claims_by_study(handbook).get(study.id, ())
    return {
        "stream": set(streams_of_study(study, handbook.vocabulary)),
        "study-type": {study.type},
        "outcome": set(study.measured),
        "population": set(study.population),
        "direction": {result.direction for result in study.results},
        "certainty": {claim.certainty or "" for claim in claims},
        "caveat": {c for claim in claims for c in caveats_of(claim, handbook)},
    }
