"""A study seen only second-hand or by its title supports no claim above very low.

This holds for studies of which only that was read, and for results that were seen only so in a
study that was otherwise read. Quotations of advice and reference figures say how sure they are
themselves.

Bad (page):

    # Example

    :::{claim} from-the-title
    :study-type: randomised-trial
    :studies: invented-title-2010
    :certainty: low
    :because: imprecision
    :direction: not-shown
    :outcome: cac
    :caveats: surrogate-outcome

    In people with kidney disease, a trial did not show that magnesium lowers coronary calcium.
    :::

Good (page):

    # Example

    :::{claim} from-the-title
    :study-type: randomised-trial
    :studies: invented-title-2010
    :certainty: very-low
    :because: imprecision
    :direction: not-shown
    :outcome: cac
    :caveats: surrogate-outcome

    In people with kidney disease, a trial did not show that magnesium lowers coronary calcium.
    :::
"""

from __future__ import annotations

from evidence.analysis.streams import types_of_study
from evidence.model import Claim, Handbook, Study
from evidence.rules.registry import Remark, Remarks, rule

NOT_AT_ITS_SOURCE = frozenset({"title", "secondary", "not-seen"})
"""How a result was seen, where it was not read in the study's own words."""


@rule("claims")
def check(claim: Claim, handbook: Handbook) -> Remarks:
    vocabulary = handbook.vocabulary
    if vocabulary.rank(claim.certainty) <= 1:
        return
    lowest = vocabulary.lowest(list(vocabulary.certainties))
    for study in handbook.studies_of(claim):
        seen = _seen_only(study, claim, handbook)
        if seen:
            yield Remark(
                claim.line_of("studies"),
                f"the claim {claim.id} is {claim.certainty}, but of {study.id} only {seen} was seen",
                f"Write :certainty: {lowest}, make it a claim of its own, or move {study.id} to :cite:",
            )


def _seen_only(study: Study, claim: Claim, handbook: Handbook) -> str:
    """What was seen of a study in place of its own words; nothing where those were read."""
    vocabulary = handbook.vocabulary
    kinds = [vocabulary.study_types[t] for t in types_of_study(study) if t in vocabulary.study_types]
    if kinds and all(kind.quotes for kind in kinds):
        return ""
    extraction = next((word for word in vocabulary.extraction if word.id == study.extraction), None)
    if extraction and vocabulary.rank(extraction.ceiling) == 1:
        return "its title" if not extraction.citable else "an account by others"
    results = [result for result in study.results if result.outcome in claim.outcomes]
    if results and all(result.seen in NOT_AT_ITS_SOURCE for result in results):
        ways = sorted({vocabulary.label("seen", result.seen) for result in results})
        return f"its {' and '.join(claim.outcomes)} {' or '.join(ways)}"
    return ""
