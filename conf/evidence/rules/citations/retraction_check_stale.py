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

from __future__ import annotations

from datetime import timedelta

from evidence.model import BibliographyEntry, Handbook, Severity
from evidence.rules.registry import Remark, Remarks, rule
from evidence.text.dates import day

STALE_AFTER = timedelta(days=183)
"""How long an answer of the data on retractions holds: half a year."""


@rule("bibliography", severity=Severity.WARNING, elsewhere=True, position=5)
def check(entry: BibliographyEntry, handbook: Handbook) -> Remarks:
    source = handbook.source_check_by_key.get(entry.key)
    checked = day(source.checked) if source and source.checked else None
    if source is None or checked is None or handbook.today is None:
        return
    at = source.line_of("checked")
    age = handbook.today - checked
    if age < timedelta():
        yield Remark(at, f"{entry.key} was checked on a day to come", "Write the day on which it was done")
    elif age > STALE_AFTER:
        message = f"{entry.key} was last compared with data on retractions {age.days} days ago"
        yield Remark(at, message, "Ask again")
