"""The text of the invented handbook typed by hand: as plain MyST, and as objects of sphinx-needs.

Nothing is derived: what our engine adds to each claim and study stands in the page, word for word, so
that all forms hold the same text on the same pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from checks.bench.invented import CAVEAT_TITLES, CAVEATS, HEADINGS, LEADS, Invented
from checks.bench.ours import table, write_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from checks.bench.invented import Claim, Kind, Page, Study

_HEADS: dict[Kind, str] = {
    "trial": (
        "Not shown in people (signal: inconclusive)\n\n{lead}\n\nTrials in people. Low certainty. Rated down "
        "for too few to be precise. Measured on a scan or blood test, not on health"
    ),
    "cohort": (
        "Linked, cause not shown (signal: supports)\n\n{lead}\n\nObservational studies. Low certainty. Rated "
        "down for kind of study"
    ),
    "rats": (
        "Repeated in the laboratory (signal: supports)\n\n{lead}\n\nLaboratory studies. Low certainty. Rated "
        "down for too few to be precise, only the summary was read. About people: very low, because it was "
        "not tested in people"
    ),
}
_TABS: dict[Kind, str] = {
    "trial": "Trials in people: Not shown in people",
    "cohort": "Observational studies: Linked, cause not shown",
    "rats": "Laboratory studies: Repeated in the laboratory",
}
_TAGS: dict[Kind, str] = {
    "trial": "Randomised trial. Low certainty (too few to be precise, risk of bias). Not shown: {study}",
    "cohort": "Cohort. Low certainty (kind of study). Linked with less: {study}",
    "rats": "Animal study. Low in the laboratory; people: very low (too few to be precise). Less: {study}",
}
_RESTS: dict[Kind, str] = {
    "trial": "Low certainty",
    "cohort": "Low certainty",
    "rats": "Low in the laboratory; people: very low",
}
_NAMES: dict[Kind, str] = {"trial": "Randomised trial", "cohort": "Cohort", "rats": "Animal study"}
_WHO: dict[Kind, str] = {
    "trial": "Kidney disease, not on dialysis: invented people with kidney disease, not on dialysis",
    "cohort": "On haemodialysis: invented people on haemodialysis",
    "rats": "Rats with kidney disease: invented rats with part of their kidneys removed",
}
_ARMS: dict[Kind, str] = {
    "trial": "| magnesium oxide | 40 | not seen | 38 |\n| no treatment | 40 | not seen | 39 |\n",
    "cohort": "| all | 500 | not seen | not seen |\n",
    "rats": "| more magnesium | 10 | not seen | not seen |\n| less magnesium | 10 | not seen | not seen |\n",
}
_RESULTS: dict[Kind, str] = {
    "trial": (
        "| Calcium in the heart's arteries (headline result) | 12 months; between groups | magnesium oxide: "
        "change 11.3 %; no treatment: change 39.5 % | &minus;28.2 % (95 % interval &minus;58.1 to 1.7), p = 0.07 | Not "
        "shown | page 1 (stated in the source) |\n"
    ),
    "cohort": (
        "| Death from any cause (headline result) | 2 years; adjusted | | HR 0.86 (95 % interval 0.75 to "
        "0.98) per 0.1 mmol/L, adjusted for age, diabetes | Linked with less | page 3 (stated in the "
        "source) |\n"
    ),
    "rats": (
        "| Calcium in vessels of animals or in tissue: calcium in the aorta (headline result) | 8 weeks; "
        "between groups | more magnesium: mean 3.1 mg/g (SD 0.4); less magnesium: mean 7.4 mg/g (SD 1.2) | "
        "not seen | Less | abstract (stated in the source) |\n"
    ),
}
_STUDY = """\
{name}

