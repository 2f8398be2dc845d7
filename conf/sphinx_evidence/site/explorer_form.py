"""The explorer's own page: the filters, a place for what the script finds, links to the static pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx_evidence.site.explorer_entries import Element, as_html, element, symbol_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from evidence.views.elements import Explorer, Facet, Option

PAGE_SIZE = 200
"""The most objects on a static page, and in a file of the script's data."""

KINDS = {"claims": ("statement", "statements"), "studies": ("study", "studies")}
"""The kinds of objects, as their pages are called, with one and many of them in words."""

_IN_SIGHT = frozenset({"stream", "certainty", "direction"})
"""Filters with few words, which all stand in sight."""
_ANY = Element("option", (("value", ""),), ("Any",))


def ranges(total: int) -> list[tuple[int, int]]:
    """The first and last object of each static page, counted from 1."""
    return [(first, min(first + PAGE_SIZE - 1, total)) for first in range(1, total + 1, PAGE_SIZE)]


def pager(kind: str, total: int, uri: Callable[[int], str], here: int | None = None) -> Element:
    """Links to the static pages of a kind: first, last and those 1, 2, 4, 8 … from here.

    So no page is far from any other, and the links do not grow with the number of pages.
    """
    pages = ranges(total)
    title = f"All {total} {KINDS[kind][1]}"
    links = []
    for number in _near(here or 1, len(pages)):
        first, last = pages[number - 1]
        current = "page" if number == here else ""
        words = f"{first} to {last}"
        links.append(element("li", element("a", words, href=uri(number), aria_current=current)))
    return element("nav", element("p", title), element("ul", *links), css="pages", aria_label=title)


def _near(here: int, last: int) -> list[int]:
    steps = [2**power for power in range(last.bit_length())]
    near = {1, here, last, *(here - step for step in steps), *(here + step for step in steps)}
    return sorted(number for number in near if 1 <= number <= last)


def explorer_html(explorer: Explorer, uri: Callable[[str, int], str], data: dict[str, str]) -> str:
    """What stands on the explorer's page. Without its script only the links are shown.

    ``uri`` gives the address of a static page by kind and number, ``data`` tells the script where
    its data are.
    """
    totals = {"claims": len(explorer.claims), "studies": len(explorer.studies)}
    in_sight = [_boxes(facet) for facet in explorer.facets if facet.name in _IN_SIGHT]
    to_choose = [_choice(facet) for facet in explorer.facets if facet.name not in _IN_SIGHT]
    form = element(
        "form",
        _words(),
        element("fieldset", element("legend", "List"), *_kinds(totals), css="kinds"),
        element(
            "details",
            element("summary", "Filters"),
            element("div", *in_sight, css="boxes"),
            element("div", *to_choose, css="choices"),
        ),
        element("p", element("button", "Clear all", type="reset"), css="clear"),
        css="filters wide",
        hidden="hidden",
        role="search",
        aria_label="Filter statements and studies",
        **{f"data-{name}": value for name, value in data.items()},
    )
    found = element("ul", css="results wide", hidden="hidden")
    more = element("p", element("button", "Show more", type="button"), css="more", hidden="hidden")
    pagers = [pager(kind, total, partial(uri, kind)) for kind, total in totals.items() if total]
    return "\n".join(
        [
            as_html(form),
            '<p class="count wide" role="status"></p>',
            as_html(found),
            as_html(more),
            *map(as_html, pagers),
            "",
        ]
    )


def _words() -> Element:
    return element(
        "div",
        element("label", "Words in the statement, its sources or caveats", **{"for": "explorer-words"}),
        element(
            "input", type="search", id="explorer-words", name="q", autocomplete="off", spellcheck="false"
        ),
        css="words",
    )


def _kinds(totals: dict[str, int]) -> Iterator[Element]:
    for number, (kind, total) in enumerate(totals.items()):
        checked = {} if number else {"checked": "checked"}
        box = element("input", type="radio", name="kind", value=kind, **checked)
        yield element("label", box, f" {KINDS[kind][1].capitalize()} ", _number(total), css="tick")


def _number(number: int) -> Element:
    return element("span", f"({number})", css="number")


def _boxes(facet: Facet) -> Element:
    def box(option: Option) -> Element:
        words = [symbol_tree(option.symbol), " ", option.label] if option.symbol else [option.label]
        return element(
            "label",
            element("input", type="checkbox", name=facet.name, value=option.word),
            " ",
            element("span", *words, css="stream" if option.css else ""),
            " ",
            _number(option.claims),
            css=f"tick {option.css}".strip(),
        )

    return element("fieldset", element("legend", facet.label), *map(box, facet.options))


def _choice(facet: Facet) -> Element:
    name = f"explorer-{facet.name}"
    options: Iterable[Element] = (
        element("option", f"{option.label} ({option.claims})", value=option.word, data_label=option.label)
        for option in facet.options
    )
    return element(
        "div",
        element("label", facet.label, **{"for": name}),
        element("select", _ANY, *options, id=name, name=facet.name),
        css="choice",
    )
