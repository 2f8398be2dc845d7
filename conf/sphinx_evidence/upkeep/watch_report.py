"""What a run of the searches found, as Markdown for an issue on the forge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..markdown_words import as_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .watch import Hit, TrialState


def markdown(
    found: Mapping[str, Sequence[Hit]], trials: Sequence[TrialState], failures: Sequence[str], today: str
) -> str:
    """The report of a day: new records first, then those known or seen earlier, trials, failures."""
    new = {hit.record.pmid: hit for some in found.values() for hit in some if hit.is_new}
    known = {hit.record.pmid: hit for some in found.values() for hit in some if not hit.is_new}
    lines = [f"# New records, {today}", "", *_searches(found), f"## New ({len(new)})", ""]
    lines += _table(list(new.values())) if new else ["None."]
    lines += ["", f"## Known, or decided on earlier ({len(known)})", ""]
    lines += [f"- {_said(hit)}" for hit in known.values()] or ["None."]
    lines += ["", "## Trials under way", ""]
    lines += [
        f"- {trial.number} ({trial.study}): {as_words(trial.status)}; "
        + ("**results are posted**" if trial.has_results else "no results posted")
        for trial in trials
    ] or ["None was asked about."]
    if failures:
        lines += ["", "## Not asked", "", *(f"- {as_words(failure)}" for failure in failures)]
    if new:
        lines += ["", "To decide, edit the word behind `decision:` in docs/records/screening.yaml."]
    return "\n".join(lines) + "\n"


def _searches(found: Mapping[str, Sequence[Hit]]) -> list[str]:
    lines = [
        f"- {name}: {len(some)} since the last run, {sum(hit.is_new for hit in some)} of them new"
        for name, some in found.items()
    ]
    return [*lines, ""] if lines else ["No search was due.", ""]


def _table(hits: Sequence[Hit]) -> list[str]:
    rows = ["| PubMed | year | journal | kind | title | DOI |", "|---|---|---|---|---|---|"]
    for hit in hits:
        r = hit.record
        link = f"[{r.pmid}](https://pubmed.ncbi.nlm.nih.gov/{r.pmid}/)"
        rows.append(f"| {link} | {' | '.join(map(as_words, (r.year, r.journal, r.type, r.title, r.doi)))} |")
    return rows


def _said(hit: Hit) -> str:
    state = f"in the handbook as {hit.known}" if hit.known else f"earlier: {hit.earlier}"
    return f"{hit.record.pmid}: {as_words(hit.record.title)} ({state})"
