"""Rules of caveats: the required ones are there, known, used, and visible to every reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.caveats import (
    caveats_derived,
    caveats_of,
    caveats_of_finding,
    caveats_of_restatement,
    caveats_required,
    caveats_typed,
)
from evidence.caching import cached_on_handbook
from evidence.model import Caveat, Finding, Page, Severity
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Claim, Handbook, Restatement


@rule(group="caveats", each="claims", scope="named")
def caveat_required(claim: Claim, handbook: Handbook) -> Iterator[Remark]:
    """A claim carries every caveat that its studies, outcomes and words call for.

    It is typed on the claim or on the finding around it; caveats that follow from the study
    files are added by themselves.

    Bad (page):

        # Example

        :::{claim} a-link-without-its-caveat
        :study-type: cohort
        :studies: invented-cohort-2003
        :certainty: low
        :because: design
        :direction: benefit
        :outcome: mortality

        In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
        :::

    Good (page):

        # Example

        :::{claim} a-link-with-its-caveat
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
    triggers = handbook.vocabulary.caveats
    present = {*caveats_typed(claim, handbook), *caveats_derived(claim, handbook)}
    for caveat in caveats_required(claim, handbook):
        if caveat not in present:
            line = ", ".join([*claim.own_caveats, caveat])
            yield Remark(
                claim.line_of("caveats"),
                f"the claim {claim.id} needs the caveat {caveat}: {triggers[caveat].trigger}",
                f"Write :caveats: {line}",
            )


@rule(
    group="caveats",
    each=("claims", "findings", "restatements", "caveats", "pages"),
    of_page=("references", "caveats"),
)
def caveat_unknown(
    item: Claim | Finding | Restatement | Caveat | Page, handbook: Handbook
) -> Iterator[Remark]:
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
    vocabulary = handbook.vocabulary
    if isinstance(item, Page):
        yield from _on_page(item, handbook)
        return
    if isinstance(item, Caveat):
        if not vocabulary.knows("caveat", item.id):
            yield Remark(
                item.at,
                f"the vocabulary does not say when the caveat {item.id} is due",
                did_you_mean(item.id, vocabulary.ids("caveat")),
            )
        return
    typed = item.caveats if isinstance(item, Finding) else item.own_caveats
    derived = {word.id for word in vocabulary.caveat if word.derived}
    for caveat in typed:
        if caveat in derived:
            yield Remark(
                item.line_of("caveats"),
                f"the caveat {caveat} follows from the study files and is not typed",
                "Delete it; it is shown where it holds",
            )
        elif caveat not in handbook.caveat_by_id and not vocabulary.knows("caveat", caveat):
            known = [word for word in vocabulary.ids("caveat") if word not in derived]
            yield Remark(
                item.line_of("caveats"), f"there is no caveat {caveat!r}", did_you_mean(caveat, known)
            )


def _on_page(page: Page, handbook: Handbook) -> Iterator[Remark]:
    """Roles that name no caveat, and words of the vocabulary that no page defines."""
    for reference in page.references:
        if reference.kind == "caveat" and reference.target not in handbook.caveat_by_id:
            yield Remark(
                reference.at,
                f"there is no caveat {reference.target!r}",
                did_you_mean(reference.target, sorted(handbook.caveat_by_id)),
            )
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


@rule(group="caveats", each="caveats", severity=Severity.WARNING)
def caveat_unused(caveat: Caveat, handbook: Handbook) -> Iterator[Remark]:
    """A caveat that is defined is carried by at least one claim, finding or restatement.

    Bad (page):

        # Example

        :::{caveat} nobody-needs-it
        :title: Nobody needs it
        :summary: No statement carries this caveat.

        Text.
        :::

    Good (page):

        # Example

        :::{claim} a-link
        :study-type: cohort
        :studies: invented-cohort-2003
        :certainty: low
        :because: design
        :direction: benefit
        :outcome: mortality
        :caveats: a-house-is-not-a-home

        In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
        :::

        :::{caveat} a-house-is-not-a-home
        :title: A house is not a home
        :summary: The claim above carries this caveat.

        Text.
        :::
    """
    if caveat.id not in _carried(handbook):
        yield Remark(
            caveat.at,
            f"no claim, finding or restatement carries the caveat {caveat.id}",
            "Name it where it holds, or delete it here and in the vocabulary",
        )


@cached_on_handbook
def _carried(handbook: Handbook) -> frozenset[str]:
    """Every caveat that is printed beside something."""
    return frozenset(
        caveat
        for shown in (
            *(caveats_of(claim, handbook) for claim in handbook.claims),
            *(caveats_of_finding(finding, handbook) for finding in handbook.findings),
            *(caveats_of_restatement(restatement, handbook) for restatement in handbook.restatements),
        )
        for caveat in shown
    )


@rule(group="caveats", each=("claims", "findings", "restatements"), scope="rendered")
def caveat_visible(_item: Claim | Finding | Restatement, _handbook: Handbook) -> Iterator[Remark]:
    """Wherever a statement can be seen, the titles of its caveats can be seen, as text.

    In the built page they stand beside the statement; those that hold for all statements around it,
    at the head of its section, finding or card; those of a numbered list, under it with the numbers of
    the sentences. They are never only in something hidden, closed, or shown on hover. The summary of
    each stands on the page outside of tabs, linked to the page of caveats.

    Bad (html):

        <div class="claim" id="claim-a-link">
          <p class="claim-text">Higher blood magnesium was linked to fewer deaths.</p>
          <details><summary>But</summary><ul class="tag"><li>A link is not a cause</li></ul></details>
        </div>

    Good (html):

        <div class="claim" id="claim-a-link">
          <p class="claim-text">Higher blood magnesium was linked to fewer deaths.</p>
          <ul class="tag"><li>But: <a href="caveats.html">A link is not a cause</a></li></ul>
        </div>
        <dl class="caveats">
          <dt><a href="caveats.html#caveat-association-not-causation">A link is not a cause</a></dt>
          <dd>People who differ in one thing differ in others.</dd>
        </dl>
    """
    return iter(())
