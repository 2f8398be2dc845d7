"""A caveat that is named is defined in the pages and has its trigger in the vocabulary.

Caveats that follow from the study files are added by themselves and not typed.

Bad (page):

    # Example

    :::{claim} a-misspelt-caveat
    :study-type: cohort
    :studies: invented-cohort-2003
    :certainty: low
    :because: design
    :direction: benefit
    :outcome: mortality
    :caveats: association-no-causation

    In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
    :::

Good (page):

    # Example

    :::{claim} a-known-caveat
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

from evidence.caching import cached_on_handbook
from evidence.model import Caveat, Claim, Finding, Handbook, Page, Restatement
from evidence.problems import did_you_mean
from evidence.rules.names import undefined
from evidence.rules.registry import Remark, Remarks, rule


@rule(
    "claims", "findings", "restatements", "caveats", "pages",
    of_page=("references", "caveats"),
)  # fmt: skip
def check(item: Claim | Finding | Restatement | Caveat | Page, handbook: Handbook) -> Remarks:
    if isinstance(item, Page):
        yield from _on_page(item, handbook)
    elif isinstance(item, Caveat):
        yield from _without_trigger(item, handbook)
    else:
        yield from _typed(item, handbook)


def _on_page(page: Page, handbook: Handbook) -> Remarks:
    """Roles that name no caveat, and words of the vocabulary that no page defines."""
    for reference in page.references:
        if reference.kind == "caveat":
            yield from undefined("caveat", [reference.target], handbook.caveat_by_id, reference.at)
    if page.caveats and page.path == _first_page_of_caveats(handbook):
        for caveat in handbook.vocabulary.ids("caveat"):
            if caveat not in handbook.caveat_by_id:
                yield Remark(
                    page.at,
                    f"the caveat {caveat} of the vocabulary is defined nowhere",
                    f"Add :::{{caveat}} {caveat} with its title, summary and text",
                )


@cached_on_handbook
def _first_page_of_caveats(handbook: Handbook) -> str:
    return min((caveat.at.path for caveat in handbook.caveats), default="")


def _without_trigger(caveat: Caveat, handbook: Handbook) -> Remarks:
    if not handbook.vocabulary.knows("caveat", caveat.id):
        yield Remark(
            caveat.at,
            f"the vocabulary does not say when the caveat {caveat.id} is due",
            did_you_mean(caveat.id, handbook.vocabulary.ids("caveat")),
        )


def _typed(statement: Claim | Finding | Restatement, handbook: Handbook) -> Remarks:
    typed = statement.caveats if isinstance(statement, Finding) else statement.own_caveats
    words = handbook.vocabulary.caveats
    at = statement.line_of("caveats")
    for caveat in typed:
        if caveat in words and words[caveat].derived:
            yield Remark(
                at,
                f"the caveat {caveat} follows from the study files and is not typed",
                "Delete it; it is shown where it holds",
            )
        elif caveat not in handbook.caveat_by_id and caveat not in words:
            hint = did_you_mean(caveat, [word for word in words if not words[word].derived])
            yield Remark(at, f"there is no caveat {caveat!r}", hint)
