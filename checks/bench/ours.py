"""The invented handbook as authors of this project write it: pages, study files, bibliography."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.bench.invented import CAVEAT_TITLES, HEADINGS, LEADS, STREAMS, TYPES, Invented

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checks.bench.invented import Claim, Kind, Page, Study

HEAD = "---\ndescription: {description}\nchanged: 2026-01-01\n---\n\n# {title}\n\n"

_VERDICTS: dict[Kind, str] = {
    "trial": (
        ":verdict: not-shown-in-people\n:signal: inconclusive\n:certainty: low\n:because: imprecision\n"
        ":caveats: surrogate-outcome"
    ),
    "cohort": ":verdict: linked-not-proven\n:signal: supports\n:certainty: low\n:because: design",
    "rats": ":verdict: repeated-in-models\n:signal: supports\n:certainty: low\n:because: imprecision",
}
_TAGS: dict[Kind, str] = {
    "trial": (
        ":because: imprecision, risk-of-bias\n:direction: not-shown\n:outcome: cac\n:topic: supplement\n"
        ":caveats: surrogate-outcome, small-or-early-stopped, open-label, kidney-disease-clearance, "
        "talk-to-a-clinician"
    ),
    "cohort": (
        ":because: design\n:direction: benefit\n:outcome: mortality\n:caveats: association-not-causation"
    ),
    "rats": (
        ":because: imprecision\n:direction: benefit\n:outcome: vessel-calcification-lab\n"
        ":caveats: animals-are-not-people"
    ),
}
_STUDY = """\
# Invented for measuring.
id: {id}
type: {type}
extraction: {extraction}
publication: journal
"""
_BODIES: dict[Kind, str] = {
    "trial": """\
registration: NCT{number:08}
country: [Norway]
funding: not-reported
design: parallel
blinding: open
allocation: concealed
population: [ckd-predialysis]
population_text: invented people with kidney disease, not on dialysis
n_total: 80
exposure: {{what: supplement, form: magnesium oxide, dose: 300, unit: mg/day, route: oral}}
comparator: no treatment
duration: P12M
arms:
  - {{id: magnesium, label: magnesium oxide, n_randomised: 40, n_completed: 38}}
  - {{id: nothing, label: no treatment, n_randomised: 40, n_completed: 39}}
results:
  - id: coronary-calcium
    outcome: cac
    timepoint: P12M
    contrast: between-arms
    arms:
      magnesium: {{n: 38, percent_change: 11.3}}
      nothing: {{n: 39, percent_change: 39.5}}
    effect:
      measure: percent-difference
      value: -28.2
      low: -58.1
      high: 1.7
      level: 95
      unit: "%"
      p: "= 0.07"
      p_source: stated
    direction: not-shown
    headline: true
    seen: stated
    source: page 1
rob:
  tool: RoB 2
  judgement:
    randomisation: low
    deviations: some concerns
    missing data: low
    measurement: low
    selective reporting: low
  reason: invented
""",
    "cohort": """\
population: [haemodialysis]
population_text: invented people on haemodialysis
n_total: 500
exposure: {{what: serum, form: not-applicable}}
duration: P2Y
results:
  - id: deaths
    outcome: mortality
    timepoint: P2Y
    contrast: adjusted
    effect:
      measure: HR
      value: 0.86
      low: 0.75
      high: 0.98
      level: 95
      per: 0.1 mmol/L
      adjusted_for: [age, diabetes]
      scale: log
    direction: benefit
    headline: true
    seen: stated
    source: page 3
rob: {{tool: ROBINS-E, judgement: not-assessed, reason: invented}}
""",
    "rats": """\
population: [rat-ckd]
population_text: invented rats with part of their kidneys removed
n_total: 20
exposure: {{what: diet, form: magnesium carbonate, dose: 1.1, unit: "% of the diet", route: oral}}
comparator: a diet with 0.1 % magnesium
duration: P8W
arms:
  - {{id: more, label: more magnesium, n_randomised: 10}}
  - {{id: less, label: less magnesium, n_randomised: 10}}
results:
  - id: aorta
    outcome: vessel-calcification-lab
    label: calcium in the aorta
    timepoint: P8W
    contrast: between-arms
    arms:
      more: {{mean: 3.1, sd: 0.4, unit: mg/g}}
      less: {{mean: 7.4, sd: 1.2, unit: mg/g}}
    direction: benefit
    headline: true
    seen: stated
    source: abstract
