"""The rule of certainty: stated, with reasons, and not above what the sources can carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.certainty import ceiling_of_claim
from evidence.analysis.streams import types_of_study
from evidence.model import Claim
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.model import Finding, Handbook, Study
    from evidence.vocabulary.words import StudyType


@rule(group="claims", each=("claims", "findings"), scope="named")
def claim_certainty(statement: Claim | Finding, handbook: Handbook) -> Iterator[Remark]:
    """A claim says how certain it is and why it is not more certain.

    It is not above what the design, the publication and the part of the source read can carry,
    and a finding is not above the highest of its claims. The reasons in ``:because:`` are known
    words; ``abstract-only`` is added by itself. Where more than that lowers the certainty, at
    least one reason is typed: ``design`` for studies without allocation by chance,
    ``inconsistency`` where contrary studies are named or the signal is mixed. Quotations of advice
    and of reference figures need no reason; plans of trials and findings that nothing can answer
    have no certainty.

    Bad (page):

        # Example

        :::{claim} too-certain
        :study-type: cohort
        :studies: invented-cohort-2003
        :certainty: high
        :because: design
        :direction: benefit
        :outcome: mortality
        :caveats: association-not-causation

        In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
        :::

    Good (page):

        # Example

        :::{claim} as-certain-as-a-cohort
        :study-type: cohort
        :studies: invented-cohort-2003
        :certainty: low
        :because: design
        :direction: benefit
        :outcome: mortality
        :caveats: association-not-causation

        In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
        :::
    """
    if isinstance(statement, Claim):
        yield from _of_claim(statement, handbook)
    else:
        yield from _of_finding(statement, handbook)


def _of_claim(claim: Claim, handbook: Handbook) -> Iterator[Remark]:
    vocabulary = handbook.vocabulary
    kinds = [vocabulary.study_types[w] for w in claim.study_types if w in vocabulary.study_types]
    what = f"the claim {claim.id}"
    if kinds and not any(kind.ceiling or kind.stream is None for kind in kinds):
        if claim.certainty:
            yield Remark(
                claim.line_of("certainty"),
                f"{what} rests on {kinds[0].id} only, which has no result",
                "Delete :certainty:",
            )
        return
    ceiling = ceiling_of_claim(claim, handbook)
    yield from _stated(claim, what, ceiling, handbook)
    if vocabulary.rank(claim.certainty) > vocabulary.rank(ceiling) > 0:
        yield Remark(
            claim.line_of("certainty"),
            f"{what} says {claim.certainty}; its sources carry at most {ceiling}{_sources(claim, handbook)}",
            f"Write :certainty: {ceiling}, or lower",
        )
    needed = {}
    types = {kind.id for kind in kinds}
    down = [study.id for study in handbook.studies_of(claim) if _rates_down(study, types, handbook)]
    if down or any(kind.design_rates_down for kind in kinds):
        needed["design"] = "its studies did not allocate people by chance"
    if claim.contrary:
        needed["inconsistency"] = "it names contrary studies"
    quoted = bool(kinds) and not any(kind.start or kind.stream is None for kind in kinds)
    if not quoted:
        yield from _reasons(claim, what, needed, [claim], handbook)


def _of_finding(finding: Finding, handbook: Handbook) -> Iterator[Remark]:
    vocabulary = handbook.vocabulary
    what = f"the finding {finding.stream} of {finding.card}"
    claims = handbook.claims_of(finding)
    if finding.signal == "not-assessable":
        if finding.certainty:
            yield Remark(
                finding.line_of("certainty"),
                f"{what} has nothing to judge, so there is nothing to be sure of",
                "Delete :certainty:, or choose another :signal:",
            )
        return
    levels = [claim.certainty for claim in claims if claim.certainty in vocabulary.certainties]
    highest = max((level for level in levels if level), key=vocabulary.rank, default=None)
    yield from _stated(finding, what, highest, handbook)
    if vocabulary.rank(finding.certainty) > vocabulary.rank(highest) > 0:
        yield Remark(
            finding.line_of("certainty"),
            f"{what} says {finding.certainty}, but the most certain of its claims is {highest}",
            f"Write :certainty: {highest}, or lower",
        )
    needed = {}
    types = [vocabulary.study_types[w] for c in claims for w in c.study_types if w in vocabulary.study_types]
    if types and all(kind.design_rates_down for kind in types):
        needed["design"] = "its studies did not allocate people by chance"
    if finding.signal == "mixed":
        needed["inconsistency"] = "its signal is mixed"
    elif any(claim.contrary for claim in claims):
        needed["inconsistency"] = "its claims name contrary studies"
    yield from _reasons(finding, what, needed, claims, handbook)


def _stated(
    statement: Claim | Finding, what: str, ceiling: str | None, handbook: Handbook
) -> Iterator[Remark]:
    """Whether a certainty is given, in a known word."""
    known = handbook.vocabulary.certainties
    if statement.certainty is None:
        highest = f"; its sources carry at most {ceiling}" if ceiling else ""
        yield Remark(
            statement.at, f"{what} does not say how certain it is{highest}", "Add :certainty: and :because:"
        )
    elif statement.certainty not in known:
        yield Remark(
            statement.line_of("certainty"),
            f"{what}: {statement.certainty!r} is not a level of certainty",
            did_you_mean(statement.certainty, known),
        )


def _reasons(
    statement: Claim | Finding, what: str, needed: dict[str, str], claims: Iterable[Claim], handbook: Handbook
) -> Iterator[Remark]:
    """Whether the reasons for rating down are known words, and those that must be there are."""
    vocabulary = handbook.vocabulary
    at = statement.line_of("because")
    reasons = {word.id: word for word in vocabulary.reason}
    typed = [word for word in reasons if not reasons[word].derived]
    for word in statement.because:
        if word not in reasons:
            yield Remark(at, f"{what}: {word!r} is not a reason for rating down", did_you_mean(word, typed))
        elif reasons[word].derived:
            yield Remark(at, f"{what}: {word} follows from the study files and is not typed", "Delete it")
    missing = [word for word in needed if word not in statement.because]
    for word in missing:
        yield Remark(
            at, f"{what} is not rated down for {word}, although {needed[word]}", _add(word, statement)
        )
    if (
        missing
        or any(word in typed for word in statement.because)
        or not vocabulary.rank(statement.certainty)
    ):
        return
    explained = max((vocabulary.rank(_by_reading(claim, handbook)) for claim in claims), default=0)
    if vocabulary.rank(statement.certainty) < min(explained, len(vocabulary.certainty)):
        yield Remark(
            at,
            f"{what} says {statement.certainty} without a reason",
            f"Add :because: with why, one or more of {', '.join(typed)}",
        )


def _add(word: str, statement: Claim | Finding) -> str:
    return f"Write :because: {', '.join([*statement.because, word])}"


def _by_reading(claim: Claim, handbook: Handbook) -> str | None:
    """The certainty at which a claim starts, lowered only for how much of its sources was read."""
    vocabulary = handbook.vocabulary
    extraction = {word.id: word.ceiling for word in vocabulary.extraction}
    kinds = [vocabulary.study_types[w] for w in claim.study_types if w in vocabulary.study_types]
    levels = []
    for study in handbook.studies_of(claim):
        starts = [_start(kind, study, handbook) for kind in kinds if kind.id in types_of_study(study)]
        caps = [extraction.get(study.extraction)]
        levels += [vocabulary.lowest([cap for cap in (start, *caps) if cap]) for start in starts if start]
    return max((level for level in levels if level), key=vocabulary.rank, default=None)


def _start(kind: StudyType, study: Study, handbook: Handbook) -> str | None:
    """Where the rating of a study begins; a review begins where the best it reviewed does."""
    if kind.stream is not None:
        return kind.start
    known = handbook.vocabulary.study_types
    starts = [known[word].start for word in study.reviews if word in known]
    return max((start for start in starts if start), key=handbook.vocabulary.rank, default=None)


def _rates_down(study: Study, types: set[str], handbook: Handbook) -> bool:
    """Whether all that a review reviewed is of a kind that did not allocate by chance."""
    known = handbook.vocabulary.study_types
    if study.type not in types or known[study.type].stream is not None:
        return False
    reviewed = [known[word] for word in study.reviews if word in known]
    return bool(reviewed) and all(kind.design_rates_down for kind in reviewed)


def _sources(claim: Claim, handbook: Handbook) -> str:
    """What is known of the sources that limits a claim, for the message."""
    words = [
        f"{study.id}: {study.type}, {study.extraction} read, {study.publication}"
        + ("" if study.rob and study.rob.judgement != "not-assessed" else ", risk of bias not assessed")
        for study in handbook.studies_of(claim)
    ]
    return f" ({'; '.join(words)})" if words else ""
