"""What the exported data say of each statement and study: what the explorer must find and show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

Facts = dict[str, dict[str, set[str]]]


class Data(NamedTuple):
    """What evidence.json says of claims and studies: the words that hold for each, by filter."""

    claims: Facts
    studies: Facts
    texts: dict[str, str]


def read_data(built_html: Path) -> Data:
    """The words of each claim and study, out of the exported data alone."""
    exported = json.loads((built_html / "evidence.json").read_bytes())
    files = {study["id"]: study["file"] for study in exported["studies"]}
    claims = {
        claim["id"]: {
            "stream": {claim["stream"]},
            "study-type": set(claim["study_types"]),
            "outcome": set(claim["outcome"]),
            "population": {word for study in claim["studies"] for word in files[study]["population"]},
            "direction": {claim["direction"]},
            "certainty": {claim["certainty"]},
            "caveat": set(claim["caveats"]),
        }
        for claim in exported["claims"]
    }
    studies = {
        study["id"]: {
            "stream": set(study["streams"]),
            "study-type": {study["file"]["type"]},
            "outcome": {
                found["outcome"] for kind in ("results", "figures") for found in study["file"].get(kind, ())
            },
            "population": set(study["file"]["population"]),
            "direction": {result["direction"] for result in study["file"].get("results", ())},
            "certainty": {word for claim in study["claims"] for word in claims[claim]["certainty"]},
            "caveat": {word for claim in study["claims"] for word in claims[claim]["caveat"]},
        }
        for study in exported["studies"]
    }
    return Data(claims, studies, {claim["id"]: claim["text"] for claim in exported["claims"]})


def matching(facts: Facts, **wanted: list[str]) -> set[str]:
    """The objects for which, in each filter, one of the wanted words holds."""
    return {
        name
        for name, words in facts.items()
        if all(not words[kind.replace("_", "-")].isdisjoint(some) for kind, some in wanted.items())
    }
