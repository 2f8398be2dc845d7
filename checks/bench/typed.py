"""The text of the invented handbook typed by hand: as plain MyST, and as objects of sphinx-needs.

Nothing is derived: what our engine adds to each claim and study stands in the page, word for word, so
that all forms hold the same text on the same pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from checks.bench.invented import CAVEAT_TITLES, CAVEATS, HEADINGS, LEADS, Invented
from checks.bench.ours import table, write_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from checks.bench.invented import Claim, Kind, Page, Study

_HEADS: dict[Kind, str] = {
    "trial": (
        "Not shown in people (signal: inconclusive)\n\n{lead}\n\nTrials in people. Low certainty. Rated down "
        "for too few to be precise. Measured on a scan or blood test, not on health"
    ),
    "cohort": (
        "Linked, cause not shown (signal: supports)\n\n{lead}\n\nObservational studies. Low certainty. Rated "
        "down for study design"
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
_TAGS: dict[Kind, dict[str, str]] = {
    "trial": {
        "kind": "Randomised controlled trial (RCT)",
        "certainty": "Low certainty",
        "because": "too few to be precise, risk of bias",
        "direction": "Not shown",
    },
    "cohort": {
        "kind": "Cohort study",
        "certainty": "Low certainty",
        "because": "study design",
        "direction": "Inverse association",
    },
    "rats": {
        "kind": "Animal study",
        "certainty": "Low certainty; people: very low",
        "because": "too few to be precise",
        "direction": "Less",
    },
}
"""What belongs to a claim, in words."""

FIELDS = ("kind", "certainty", "because", "direction", "who", "number", "exposure", "compared", "lasted")
"""What sphinx-needs knows of claims and studies besides their links."""
_RESTS: dict[Kind, str] = {
    "trial": "Low certainty",
    "cohort": "Low certainty",
    "rats": "Low certainty; people: very low",
}
_NAMES: dict[Kind, str] = {
    "trial": "Randomised controlled trial (RCT)",
    "cohort": "Cohort study",
    "rats": "Animal study",
}
_WHO: dict[Kind, str] = {
    "trial": "Kidney disease, not on dialysis: invented people with kidney disease, not on dialysis",
    "cohort": "On haemodialysis: invented people on haemodialysis",
    "rats": "Rats with kidney disease: invented rats with part of their kidneys removed",
}
_ARMS: dict[Kind, str] = {
    "trial": "| magnesium oxide | 40 | &ndash; | 38 |\n| no treatment | 40 | &ndash; | 39 |\n",
    "cohort": "| all | 500 | &ndash; | &ndash; |\n",
    "rats": "| more magnesium | 10 | &ndash; | &ndash; |\n| less magnesium | 10 | &ndash; | &ndash; |\n",
}
_RESULTS: dict[Kind, str] = {
    "trial": (
        "| Coronary artery calcification (CAC) (main result) | 12 months; between groups | magnesium oxide: "
        "change 11.3%; no treatment: change 39.5% | &minus;28.2% (95% CI &minus;58.1 to 1.7), "
        "p = 0.07 | Not shown | page 1 (stated in the source) |\n"
    ),
    "cohort": (
        "| All-cause mortality (main result) | 2 years; adjusted | | HR 0.86 (95% CI 0.75 to "
        "0.98) per 0.1 mmol/L, adjusted for age, diabetes | Inverse association | page 3 (stated in the "
        "source) |\n"
    ),
    "rats": (
        "| Vascular calcification in animals or tissue: calcium in the aorta (main result) | 8 weeks; "
        "between groups | more magnesium: mean 3.1 mg/g (SD 0.4); less magnesium: mean 7.4 mg/g (SD 1.2) | "
        "&ndash; | Less | abstract (stated in the source) |\n"
    ),
}
_STUDY = """\
{short}. {author}, Ada; Second, Ben. Journal of Invented Studies. {year}.
[doi:10.1000/invented-{number}](https://doi.org/10.1000/invented-{number})

What was read: {read}

{fields}
## Design

| | |
|---|---|
| Registration | not recorded |
| Published as | journal article |

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
| Risk of bias | Some concerns (tool: RoB 2) |
| Randomisation | low |
| Deviations | some concerns |
| Missing data | low |
| Measurement | low |
| Selective reporting | low |
| Grounds | invented |
| Call for care | fewer than 100 people; open: people knew the treatment |

## Funding and interests

| | |
|---|---|
| Funding | not reported |
| Conflicts of interest | not recorded |

## Claims that cite this study

| Claim | Cited as | Certainty |
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

    def claim(self, claim: Claim) -> str:
        """A claim with all that belongs to it."""

    def study(self, study: Study, fields: dict[str, str]) -> str:
        """What was studied, field by field."""

    def link_to_study(self, study: Study) -> str:
        """A link from a page of claims to a study's page."""

    def caveat(self, caveat: str, title: str) -> str:
        """A caveat with its text."""


class Plain:
    """MyST as it comes: a claim is an admonition, a link a link to a page."""

    def claim(self, claim: Claim) -> str:
        """An admonition with a label before it."""
        words = "{kind}. {certainty} ({because}). {direction}".format(**_TAGS[claim.kind])
        text = f"{claim.sentence}\n\n{words}: {self.link_to_study(claim.study)}"
        return f"(claim-{claim.id})=\n:::{{admonition}} Claim\n{text}\n:::\n"

    def study(self, study: Study, fields: dict[str, str]) -> str:
        """A table."""
        rows = "".join(f"| {name.capitalize()} | {value} |\n" for name, value in fields.items())
        return f"| | |\n|---|---|\n{rows}"

    def link_to_study(self, study: Study) -> str:
        """A link to the page."""
        return f"[{study.author} {study.year}](../studies/{study.id}.md)"

    def caveat(self, caveat: str, title: str) -> str:
        """A label and the text."""
        return f"(caveat-{caveat})=\n**{title}**. In short: {title.lower()}.\n\nThe full text.\n"


class Needs:
    """sphinx-needs: claims, studies and caveats are objects with fields and links between them."""

    def claim(self, claim: Claim) -> str:
        """A need that links to its study and its caveats."""
        links = {
            "studies": need_id(claim.study.id),
            "caveats": ", ".join(map(need_id, CAVEATS[claim.kind])),
        }
        return _need("claim", "Claim", claim.id, _TAGS[claim.kind] | links, claim.sentence)

    def study(self, study: Study, fields: dict[str, str]) -> str:
        """A need; what it cannot hold, such as tables under headings, follows it."""
        return _need("study", f"{study.author} {study.year}", study.id, fields, "")

    def link_to_study(self, study: Study) -> str:
        """A role that links to the need."""
        return f"{{need}}`{study.author} {study.year} <{need_id(study.id)}>`"

    def caveat(self, caveat: str, title: str) -> str:
        """A need with the text."""
        return _need("caveat", title, caveat, {}, f"In short: {title.lower()}.\n\nThe full text.")


def _need(kind: str, title: str, name: str, fields: dict[str, str], text: str) -> str:
    options = "".join(f":{field}: {value}\n" for field, value in fields.items())
    return f":::{{{kind}}} {title}\n:id: {need_id(name)}\n{options}\n{text}\n:::\n"


def need_id(name: str) -> str:
    """A name as sphinx-needs has it."""
    return name.upper().replace("-", "_")


_ALL_BESIDE = "```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"


def write_typed(invented: Invented, docs: Path, form: Form) -> None:
    """Write the handbook in a form into an empty folder."""
    resting: dict[str, list[Claim]] = {}
    for page in invented.pages:
        for claim in page.claims:
            resting.setdefault(claim.study.id, []).append(claim)
    files = {
        "index.md": _index(invented),
        "caveats.md": "# Caveats\n\n" + "\n".join(form.caveat(*pair) for pair in CAVEAT_TITLES.items()),
        "references/index.md": f"# References\n\n{_ALL_BESIDE}",
        **{f"references/{number}.md": _references(number, s) for number, s in enumerate(invented.sources)},
        "studies/index.md": f"# Studies\n\n{_ALL_BESIDE}",
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
    listed = "\n".join([*names, "caveats", "references/index", "studies/index"])
    words = "Everything here is invented, to measure how long a large handbook takes."
    return f"# A large handbook\n\n{words}\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"


def _page(page: Page, form: Form) -> Iterator[str]:
    first = form.link_to_study(page.claims[0].study)
    yield f"# {page.title}\n"
    yield f"The background stands in {first}; see claim {page.claims[0].id}, which rests on {first}.\n"
    yield table(page)
    yield f"## Effect on arteries\n\nBut, across this card: {_titles(list(CAVEAT_TITLES)[:8])}\n"
    for kind, head in _HEADS.items():
        yield f"### {_TABS[kind]}\n\n{head.format(lead=LEADS[kind])}\n\nCaveats: {_titles(CAVEATS[kind])}\n"
        yield from (form.claim(claim) for claim in page.of(kind)[:2])
    yield _kept_in_mind(list(CAVEAT_TITLES)[:8])
    for kind, heading in HEADINGS.items():
        yield f"## {heading}\n\nBut, for every statement of this section: {_titles(CAVEATS[kind])}\n"
        yield from (form.claim(claim) for claim in page.of(kind)[2:])
        yield _kept_in_mind(CAVEATS[kind])


def _titles(caveats: Iterable[str]) -> str:
    return " · ".join(f"[{CAVEAT_TITLES[caveat]}](../caveats.md)" for caveat in caveats)


def _kept_in_mind(caveats: Iterable[str]) -> str:
    titles = [CAVEAT_TITLES[caveat] for caveat in caveats]
    lines = "".join(f"- **{title}** In short: {title.lower()}.\n" for title in titles)
    return f"Caveats explained\n\n{lines}"


def _study(study: Study, resting: list[Claim], form: Form) -> str:
    read = {
        True: "summary only. The abstract or another short part by the authors was read.",
        False: "full text. The whole text was read.",
    }
    text = _STUDY.format(
        **{name: getattr(study, name) for name in ("id", "number", "author", "year", "title")},
        short=f"{study.author} {study.year}",
        read=read[study.kind == "rats"],
        fields=form.study(study, _fields(study)),
        arms=_ARMS[study.kind],
        results=_RESULTS[study.kind],
        rests="".join(f"| {c.sentence} | Evidence | {_RESTS[study.kind]} |\n" for c in resting),
    )
    return f"# {study.title}\n\n{text}"


def _fields(study: Study) -> dict[str, str]:
    return {
        "kind": _NAMES[study.kind],
        "who": _WHO[study.kind],
        "number": "80",
        "exposure": "supplement; form: magnesium oxide; dose: 300 mg/day; oral",
        "compared": "with no treatment",
        "lasted": "12 months",
    }


def _references(number: int, studies: Sequence[Study]) -> str:
    return f"# References {number + 1}\n\n" + "\n\n".join(map(_reference, studies)) + "\n"


def _reference(study: Study) -> str:
    return (
        f"{study.author}, Ada and Ben Second. {study.title}. *Journal of Invented Studies*, {study.year}. "
        f"[doi:10.1000/invented-{study.number}](https://doi.org/10.1000/invented-{study.number})."
    )
