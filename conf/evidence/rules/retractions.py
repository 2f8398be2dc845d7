"""Rules of retractions: nothing rests on a withdrawn source, and what was looked up does not grow old."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from evidence.model import Claim, Severity, SourceCheck
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, rule
from evidence.text.dates import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import BibliographyEntry, Handbook

STALE_AFTER = timedelta(days=183)
"""How long an answer of the data on retractions holds: half a year."""


@rule(group="citations", each=("claims", "source_checks"))
def retracted(item: Claim | SourceCheck, handbook: Handbook) -> Iterator[Remark]:
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
    if isinstance(item, SourceCheck):
        if item.key not in handbook.entry_by_key:
            hint = did_you_mean(item.key, sorted(handbook.entry_by_key))
            yield Remark(item.at, f"the bibliography has no {item.key!r}", hint)
        return
    for option in ("studies", "cite"):
        for key in getattr(item, option):
            check = handbook.source_check_by_key.get(key)
            if check is None or not check.has_notice:
                continue
            at = item.line_of(option)
            if check.status == "retracted":
                rests = option == "studies"
                yield Remark(
                    at,
                    f"{key} was retracted ({check.notice_words})",
                    "Rest the claim on other studies, or take it out" if rests else "Cite another source",
                    Severity.ERROR if rests else Severity.WARNING,
                )
            elif not check.note:
                label = handbook.vocabulary.label("source-status", check.status).lower()
                yield Remark(
                    at,
                    f"there is a notice about {key}: {label} ({check.notice_words})",
                    f"Read it, and say at {check.at.path}:{check.at.line} under note: what it means for us",
                    Severity.WARNING,
                )


@rule(group="citations", each="bibliography", severity=Severity.WARNING, elsewhere=True)
def retraction_check_stale(entry: BibliographyEntry, handbook: Handbook) -> Iterator[Remark]:
    """What the data on retractions said of a source is asked again after half a year.

    Judged only against a day that is given (``evidence check --today 2026-11-23``), because no
    build reads the clock, and only for sources that have a date. The examples are judged on
    23 November 2026.

    Bad (retractions):

        invented-trial-2001:
          status: ok
          checked: 2026-01-31

    Good (retractions):

        invented-trial-2001:
          status: ok
          checked: 2026-11-20
    """
    check = handbook.source_check_by_key.get(entry.key)
    asked = day(check.checked) if check and check.checked else None
    if check is None or asked is None or handbook.today is None:
        return
    at = check.line_of("checked")
    if asked > handbook.today:
        yield Remark(at, f"{entry.key} was checked on a day to come", "Write the day on which it was done")
    elif handbook.today - asked > STALE_AFTER:
        days = (handbook.today - asked).days
        yield Remark(
            at, f"{entry.key} was last compared with data on retractions {days} days ago", "Ask again"
        )
