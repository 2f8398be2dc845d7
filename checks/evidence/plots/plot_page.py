"""The invented handbook with a page of plots, and what stands in the built page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree, html

if TYPE_CHECKING:
    from checks.fixtures.small_handbook import MiniHandbook

FOREST = "```{forest-plot}\n:outcome: mortality\n```\n"
MAP = "```{evidence-map}\n:outcome: mortality, cac, vessel-calcification-lab\n```\n"
TIMELINE = "```{study-timeline}\n```\n"
FOODS = """\
```{food-chart}
:outcome: food-mg
:need: mini-table-2012.need-low, mini-table-2012.need-high
:limit: mini-table-2012.limit

Words of the author.
```
"""
ALL = ("forest-plot", "study-timeline", "food-chart")
HEAD = "# Pictures\n\n{study}`mini-second-2011` {study}`mini-table-2012`\n\n"
PAGE = HEAD + f"{FOREST}\n{MAP}\n{TIMELINE}\n{FOODS}"
STUDY = """\
id: mini-second-2011
type: cohort
extraction: full-text
publication: journal
population: [haemodialysis]
population_text: other invented people on haemodialysis
n_total: 90
duration: P1Y
exposure: {what: serum, form: not-applicable}
results:
  - id: deaths
    outcome: mortality
    contrast: adjusted
    effect:
      measure: HR
      value: 2.50
      low: 1.25
      high: 5.00
      level: 95
      per: lowest v highest third
      scale: log
    direction: benefit
    headline: true
    seen: stated
    source: page 4
  - id: deaths-of-women
    outcome: mortality
    contrast: adjusted
    effect: {measure: HR, value: not-seen, low: not-seen, high: not-seen, level: 95, p: not-seen}
    direction: benefit
    seen: stated
    source: page 5
rob: {tool: ROBINS-E, judgement: not-assessed, reason: invented}
checked: {by: unchecked, date: not-applicable}
"""
TABLE = """\
id: mini-table-2012
type: reference-data
extraction: full-text
publication: dataset
population: [not-applicable]
figures:
FIGURES
checked: {by: unchecked, date: not-applicable}
"""
FIGURE = """\
  - id: NAME
    outcome: OUTCOME
    item: ITEM
    value: VALUE
    unit: mg
    confidence: high
    seen: stated
    source: table 1"""
FIGURES = (
    ("beans", "food-mg", "invented beans", "61"),
    ("water", "food-mg", "invented water", "not-seen"),
    ("need-low", "intake-recommended", "women", "300"),
    ("need-high", "intake-recommended", "men", "400"),
    ("limit", "intake-limit", "from tablets", "250"),
)


def _figure(name: str, outcome: str, item: str, value: str) -> str:
    filled = FIGURE.replace("NAME", name).replace("OUTCOME", outcome)
    return filled.replace("ITEM", item).replace("VALUE", value)


def add_pictures(mini: MiniHandbook, page: str = PAGE) -> MiniHandbook:
    """Add a second cohort, its figures, and a page with pictures."""
    figures = "\n".join(_figure(*row) for row in FIGURES)
    mini.write("studies/mini-second-2011.yaml", STUDY)
    mini.write("studies/mini-table-2012.yaml", TABLE.replace("FIGURES", figures))
    entry = (
        "\n@article{mini-second-2011,\n author = {Other, Fay},\n title = {Another},\n year = {2011},\n}\n"
        "\n@misc{mini-table-2012,\n author = {Table, Gus},\n title = {A table},\n year = {2012},\n}\n"
    )
    bibliography = mini.docs / "references.bib"
    bibliography.write_text(bibliography.read_text(encoding="utf-8") + entry, encoding="utf-8")
    mini.page(page, "pictures.md")
    mini.replace("index.md", "lists\n", "lists\npictures\n")
    return mini


def page_of(mini: MiniHandbook) -> html.HtmlElement:
    return html.parse(str(mini.out() / "pictures.html")).getroot()


def figures(mini: MiniHandbook, kind: str) -> html.HtmlElement:
    (figure,) = page_of(mini).xpath(f'//figure[@id="{kind}"]')
    return figure


def text_of(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def drawing_of(mini: MiniHandbook, kind: str) -> bytes:
    return b"".join(
        etree.tostring(svg, encoding="utf-8") for svg in figures(mini, kind).xpath(".//*[local-name()='svg']")
    )


class Bad(NamedTuple):
    """A picture that cannot be drawn; the line counted from its opening, and words of the message."""

    text: str
    line: int
    message: str


def assert_told_at_its_line(mini: MiniHandbook, bad: Bad) -> None:
    """A page with the picture has one problem of this message, at this line."""
    add_pictures(mini, f"{HEAD}{bad.text}\n")
    problems = [problem for problem in mini.read().problems if problem.path.endswith("pictures.md")]
    messages = [(problem.line, problem.message + problem.hint) for problem in problems]
    assert [line for line, message in messages if bad.message in message] == [11 + bad.line]


def evidence_map(mini: MiniHandbook) -> html.HtmlElement:
    """The table of the evidence map on the page."""
    (table,) = page_of(mini).xpath('//table[starts-with(@id, "evidence-map")]')
    assert isinstance(table, html.HtmlElement)
    return table
