"""``evidence review``: stamp claims as reviewed, or list those that are due."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sphinx_evidence.cli.common import CLEAN, UsageError, add_docs, docs_folder, known_day, read

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from evidence.model import Claim, Handbook, Review

HELP = "stamp claims as reviewed, or list those that are due"
DESCRIPTION = (
    "A stamp says who read a claim with its studies, when, and in what role. It holds until the claim's "
    "words, tags or certainty, or one of its studies, change. Stamps stand in docs/records/reviews.yaml."
)


def add_arguments(review: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    review.add_argument("claims", nargs="*", metavar="CLAIM", help="ids of the claims that were reviewed")
    review.add_argument("--by", metavar="NAME", help="who reviewed them; readers see the name")
    review.add_argument(
        "--role", choices=("clinician", "other"), default="other", help="as what (default: %(default)s)"
    )
    review.add_argument("--date", default="", help="the day of the review (default: today)")
    review.add_argument("--due", action="store_true", help="list the claims that are due, and why")
    add_docs(review)


def run(options: argparse.Namespace) -> int:
    """Write the stamps, or list what is due."""
    if options.due == bool(options.claims):
        raise UsageError("name the claims that were reviewed, or ask with --due which are due")
    if not options.due and not (options.by or "").strip():
        raise UsageError("say who reviewed them: --by NAME")
    known_day(options.date, "--date")
    docs = docs_folder([options.docs])
    handbook = read(docs, options.conf).handbook
    if options.due:
        for line in _due(handbook):
            print(line)
    else:
        _write(list(_stamped(options, handbook)), docs)
    return CLEAN


def _write(reviews: list[Review], docs: Path) -> None:
    from evidence.files.records.review_stamps import write_reviews
    from evidence.files.records.reviews import FILE

    write_reviews(docs / FILE, reviews)
    for review in reviews:
        print(f"{review.claim}: reviewed by {review.by} ({review.role}) on {review.date}")


def _stamped(options: argparse.Namespace, handbook: Handbook) -> Iterator[Review]:
    """The new reviews; a claim is stamped once, under the name that its record has."""
    from evidence.analysis.reviews import reviews, stamp_of
    from evidence.model import CLINICIAN, Location, Review

    today = options.date or datetime.now().astimezone().date().isoformat()
    by = " ".join(options.by.split())
    for claim in dict.fromkeys([_known(name, handbook) for name in options.claims]):
        last = reviews(handbook).get(claim.id)
        if last and last.by_clinician and options.role != CLINICIAN:
            raise UsageError(
                f"{claim.id}: the review by {last.review.by} ({CLINICIAN}) on {last.review.date} still "
                "holds; a review in another role would take its place"
            )
        name = last.review.claim if last else claim.id
        yield Review(name, by, options.role, today, stamp_of(claim, handbook), Location("", 0))


def _known(name: str, handbook: Handbook) -> Claim:
    from evidence.problems import did_you_mean

    claim = handbook.claim_by_id.get(name)
    if claim is None:
        hint = did_you_mean(name, sorted(handbook.claim_by_id))
        raise UsageError(f"there is no claim {name!r}. {hint}".strip())
    return claim


def _due(handbook: Handbook) -> Iterator[str]:
    """A line for each claim that is due, then how many there are."""
    from evidence.analysis.reviews import never_reviewed, reviews

    states = reviews(handbook)
    changed = [claim for claim in handbook.claims if claim.id in states and not states[claim.id].holds]
    missing = never_reviewed(handbook)
    for claim in changed:
        review, reasons = states[claim.id]
        at = f"{claim.at.path}:{claim.at.line}"
        yield f"{at}: {claim.id}: reviewed by {review.by} on {review.date}; since then {'; '.join(reasons)}"
    for claim in missing:
        yield f"{claim.at.path}:{claim.at.line}: {claim.id}: never reviewed"
    yield (
        f"{len(handbook.claims)} claims: {len(changed)} changed since their review, "
        f"{len(missing)} never reviewed"
    )
