"""What a run of the searches found, as Markdown for an issue on the forge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.files.records.screening import NEW
from evidence.monitoring.searches import is_new
from evidence.text.markdown_words import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidence.model import AwaitedTrial, ScreenedRecord
    from evidence.monitoring.searches import Hit


def markdown(
    found: Mapping[str, Sequence[Hit]],
    screened: Iterable[ScreenedRecord],
    trials: Iterable[AwaitedTrial],
    failures: Sequence[str],
    today: str,
) -> str:
    """The report of a day: what is new since its first run, what is known, trials, failures.

    ``found`` are the hits of the searches that were run just now, ``screened`` all records.
    """
    undecided = [record for record in screened if record.decision == NEW]
    new = [record for record in undecided if is_new(record, today)]
    known = {h.record.pmid: h for some in found.values() for h in some if not is_new(h.record, today)}
    lines = [f"# New records, {today}", "", *_searches(found, today), f"## New ({len(new)})", ""]
    lines += _table(new) if new else ["None."]
    if len(undecided) > len(new):
        lines += ["", f"Found on earlier days and not yet decided on: {len(undecided) - len(new)}."]
    lines += ["", f"## Known, or decided on earlier ({len(known)})", ""]
    lines += [f"- {_said(hit)}" for hit in known.values()] or ["None."]
    lines += ["", "## Trials under way", ""]
    lines += [
        f"- {trial.number} ({trial.study}): {escape_markdown(trial.status)}; "
        + ("**results are posted**" if trial.has_results else "no results posted")
        + f", asked on {trial.checked}"
        for trial in trials
    ] or ["None."]
    if failures:
        lines += ["", "## Not asked", "", *(f"- {escape_markdown(failure)}" for failure in failures)]
    if undecided:
        lines += ["", "To decide, edit the word behind `decision:` in docs/records/screening.yaml."]
    return "\n".join(lines) + "\n"


def _searches(found: Mapping[str, Sequence[Hit]], today: str) -> list[str]:
    lines = [
        f"- {name}: {len(some)} since the last run, {sum(is_new(h.record, today) for h in some)} of them new"
        for name, some in found.items()
    ]
    return [*lines, ""] if lines else ["No search was due.", ""]


def _table(records: Iterable[ScreenedRecord]) -> list[str]:
    rows = ["| PubMed | year | journal | kind | title | DOI |", "|---|---|---|---|---|---|"]
    for r in records:
        link = f"[{r.pmid}](https://pubmed.ncbi.nlm.nih.gov/{r.pmid}/)"
        rows.append(
            f"| {link} | {' | '.join(map(escape_markdown, (r.year, r.journal, r.type, r.title, r.doi)))} |"
        )
    return rows


def _said(hit: Hit) -> str:
    state = f"in the handbook as {hit.known}" if hit.known else f"earlier: {hit.record.decision}"
    return f"{hit.record.pmid}: {escape_markdown(hit.record.title)} ({state})"
