"""Reviews of claims: the state of a claim as a stamp, whether a review still holds, and who has to look.

Pure functions over the model: rules, pages, the command line and metadata ask them.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

from evidence.analysis.caveats import caveats_of
from evidence.caching import cached_for_each, cached_on_handbook
from evidence.model import CLINICIAN, NOTICES, Stamp
from evidence.text.dates import day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from evidence.model import Claim, Handbook, Review, Study

_SIGNS = 16


class Reviewed(NamedTuple):
    """The last review of a claim, and why it no longer holds; no reason where it does."""

    review: Review
    reasons: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the claim is as it was reviewed."""
        return not self.reasons

    @property
    def by_clinician(self) -> bool:
        """Whether a clinician reviewed the claim as it is."""
        return self.holds and self.review.role == CLINICIAN


def stamp_of(claim: Claim, handbook: Handbook) -> Stamp:
    """The state of a claim: what a reviewer looked at.

    Its words with the names of the figures in them; its tags, with all caveats that readers see and
    notices on sources; its certainty; the data of each study for and against it.
    """
    known = handbook.study_by_id
    tags = {
        "types": claim.study_types,
        "contrary": claim.contrary,
        "cite": [f"{key} {_notice(key, handbook)}" for key in claim.cite],
        "because": claim.because,
        "direction": [claim.direction or ""],
        "outcomes": claim.outcomes,
        "topics": claim.topics,
        "caveats": caveats_of(claim, handbook),
    }
    words = "".join(part if isinstance(part, str) else f"{{{part}}}" for part in claim.content)
    return Stamp(
        text=_fingerprint(words.split()),
        tags=_fingerprint({name: sorted(set(values)) for name, values in tags.items()}),
        certainty=claim.certainty or "none",
        studies={
            study: _study_fingerprint(known[study], handbook)
            for study in sorted({*claim.studies, *claim.contrary})
            if study in known
        },
    )


@cached_for_each
def _study_fingerprint(study: Study, handbook: Handbook) -> str:
    """The data of a study, less who compared its file with the source."""
    data = study.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, exclude={"checked", "id"}
    )
    return _fingerprint([data, _notice(study.id, handbook)])


def _notice(key: str, handbook: Handbook) -> str:
    check = handbook.source_check_by_key.get(key)
    return check.status if check and check.status in NOTICES else ""


def _fingerprint(data: object) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:_SIGNS]


@cached_on_handbook
def reviews(handbook: Handbook) -> Mapping[str, Reviewed]:
    """The last review of each claim that has one, by the claim's present id."""
    found: dict[str, Reviewed] = {}
    for review in handbook.reviews:
        claim = handbook.claim_by_id.get(review.claim)
        if claim and (claim.id not in found or review.claim == claim.id):
            found[claim.id] = Reviewed(review, tuple(_reasons(review.stamp, stamp_of(claim, handbook))))
    return found


def _reasons(then: Stamp, now: Stamp) -> Iterator[str]:
    """What changed since a review, in words."""
    if then.text != now.text:
        yield "its words changed"
    if then.certainty != now.certainty:
        yield f"its certainty was {then.certainty} and is now {now.certainty}"
    if then.tags != now.tags:
        yield "its tags or caveats changed"
    for study in sorted({*then.studies, *now.studies}):
        if study not in now.studies:
            yield f"{study} was taken away"
        elif study not in then.studies:
            yield f"{study} was added"
        elif then.studies[study] != now.studies[study]:
            yield f"{study} changed"


def never_reviewed(handbook: Handbook) -> list[Claim]:
    """The claims that nobody reviewed."""
    return [claim for claim in handbook.claims if claim.id not in reviews(handbook)]


class ReviewState(NamedTuple):
    """How many of some claims there are, and the days on which clinicians reviewed them as they are."""

    claims: int
    days: tuple[date, ...]

    @property
    def complete(self) -> bool:
        """Whether a clinician reviewed every one of them, and there is at least one."""
        return bool(self.claims) and len(self.days) == self.claims


def review_state(claims: Sequence[Claim], handbook: Handbook) -> ReviewState:
    """How far some claims, such as those of a page, were reviewed by clinicians."""
    found = (reviews(handbook).get(claim.id) for claim in claims)
    days = (day(state.review.date) for state in found if state and state.by_clinician)
    return ReviewState(len(claims), tuple(sorted(d for d in days if d)))


def review_of_page(docname: str, handbook: Handbook) -> ReviewState:
    """How far the claims of a page were reviewed by clinicians."""
    return review_state(_claims_by_page(handbook).get(docname, ()), handbook)


@cached_on_handbook
def _claims_by_page(handbook: Handbook) -> Mapping[str, Sequence[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in handbook.claims:
        found.setdefault(claim.docname, []).append(claim)
    return found
