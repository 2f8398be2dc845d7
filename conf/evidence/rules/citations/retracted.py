"""No claim rests on a source that was retracted; one that was corrected or doubted is looked at.

What is known of each source stands in ``records/retractions.yaml``. A correction, or an expression
of concern, is a warning until a ``note`` there says what it means for the claims. A retracted
source stays in the handbook, crossed out and with its notice. Sources that were never compared
with the data on retractions are counted in a note.

Bad (page):

    # Example

    :::{claim} an-effect
    :study-type: cohort
    :studies: invented-retracted-2014
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: association-not-causation

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::

Good (page):

    # Example

    :::{claim} an-effect
    :study-type: cohort
    :studies: invented-cohort-2003
    :contrary: invented-retracted-2014
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: association-not-causation

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::
"""

from __future__ import annotations

from evidence.model import Claim, Handbook, Severity, SourceCheck
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, Remarks, rule


@rule("claims", "source_checks", position=4)
def check(item: Claim | SourceCheck, handbook: Handbook) -> Remarks:
    if isinstance(item, SourceCheck):
        if item.key not in handbook.entry_by_key:
            hint = did_you_mean(item.key, sorted(handbook.entry_by_key))
            yield Remark(item.at, f"the bibliography has no {item.key!r}", hint)
        return
    for option, keys in (("studies", item.studies), ("cite", item.cite)):
        for key in keys:
            source = handbook.source_check_by_key.get(key)
            if source and source.has_notice:
                yield from _notice(item, option, source, handbook)


def _notice(claim: Claim, option: str, source: SourceCheck, handbook: Handbook) -> Remarks:
    if source.status == "retracted":
        rests = option == "studies"
        yield Remark(
            claim.line_of(option),
            f"{source.key} was retracted ({source.notice_words})",
            "Rest the claim on other studies, or take it out" if rests else "Cite another source",
            Severity.ERROR if rests else Severity.WARNING,
        )
    elif not source.note:
        label = handbook.vocabulary.label("source-status", source.status).lower()
        yield Remark(
            claim.line_of(option),
            f"there is a notice about {source.key}: {label} ({source.notice_words})",
            f"Read it, and say at {source.at.path}:{source.at.line} under note: what it means for us",
            Severity.WARNING,
        )
