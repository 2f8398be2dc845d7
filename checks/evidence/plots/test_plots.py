"""Pictures: all they show comes from the study files, is said in words too, and drawn alike every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
from lxml import etree, html

from checks.fixtures.small_handbook import copy_mini
from checks.paths import CONF, THEME
from checks.sphinx_evidence.build.test_incremental import Written
from evidence.plots.comparable_effects import Estimate, Group
from evidence.plots.effect_direction_plot import Direction, Directions, Row
from evidence.plots.forest_plot import Forest, Panel
from evidence.plots.palette import INKS
from evidence.plots.svg import PART, in_files
from evidence.text.safe_svg import svg_fault
from evidence.views.elements import Picture, Table

if TYPE_CHECKING:
    from pathlib import Path

    from checks.fixtures.small_handbook import MiniHandbook
    from evidence.views.elements import Drawing

FOREST = "```{forest-plot}\n:outcome: mortality\n```\n"
DIRECTIONS = "```{effect-direction-plot}\n:outcome: mortality, cac, vessel-calcification-lab\n```\n"
TIMELINE = "```{study-timeline}\n```\n"
FOODS = """\
```{food-chart}
:outcome: food-mg
:need: mini-table-2012.need-low, mini-table-2012.need-high
:limit: mini-table-2012.limit

Words of the author.
```
"""
MECHANISM = """\
```{mechanism-diagram}
:title: An invented idea
more: More of it
vessels: Less in vessels
deaths: Fewer deaths
more -> vessels: slower-in-rats, slower-in-one-trial
vessels -> deaths: fewer-deaths-in-a-cohort
more -> deaths: fewer-deaths-in-a-cohort
```
"""
ALL = ("forest-plot", "effect-direction-plot", "study-timeline", "food-chart", "mechanism-diagram")
HEAD = "# Pictures\n\n{study}`mini-second-2011` {study}`mini-table-2012`\n\n"
PAGE = HEAD + f"{FOREST}\n{DIRECTIONS}\n{TIMELINE}\n{FOODS}\n{MECHANISM}"
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


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> MiniHandbook:
    """A handbook with all pictures, as HTML and for readers of other kinds; checks do not change it."""
    handbook = add_pictures(copy_mini(tmp_path_factory.mktemp("pictures")))
    for builder in ("html", "epub", "text", "latex"):
        run = handbook.build(builder, "-W")
        assert (run.code, run.err) == (0, "")
    return handbook


@pytest.fixture
def fresh(mini: MiniHandbook) -> MiniHandbook:
    return add_pictures(mini)


def _page(mini: MiniHandbook) -> html.HtmlElement:
    return html.parse(str(mini.out() / "pictures.html")).getroot()


def _figures(mini: MiniHandbook, kind: str) -> html.HtmlElement:
    (figure,) = _page(mini).xpath(f'//figure[@id="{kind}"]')
    return figure


def _text(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _drawing(mini: MiniHandbook, kind: str) -> bytes:
    return b"".join(
        etree.tostring(svg, encoding="utf-8")
        for svg in _figures(mini, kind).xpath(".//*[local-name()='svg']")
    )


# -- in the page


@pytest.mark.parametrize("kind", ALL)
def test_a_picture_is_named_and_told_in_words(drawn: MiniHandbook, kind: str) -> None:
    page = _page(drawn)
    for css in ("wide", "narrow"):
        (picture,) = _figures(drawn, kind).xpath(f'.//*[contains(@class, "picture-{css}")]')
        assert picture.get("role") == "img"
        for attribute in ("aria-labelledby", "aria-describedby"):
            (words,) = page.xpath(f'//*[@id="{picture.get(attribute)}"]')
            assert words.text
    assert _figures(drawn, kind).xpath("./figcaption")
    assert page.xpath(f'//table[@id="{kind}-data"]//tbody/tr')


def test_no_id_stands_twice(drawn: MiniHandbook) -> None:
    ids = _page(drawn).xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", ALL)
def test_colours_are_those_of_the_page(drawn: MiniHandbook, kind: str) -> None:
    drawing = _drawing(drawn, kind).decode()
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|rgb\(", drawing)
    assert " style=" not in drawing
    sheet = (THEME / "static" / "handbook.css").read_text(encoding="utf-8")
    used = set(re.findall(r"\b[fsc]-[a-z0-9-]+(?=[ \"])", " ".join(re.findall(r'class="[^"]*"', drawing))))
    assert used
    assert [name for name in used if f".{name} {{" not in sheet] == []


@pytest.mark.parametrize("kind", ALL)
def test_nothing_is_fetched_and_every_symbol_is_in_the_page(drawn: MiniHandbook, kind: str) -> None:
    ids = set(_page(drawn).xpath("//@id"))
    targets = re.findall(r'href="([^"]*)"', _drawing(drawn, kind).decode())
    assert [target for target in targets if target[:1] != "#" or target[1:] not in ids] == []
    assert "url(" not in _drawing(drawn, kind).decode()


def test_type_is_never_small(drawn: MiniHandbook) -> None:
    sizes = [float(size) for size in _page(drawn).xpath('//*[local-name()="text"]/@font-size')]
    assert sizes
    assert min(sizes) >= 12


def test_light_paper_has_the_colours_of_the_style_sheet() -> None:
    sheet = (THEME / "static" / "handbook.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", sheet.partition("}")[0]))
    short = {"#fff": "#ffffff"}
    assert {name: short.get(light[name], light[name]) for name in INKS} == INKS


# -- from the data


def test_each_effect_stands_in_drawing_table_and_words(drawn: MiniHandbook) -> None:
    figure = _figures(drawn, "forest-plot")
    assert "0.86 (0.75 to 0.98)" in _text(figure)
    (table,) = _page(drawn).xpath('//table[@id="forest-plot-data"]')
    assert "HR 0.86 per 0.1 mmol/L (95 % interval 0.75 to 0.98)" in _text(table)
    (words,) = _page(drawn).xpath('//*[@id="forest-plot-wide-words"]')
    assert "Imagined 2003" in words.text
    assert "0.86 (0.75 to 0.98)" in words.text


def test_less_against_more_is_turned_and_says_so(drawn: MiniHandbook) -> None:
    assert "0.40 (0.20 to 0.80) turned round by us" in _text(_figures(drawn, "forest-plot"))
    assert "we turned its figures round" in drawn.shown("pictures")
    assert "HR 2.50, lowest v highest third (95 % interval 1.25 to 5.00)" in drawn.shown("pictures")


def test_what_was_not_seen_is_said_and_not_drawn(drawn: MiniHandbook) -> None:
    forest = _figures(drawn, "forest-plot")
    assert "Effect not seen Other 2011 Cohort not seen" in _text(forest)
    (table,) = _page(drawn).xpath('//table[@id="food-chart-data"]')
    assert "Invented water" not in _text(_figures(drawn, "food-chart"))
    assert "invented water not seen not drawn" in _text(table)
    assert "no result seen" in _text(_figures(drawn, "effect-direction-plot"))


def test_captions_name_what_the_handbook_is_about(mini: MiniHandbook) -> None:
    mini.replace("../conf/vocabulary.toml", 'substance = "magnesium"', 'substance = "zinc"')
    add_pictures(mini)
    mini.build()
    for kind in ("forest-plot", "effect-direction-plot"):
        assert "with more zinc" in _text(_figures(mini, kind))
    assert "magnesium" not in _text(_figures(mini, "forest-plot"))


def test_effects_of_something_else_are_left_out(fresh: MiniHandbook) -> None:
    fresh.replace("studies/mini-second-2011.yaml", "{what: serum,", "{what: serum, substance: calcium,")
    fresh.build()
    assert not _page(fresh).xpath('//figure[@id="forest-plot"]')
    assert "Other 2011" not in _text(_figures(fresh, "effect-direction-plot"))


def test_a_changed_study_changes_the_picture(fresh: MiniHandbook) -> None:
    fresh.build()
    before = {kind: _drawing(fresh, kind) for kind in ALL}
    fresh.replace("studies/mini-second-2011.yaml", "high: 5.00", "high: 4.00")
    fresh.replace("studies/mini-table-2012.yaml", "value: 61", "value: 99")
    fresh.build()
    assert "0.40 (0.25 to 0.80)" in _text(_figures(fresh, "forest-plot"))
    assert "99 mg" in _text(_figures(fresh, "food-chart"))
    changed = {kind for kind in ALL if _drawing(fresh, kind) != before[kind]}
    assert changed == {"forest-plot", "food-chart"}


def test_a_lost_interval_is_a_cross(fresh: MiniHandbook) -> None:
    fresh.replace("studies/mini-second-2011.yaml", "low: 1.25", "low: not-seen")
    fresh.build()
    forest = _figures(fresh, "forest-plot")
    assert "0.40 (interval not seen)" in _text(forest)
    assert "A cross: the interval was not seen." in _text(forest)
    assert "5.00" not in _text(forest)


def test_one_effect_alone_is_no_picture(fresh: MiniHandbook) -> None:
    fresh.replace("studies/mini-second-2011.yaml", "measure: HR", "measure: OR")
    fresh.build()
    assert not _page(fresh).xpath('//figure[@id="forest-plot"]')
    assert "fewer than two effects with the same measure and unit were seen" in fresh.shown("pictures")
    assert "not drawn: the only one with this measure and unit" in fresh.shown("pictures")


def test_the_diagram_says_what_its_claims_say(drawn: MiniHandbook) -> None:
    diagram = _figures(drawn, "mechanism-diagram")
    (words,) = diagram.xpath('.//*[@id="mechanism-diagram-wide-words"]')
    assert "cohort: linked with less, low certainty." in words.text
    (table,) = _page(drawn).xpath('//table[@id="mechanism-diagram-data"]')
    for caveat in ("Animals are not people", "A link is not a cause"):
        titles = {element.text_content() for element in table.xpath(".//a")}
        assert any(caveat.split()[0] in title for title in titles)
    assert table.xpath('.//a[contains(@href, "#claim-slower-in-rats")]')


def test_the_authors_words_follow_the_caption(drawn: MiniHandbook) -> None:
    assert _text(_figures(drawn, "food-chart").find("figcaption")).endswith("Words of the author.")


# -- for other builders


def test_epub_has_the_pictures_as_files(drawn: MiniHandbook) -> None:
    files = sorted((drawn.out("epub") / "_images").glob("*.svg"))
    assert len(files) == len(ALL)
    for path in files:
        raw = path.read_bytes()
        assert svg_fault(raw) is None
        drawing = etree.fromstring(raw)
        assert drawing.findtext("{*}title")
        assert drawing.findtext("{*}desc")
        assert "currentColor" not in raw.decode()
        assert "href" not in raw.decode()
    page = html.parse(str(drawn.out("epub") / "pictures.xhtml")).getroot()
    assert all(image.get("alt") for image in page.xpath("//figure//img"))


def test_text_has_the_picture_in_words(drawn: MiniHandbook) -> None:
    text = " ".join((drawn.out("text") / "pictures.txt").read_text(encoding="utf-8").split())
    assert (
        "[image: Forest plot: death from any cause. Death from any cause: hazard ratio, 2 estimates:" in text
    )
    assert "Each row is one result" in text
    assert "turned round by us" in text


def test_latex_keeps_caption_and_table(drawn: MiniHandbook) -> None:
    (path,) = drawn.out("latex").glob("*.tex")
    tex = path.read_text(encoding="utf-8")
    assert "Each row is one result" in tex
    assert "The data of this picture" in tex


# -- the same every time


def test_the_same_data_give_the_same_bytes(fresh: MiniHandbook, tmp_path: Path) -> None:
    fresh.build()
    first = (fresh.out() / "pictures.html").read_bytes()
    command = [sys.executable, "-m", "sphinx", "-q", "-j", "2", "-c", str(fresh.conf)]
    for builder, name in (("html", "pictures.html"), ("epub", "_images")):
        made = []
        for seed in ("1", "2"):
            out = tmp_path / f"{builder}-{seed}"
            settings = {**os.environ, "PYTHONPATH": str(CONF), "PYTHONHASHSEED": seed}
            subprocess.run(
                [*command, "-b", builder, "-d", str(tmp_path / f"trees-{seed}"), str(fresh.docs), str(out)],
                check=True, env=settings, capture_output=True,
            )  # fmt: skip
            files = sorted((out / name).glob("*.svg")) if builder == "epub" else [out / name]
            made.append({path.name: path.read_bytes() for path in files})
        assert made[0] == made[1]
        assert made[0]
        assert builder == "epub" or made[0][name] == first


def test_a_page_is_written_when_its_picture_changes(fresh: MiniHandbook) -> None:
    fresh.build()
    written = Written(fresh)
    fresh.replace("studies/mini-table-2012.yaml", "value: 61", "value: 62")
    fresh.build()
    assert "pictures" in written.pages()
    written = Written(fresh)
    fresh.build()
    assert written.pages() == set()


# -- on paper


def _estimate(number: int, value: float) -> Estimate:
    return Estimate(
        study=f"s{number}", name=f"Study {number}", stream="observational", css="is-obs", symbol="s-obs",
        kind="Cohort", what="", value=value, low=value / 2, high=value * 2, shown="a figure", printed="",
        turned=False,
    )  # fmt: skip


def _row(number: int) -> Row:
    cell = Direction("d-supports", "Less")
    return Row(
        f"s{number}", f"Study {number}", "Trials", "is-trials", "s-trials", "Trial", "n = 9", "small", (cell,)
    )


ROWS = 40
DEATHS = Group("mortality", "HR", "", True, tuple(_estimate(n, 0.2 + n / 20) for n in range(ROWS)))
TALL: dict[str, Drawing] = {
    "forest-plot": Forest((Panel("Deaths", DEATHS),), (), "magnesium"),
    "effect-direction-plot": Directions(("Deaths",), tuple(map(_row, range(ROWS)))),
}


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", TALL)
def test_a_tall_picture_stands_in_several_files(kind: str, narrow: bool) -> None:
    picture = Picture(kind, "A title", "", "All in words.", TALL[kind], Table("", "", (), ()))
    files = in_files(picture, {}, narrow=narrow)
    drawn = [etree.fromstring(svg.encode()) for svg, _ in files]
    assert len(drawn) > 1
    assert all(float(svg.get("height", "0")) <= PART for svg in drawn)
    names = re.findall(r">(Study \d+)</text>", "".join(svg for svg, _ in files))
    assert names == [f"Study {number}" for number in range(ROWS)]
    assert [words for _, words in files][:2] == [
        f"A title, part 1 of {len(files)}. All in words.",
        f"A title, part 2 of {len(files)}. It is told together with part 1.",
    ]


def test_parts_of_a_forest_plot_have_one_scale() -> None:
    picture = Picture("forest-plot", "", "", "", TALL["forest-plot"], Table("", "", (), ()))
    scales = {tuple(re.findall(r">([\d.]+)</text>", svg)) for svg, _ in in_files(picture, {})}
    assert len(scales) == 1


def test_a_picture_that_fits_stands_in_one_file() -> None:
    drawing = Directions(("Deaths",), (_row(1),))
    ((svg, words),) = in_files(Picture("", "A title", "", "Words.", drawing, Table("", "", (), ())), {})
    assert words == "A title. Words."
    assert "part 1" not in svg


# -- bad input


class Bad(NamedTuple):
    """A picture that cannot be drawn; the line counted from its opening, and words of the message."""

    text: str
    line: int
    said: str


BAD = {
    "no outcome": Bad("```{forest-plot}\n```", 0, "needs :outcome:"),
    "empty outcome": Bad("```{forest-plot}\n:outcome:\n```", 1, ":outcome: names nothing"),
    "unknown word": Bad(
        "```{forest-plot}\n:stream: trials\n:outcome: mortalty\n```", 2, "Did you mean 'mortality'?"
    ),
    "unknown option": Bad("```{study-timeline}\n:colour: red\n```", 1, "the option :colour: is unknown"),
    "argument": Bad("```{study-timeline} trials\n```", 0, "takes no words behind its name"),
    "too many outcomes": Bad(
        "```{effect-direction-plot}\n:outcome: cac, aac, cimt, pwv, t50, crp, sleep\n```", 1, "room for 6"
    ),
    "no figure": Bad(FOODS.replace("mini-table-2012.need-low", "need"), 2, "names no reference figure"),
    "unknown figure": Bad(FOODS.replace("need-low", "need-most"), 2, "need-most"),
    "no title": Bad(MECHANISM.replace(":title: An invented idea\n", ""), 0, "needs :title:"),
    "neither step nor arrow": Bad(MECHANISM.replace("deaths: Few", "deaths Few"), 4, "neither a step"),
    "unknown step": Bad(MECHANISM.replace("more -> vessels", "more -> vessel"), 5, "a step 'vessel'"),
    "step twice": Bad(MECHANISM.replace("vessels: Less", "more: Less"), 3, "'more' stands twice"),
    "circle": Bad(MECHANISM.replace("more -> deaths", "deaths -> more"), 7, "round in a circle"),
    "no arrow": Bad("```{mechanism-diagram}\n:title: T\na: A\n```", 2, "no arrow"),
    "unknown claim": Bad(MECHANISM.replace("slower-in-rats", "slower-in-cats"), 5, "slower-in-cats"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_at_its_line(mini: MiniHandbook, name: str) -> None:
    text, line, said = BAD[name]
    add_pictures(mini, f"{HEAD}{text}\n")
    problems = [p for p in mini.read().problems if p.path.endswith("pictures.md")]
    told = [(p.line, p.message + p.hint) for p in problems]
    assert [(number, said in words) for number, words in told if said in words] == [(11 + line, True)]
