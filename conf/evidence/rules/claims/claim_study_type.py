"""A claim says its study design, in known words of one stream.

Its direction, outcomes and topics are known words too; a claim about an effect has a
direction and, if it points anywhere, an outcome. In a card a claim stands under its own stream.

Bad (page):

    # Example

    :::{claim} wrong-word
    :study-type: randomized
    :studies: invented-trial-2001
    :certainty: low
    :because: imprecision
    :direction: not-shown
    :outcome: cac
    :caveats: surrogate-outcome, kidney-disease-clearance

    In people with kidney disease one trial found no slowing of coronary calcification.
    :::

Good (page):

    # Example

    :::{claim} known-word
    :study-type: randomised-trial
    :studies: invented-trial-2001
    :certainty: low
    :because: imprecision
    :direction: not-shown
    :outcome: cac
    :caveats: surrogate-outcome, kidney-disease-clearance

    In people with kidney disease one trial found no slowing of coronary calcification.
    :::
"""

from __future__ import annotations

from evidence.analysis.streams import study_types_of_claim, types_of_study
from evidence.model import Claim, Handbook
from evidence.problems import did_you_mean
from evidence.rules.names import unknown_words
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import NO_DIRECTION
from evidence.vocabulary.words import StudyType


@rule("claims", position=2)
def check(claim: Claim, handbook: Handbook) -> Remarks:
    study_types = study_types_of_claim(claim, handbook)
    if not claim.study_types:
        yield _missing_type(claim, handbook)
    direction = (claim.direction,) if claim.direction else ()
    yield from unknown_words("study-type", claim.study_types, claim.line_of("study-type"), handbook)
    yield from unknown_words("direction", direction, claim.line_of("direction"), handbook)
    yield from unknown_words("outcome", claim.outcomes, claim.line_of("outcome"), handbook)
    yield from unknown_words("topic", claim.topics, claim.line_of("topic"), handbook)
    yield from _streams(claim, study_types, handbook)
    if not any(study_type.effects for study_type in study_types):
        return
    if claim.direction is None:
        yield Remark(
            claim.at,
            f"the claim {claim.id} does not say the direction of its result",
            f"Add :direction: with one of {', '.join(handbook.vocabulary.ids('direction'))}",
        )
    elif claim.direction != NO_DIRECTION and not claim.outcomes:
        yield Remark(
            claim.at,
            f"the claim {claim.id} has a direction and no outcome",
            "Add :outcome: with what was measured",
        )


def _missing_type(claim: Claim, handbook: Handbook) -> Remark:
    types = sorted({name for study in handbook.studies_of(claim) for name in types_of_study(study)})
    return Remark(
        claim.line_of("study-type"),
        f"the claim {claim.id} does not say its study design",
        f"Add :study-type: {', '.join(types)}"
        if types
        else did_you_mean("", handbook.vocabulary.ids("study-type")),
    )


def _streams(claim: Claim, study_types: list[StudyType], handbook: Handbook) -> Remarks:
    """Study types of more than one stream, or of another stream than the finding around the claim."""
    streams = {study_type.stream: study_type.id for study_type in study_types if study_type.stream}
    if len(streams) > 1:
        mixed = ", ".join(f"{study_type} is {stream}" for stream, study_type in streams.items())
        yield Remark(
            claim.line_of("study-type"),
            f"the claim {claim.id} mixes streams: {mixed}",
            "Make one claim for each stream, each with its own sentence",
        )
    elif claim.finding and streams:
        (stream,) = streams
        card, finding_stream = claim.finding
        if stream != finding_stream and handbook.vocabulary.streams[stream].in_cards:
            yield Remark(
                claim.line_of("study-type"),
                f"the claim {claim.id} is {stream} and stands in the finding {finding_stream}",
                f"Move it to {{finding}} {stream} of the card {card}",
            )