{short}. {author}, Ada; Second, Ben. Journal of Invented Studies. {year}.
[doi:10.1000/invented-{number}](https://doi.org/10.1000/invented-{number})

What was read: {read}

## Design

| | |
|---|---|
| Study type | {name} |
| Duration | 12 months |
| Registration | not recorded |
| Published as | journal article |

## Who or what was studied

| | |
|---|---|
| Who or what | {who} |
| Number | 80 |
| Exposure | supplement; form: magnesium oxide; dose: 300 mg/day; oral |
| Compared with | no treatment |

## Arms

| Arm | Randomised or started | Analysed | Completed |
|---|---|---|---|
{arms}
## Results

| Outcome | When and how compared | Arms | Effect | Direction | Where read |
|---|---|---|---|---|---|
{results}
## Risk of bias

| | |
|---|---|
| Risk of bias | Randomisation: low; deviations: some concerns (tool: RoB 2) |
| Call for care | fewer than 100 people; open: people knew the treatment |

## Funding and interests

| | |
|---|---|
| Funding | not reported |
| Conflicts of interest | not recorded |

## Statements that rest on this study

| Statement | This study | Certainty |
|---|---|---|
{rests}
## This record

| | |
|---|---|
| Checked against the source | not yet |
| Compared with data on retractions | Not yet |

## Cite this study

```text
@article{{{id},
  author = {{{author}, Ada and Second, Ben}},
  title = {{{title}}},
  journal = {{Journal of Invented Studies}},
  year = {{{year}}},
  doi = {{10.1000/invented-{number}}},
}}
```

```text
TY  - JOUR
ID  - {id}
TI  - {title}
AU  - {author}, Ada
AU  - Second, Ben
T2  - Journal of Invented Studies
PY  - {year}
DO  - 10.1000/invented-{number}
ER  -
```
"""


class Form(Protocol):
    """How a claim, a study and a caveat are marked in a form of the handbook."""

    def claim(self, claim: Claim, text: str) -> str:
        """A claim around its text."""

    def study(self, study: Study, text: str) -> str:
        """A study before or around its text."""

    def link_to_study(self, study: Study) -> str:
        """A link from a page of claims to a study's page."""

    def caveat(self, caveat: str, title: str) -> str:
        """A caveat with its text."""


class Plain:
    """MyST as it comes: a claim is an admonition, a link a link to a page."""

    def claim(self, claim: Claim, text: str) -> str:
        """An admonition with a label before it."""
        return f"(claim-{claim.id})=\n:::{{admonition}} Claim\n{text}\n:::\n"

    def study(self, study: Study, text: str) -> str:
        """No more than the text."""
        return text

    def link_to_study(self, study: Study) -> str:
        """A link to the page."""
        return f"[{study.author} {study.year}](../studies/{study.id}.md)"

    def caveat(self, caveat: str, title: str) -> str:
        """A label and the text."""
        return f"(caveat-{caveat})=\n**{title}**. In short: {title.lower()}.\n\nThe full text.\n"


class Needs:
    """sphinx-needs: claims, studies and caveats are objects with links between them."""

    def claim(self, claim: Claim, text: str) -> str:
        """A need that links to its study and its caveats."""
        caveats = ", ".join(map(need_id, CAVEATS[claim.kind]))
        return (
            f":::{{claim}} Claim\n:id: {need_id(claim.id)}\n:studies: {need_id(claim.study.id)}\n"
            f":caveats: {caveats}\n:certainty: low\n\n{text}\n:::\n"
        )

    def study(self, study: Study, text: str) -> str:
        """A need before the text, which holds headings."""
        return (
            f":::{{study}} {study.author} {study.year}\n:id: {need_id(study.id)}\n\n"
            f"{_NAMES[study.kind]}\n:::\n\n{text}"
        )

    def link_to_study(self, study: Study) -> str:
        """A role that links to the need."""
        return f"{{need}}`{study.author} {study.year} <{need_id(study.id)}>`"

    def caveat(self, caveat: str, title: str) -> str:
        """A need with the text."""
        return f":::{{caveat}} {title}\n:id: {need_id(caveat)}\n\nIn short: {title.lower()}.\n:::\n"


def need_id(name: str) -> str:
    """A name as sphinx-needs has it."""
    return name.upper().replace("-", "_")


def write_typed(invented: Invented, docs: Path, form: Form) -> None:
    """Write the handbook in a form into an empty folder."""
    resting: dict[str, list[Claim]] = {}
    for page in invented.pages:
        for claim in page.claims:
            resting.setdefault(claim.study.id, []).append(claim)
    files = {
        "index.md": _index(invented),
        "caveats.md": "# Caveats\n\n" + "\n".join(form.caveat(*pair) for pair in CAVEAT_TITLES.items()),
        "references.md": "# References\n\n" + "\n\n".join(map(_reference, invented.studies)) + "\n",
        "studies/index.md": "# Studies\n\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n",
        **{f"studies/{s.id}.md": _study(s, resting[s.id], form) for s in invented.studies},
        **{f"{page.docname}.md": "\n".join(_page(page, form)) for page in invented.pages},
    }
    for number, pages in enumerate(invented.topics):
        names = "\n".join(page.docname.split("/")[1] for page in pages)
        contents = f"```{{toctree}}\n:maxdepth: 1\n\n{names}\n```\n"
        files[f"topic-{number}/index.md"] = f"# Topic {number + 1}\n\n{contents}"
    write_files(files, docs)


def _index(invented: Invented) -> str:
    names = [f"topic-{number}/index" for number in range(len(invented.topics))]
    listed = "\n".join([*names, "caveats", "references", "studies/index"])
    words = "Everything here is invented, to measure how long a large handbook takes."
    return f"# A large handbook\n\n{words}\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"


def _page(page: Page, form: Form) -> Iterator[str]:
    first = form.link_to_study(page.claims[0].study)
    yield f"# {page.title}\n"
    yield f"The background stands in {first}; see claim {page.claims[0].id}, which rests on {first}.\n"
    yield table(page)
    yield f"## Effect on arteries\n\nBut, across this card: {_titles(list(CAVEAT_TITLES)[:8])}\n"
    for kind, head in _HEADS.items():
        yield f"### {_TABS[kind]}\n\n{head.format(lead=LEADS[kind])}\n\nBut: {_titles(CAVEATS[kind])}\n"
        yield from (form.claim(claim, _claim(claim, form)) for claim in page.of(kind)[:2])
    yield _kept_in_mind(list(CAVEAT_TITLES)[:8])
    for kind, heading in HEADINGS.items():
        yield f"## {heading}\n\nBut, for every statement of this section: {_titles(CAVEATS[kind])}\n"
        yield from (form.claim(claim, _claim(claim, form)) for claim in page.of(kind)[2:])
        yield _kept_in_mind(CAVEATS[kind])


def _claim(claim: Claim, form: Form) -> str:
    return f"{claim.sentence}\n\n{_TAGS[claim.kind].format(study=form.link_to_study(claim.study))}"


def _titles(caveats: Iterable[str]) -> str:
    return " · ".join(f"[{CAVEAT_TITLES[caveat]}](../caveats.md)" for caveat in caveats)


def _kept_in_mind(caveats: Iterable[str]) -> str:
    titles = [CAVEAT_TITLES[caveat] for caveat in caveats]
    lines = "".join(f"- **{title}** In short: {title.lower()}.\n" for title in titles)
    return f"What to keep in mind\n\n{lines}"


def _study(study: Study, resting: list[Claim], form: Form) -> str:
    read = {
        True: "summary only. The abstract or another short part by the authors was read.",
        False: "full text. The whole text was read.",
    }
    text = _STUDY.format(
        **{name: getattr(study, name) for name in ("id", "number", "author", "year", "title")},
        name=_NAMES[study.kind],
        short=f"{study.author} {study.year}",
        read=read[study.kind == "rats"],
        who=_WHO[study.kind],
        arms=_ARMS[study.kind],
        results=_RESULTS[study.kind],
        rests="".join(f"| {c.sentence} | Rests on it | {_RESTS[study.kind]} |\n" for c in resting),
    )
    return f"# {study.title}\n\n{form.study(study, text)}"


def _reference(study: Study) -> str:
    return (
        f"{study.author}, Ada and Ben Second. {study.title}. *Journal of Invented Studies*, {study.year}. "
        f"[doi:10.1000/invented-{study.number}](https://doi.org/10.1000/invented-{study.number})."
    )
