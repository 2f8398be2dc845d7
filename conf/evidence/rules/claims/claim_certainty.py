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

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.certainty import ceiling_of_claim
from evidence.analysis.streams import study_types_of_claim, types_of_study
from evidence.model import Claim, Finding, Handbook, Study
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import name_of
from evidence.vocabulary.words import StudyType

if TYPE_CHECKING:
    from collections.abc import Iterable


@rule("claims", "findings", position=1)
def check(statement: Claim | Finding, handbook: Handbook) -> Remarks:
    if isinstance(statement, Claim):
        yield from _of_claim(statement, handbook)
    else:
        yield from _of_finding(statement, handbook)


def _of_claim(claim: Claim, handbook: Handbook) -> Remarks:
    study_types = study_types_of_claim(claim, handbook)
    if study_types and not any(kind.ceiling or kind.stream is None for kind in study_types):
        if claim.certainty:
            yield Remark(
                claim.line_of("certainty"),
                f"{name_of(claim)} rests on {study_types[0].id} only, which has no result",
                "Delete :certainty:",
            )
        return
    ceiling = ceiling_of_claim(claim, handbook)
    above = f"; its sources carry at most {ceiling}{_sources(claim, handbook)}"
    yield from _level(claim, ceiling, above, handbook)
    if study_types and not any(kind.start or kind.stream is None for kind in study_types):
        return  # a quotation of advice or of reference figures needs no reason
    needed = {}
    if any(kind.design_rates_down for kind in study_types) or any(
        _reviews_no_trials(study, study_types, handbook) for study in handbook.studies_of(claim)
    ):
        needed["design"] = "its studies did not allocate people by chance"
    if claim.contrary:
        needed["inconsistency"] = "it names contrary studies"
    yield from _reasons(claim, needed, [claim], handbook)


def _of_finding(finding: Finding, handbook: Handbook) -> Remarks:
    if finding.signal == "not-assessable":
        if finding.certainty:
            yield Remark(
                finding.line_of("certainty"),
                f"{name_of(finding)} has nothing to judge, so there is nothing to be sure of",
                "Delete :certainty:, or choose another :signal:",
            )
        return
    vocabulary = handbook.vocabulary
    claims = handbook.claims_of(finding)
    levels = [claim.certainty for claim in claims if claim.certainty in vocabulary.certainties]
    highest = max(filter(None, levels), key=vocabulary.rank, default=None)
    yield from _level(finding, highest, f", but the most certain of its claims is {highest}", handbook)
    study_types = [kind for claim in claims for kind in study_types_of_claim(claim, handbook)]
    needed = {}
    if study_types and all(kind.design_rates_down for kind in study_types):
        needed["design"] = "its studies did not allocate people by chance"
    if finding.signal == "mixed":
        needed["inconsistency"] = "its signal is mixed"
    elif any(claim.contrary for claim in claims):
        needed["inconsistency"] = "its claims name contrary studies"
    yield from _reasons(finding, needed, claims, handbook)


def _level(statement: Claim | Finding, highest: str | None, above: str, handbook: Handbook) -> Remarks:
    """Whether a certainty is given, in a known word, and is not above the highest that can be carried."""
    rank = handbook.vocabulary.rank
    name, level = name_of(statement), statement.certainty
    if level is None:
        yield Remark(
            statement.at,
            f"{name} does not say how certain it is"
            + (f"; its sources carry at most {highest}" if highest else ""),
            "Add :certainty: and :because:",
        )
    elif level not in handbook.vocabulary.certainties:
        yield Remark(
            statement.line_of("certainty"),
            f"{name}: {level!r} is not a level of certainty",
            did_you_mean(level, handbook.vocabulary.certainties),
        )
    elif rank(level) > rank(highest) > 0:
        yield Remark(
            statement.line_of("certainty"),
            f"{name} says {level}{above}",
            f"Write :certainty: {highest}, or lower",
        )


def _reasons(
    statement: Claim | Finding, needed: dict[str, str], claims: Iterable[Claim], handbook: Handbook
) -> Remarks:
    """Whether the reasons for rating down are known words, and those that must be there are."""
    rank = handbook.vocabulary.rank
    name, at = name_of(statement), statement.line_of("because")
    reasons = {word.id: word for word in handbook.vocabulary.reason}
    typed = [word for word in reasons if not reasons[word].derived]
    for word in statement.because:
        if word not in reasons:
            yield Remark(at, f"{name}: {word!r} is not a reason for rating down", did_you_mean(word, typed))
        elif reasons[word].derived:
            yield Remark(at, f"{name}: {word} follows from the study files and is not typed", "Delete it")
    missing = [word for word in needed if word not in statement.because]
    for word in missing:
        yield Remark(
            at,
            f"{name} is not rated down for {word}, although {needed[word]}",
            f"Write :because: {', '.join([*statement.because, word])}",
        )
    if missing or not set(typed).isdisjoint(statement.because):
        return
    explained = max((rank(_start_of_claim(claim, handbook)) for claim in claims), default=0)
    if 0 < rank(statement.certainty) < explained:
        yield Remark(
            at,
            f"{name} says {statement.certainty} without a reason",
            f"Add :because: with why, one or more of {', '.join(typed)}",
        )


def _start_of_claim(claim: Claim, handbook: Handbook) -> str | None:
    """The certainty at which a claim starts, lowered only for how much of its sources was read."""
    vocabulary = handbook.vocabulary
    ceilings = {word.id: word.ceiling for word in vocabulary.extraction}
    levels = [
        vocabulary.lowest(list(filter(None, (start, ceilings.get(study.extraction)))))
        for study in handbook.studies_of(claim)
        for study_type in study_types_of_claim(claim, handbook)
        if study_type.id in types_of_study(study) and (start := _start(study_type, study, handbook))
    ]
    return max(filter(None, levels), key=vocabulary.rank, default=None)


def _start(study_type: StudyType, study: Study, handbook: Handbook) -> str | None:
    """Where the rating of a study begins; a review begins where the best it reviewed does."""
    if study_type.stream is not None:
        return study_type.start
    starts = [reviewed.start for reviewed in _reviewed(study, handbook)]
    return max(filter(None, starts), key=handbook.vocabulary.rank, default=None)


def _reviews_no_trials(study: Study, study_types: list[StudyType], handbook: Handbook) -> bool:
    """Whether all that a review of one of the types reviewed is of a kind that did not allocate by chance."""
    reviewed = _reviewed(study, handbook)
    return (
        any(kind.id == study.type and kind.stream is None for kind in study_types)
        and bool(reviewed)
        and all(kind.design_rates_down for kind in reviewed)
    )


def _reviewed(study: Study, handbook: Handbook) -> list[StudyType]:
    study_types = handbook.vocabulary.study_types
    return [study_types[name] for name in study.reviews if name in study_types]


def _sources(claim: Claim, handbook: Handbook) -> str:
    """What is known of the sources that limits a claim, for the message."""
    sources = [
        f"{study.id}: {study.type}, {study.extraction} read, {study.publication}"
        + ("" if study.rob and study.rob.complete else ", risk of bias not fully assessed")
        for study in handbook.studies_of(claim)
    ]
    return f" ({'; '.join(sources)})" if sources else ""