rob: {{tool: SYRCLE, judgement: not-assessed, reason: abstract only}}
""",
}
_CHECKED = "checked: {by: unchecked, date: not-applicable}\n"


def write_ours(invented: Invented, docs: Path) -> None:
    """Write the handbook into an empty folder."""
    files = {
        "index.md": _index(invented),
        "caveats.md": _caveats(),
        "explorer.md": _page_head("Everything", "All statements and studies.") + "```{explorer}\n```\n",
        "references/index.md": _page_head("References", "All sources.") + _contents(["*"], glob=True),
        **{f"references/{number}.md": _references(number) for number, _ in enumerate(invented.sources)},
        "references.bib": "".join(map(_entry, invented.studies)),
        "studies/index.md": _page_head("Studies", "All study files.") + _contents(["*"], glob=True),
        **{f"studies/{study.id}.yaml": _study(study) for study in invented.studies},
        **{f"{page.docname}.md": our_page(page) for page in invented.pages},
    }
    for number, pages in enumerate(invented.topics):
        head = _page_head(f"Topic {number + 1}", "Some pages.")
        files[f"topic-{number}/index.md"] = head + _contents([page.docname.split("/")[1] for page in pages])
    write_files(files, docs)


def write_files(files: dict[str, str], folder: Path) -> None:
    """Write texts under their names."""
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _page_head(title: str, description: str) -> str:
    return HEAD.format(title=title, description=description)


def _contents(names: list[str], *, glob: bool = False) -> str:
    options = ":hidden:\n:glob:\n" if glob else ":maxdepth: 1\n"
    return f"```{{toctree}}\n{options}\n" + "\n".join(names) + "\n```\n"


def _index(invented: Invented) -> str:
    topics = [f"topic-{number}/index" for number in range(len(invented.topics))]
    others = ["caveats", "explorer", "references/index", "studies/index"]
    words = "Everything here is invented, to measure how long a large handbook takes.\n\n"
    return _page_head("A large handbook", "The first page.") + words + _contents([*topics, *others])


def _references(number: int) -> str:
    """A page of references: of a hundred studies, whose number stands in their key before the year."""
    numbers = f"{number}[0-9]{{2}}" if number else "[0-9]{1,2}"
    listed = (
        f'```{{bibliography}}\n:filter: key % "-{numbers}-[0-9]{{4}}$"\n:labelprefix: {number + 1}.\n```\n'
    )
    return _page_head(f"References {number + 1}", "Some sources.") + listed


def _caveats() -> str:
    parts = [
        f":::{{caveat}} {caveat}\n:title: {title}\n:summary: In short: {title.lower()}.\n\n"
        f'The full text of "{title}".\n:::\n'
        for caveat, title in CAVEAT_TITLES.items()
    ]
    return _page_head("Caveats", "What to keep in mind.") + "\n".join(parts)


def _entry(study: Study) -> str:
    return (
        f"@article{{{study.id},\n  author = {{{study.author}, Ada and Second, Ben}},\n"
        f"  title = {{{study.title}}},\n  journal = {{Journal of Invented Studies}},\n"
        f"  year = {{{study.year}}},\n  doi = {{10.1000/invented-{study.number}}},\n}}\n\n"
    )


def _study(study: Study) -> str:
    extraction = "abstract" if study.kind == "rats" else "full-text"
    head = _STUDY.format(id=study.id, type=TYPES[study.kind], extraction=extraction)
    return head + _BODIES[study.kind].format(number=study.number + 1) + _CHECKED


def our_page(page: Page) -> str:
    """A page of claims: a card, and a heading for each kind of study."""
    return _page_head(page.title, "A page of invented claims.") + "\n".join(_parts(page))


def _parts(page: Page) -> Iterator[str]:
    first = page.claims[0]
    yield (
        f"The background stands in {{cite:p}}`{first.study.id}`; see {{claim}}`{first.id}`, which rests on "
        f"{{study}}`{first.study.id}`.\n"
    )
    yield table(page)
    yield (
        f"::::::{{evidence-card}} arteries-{page.number}\n:title: Effect on arteries\n"
        ":outcomes: cac, vessel-calcification-lab, mortality\n"
    )
    for kind, stream in STREAMS.items():
        yield f":::::{{finding}} {stream}\n{_VERDICTS[kind]}\n\n{LEADS[kind]}\n"
        yield from (_claim(claim, "::::") for claim in page.of(kind)[:2])
        yield ":::::\n"
    yield "::::::\n"
    for kind, heading in HEADINGS.items():
        yield f"## {heading}\n"
        yield from (_claim(claim, ":::") for claim in page.of(kind)[2:])


def _claim(claim: Claim, fence: str) -> str:
    return (
        f"{fence}{{claim}} {claim.id}\n:study-type: {TYPES[claim.kind]}\n:studies: {claim.study.id}\n"
        f":certainty: low\n{_TAGS[claim.kind]}\n\n{claim.sentence}\n{fence}\n"
    )


def table(page: Page) -> str:
    """A table that somebody typed: the same in every form of the handbook."""
    rows = "".join(f"| {study.author} | {study.year} | {study.kind} |\n" for study in page.studies)
    return f"| First author | Year | Kind |\n|---|---|---|\n{rows}"
