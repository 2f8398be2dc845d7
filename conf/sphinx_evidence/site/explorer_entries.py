"""Entries of the explorer as trees of elements, written as HTML for pages and as data for the script.

A tree is a text, or ``(element, attributes, children)``. The script builds the same elements from
the same trees, with texts that stay texts, so that a list looks alike with and without it.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from evidence.views.elements import BUT, Link, Outside, Small, Strong, Symbol, Unseen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evidence.views.elements import Entry, Inline, Item, Line

    Address = Callable[[str, str], str | None]
    """The address of an object, by kind and id, or None where it has no page."""


class Element(NamedTuple):
    """An element of HTML."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Tree, ...]


Tree: TypeAlias = str | Element


def element(tag: str, /, *children: Tree, **attributes: str) -> Element:
    """An element; ``css`` stands for its class, and empty attributes are left out."""
    named = [("class" if k == "css" else k.replace("_", "-"), v) for k, v in attributes.items() if v]
    return Element(tag, tuple(named), children)


class Trees:
    """Makes the trees of entries for one page. Lines that many tags have are made once."""

    def __init__(self, address: Address) -> None:
        """``address`` gives the address of an object as seen from the page."""
        self._address = address
        self._items: dict[Item, Element] = {}

    def of(self, entry: Entry) -> Element:
        """A statement or a study with its tag, as a statement stands on its page."""
        tag = entry.tag
        sentence = element("p", *_line(entry.sentence, self._address), css="claim-text")
        beside = [item for item in tag.items if item.css != BUT]
        listed = element("ul", *map(self._item, beside), css=f"tag {tag.css}", aria_label=tag.name)
        careful = [element("p", *self._item(item).children, css=BUT) for item in tag.items if item.css == BUT]
        return element("li", element("div", sentence, listed, *careful, css="claim"))

    def _item(self, item: Item) -> Element:
        made = self._items.get(item)
        if made is None:
            made = self._items[item] = element("li", *_line(item.parts, self._address), css=item.css)
        return made


def symbol_tree(name: str, *, firm: bool = False) -> Element:
    """A symbol out of the page's sprite, as :func:`.nodes.symbol_html` writes it."""
    css = "cert" if name.startswith("c-") else "sym firm" if firm else "sym"
    return element("svg", element("use", href=f"#{name}"), css=css, aria_hidden="true")


def _line(line: Line, address: Address) -> Iterator[Tree]:
    parts = iter(line)
    for part in parts:
        if isinstance(part, Symbol):
            first, space, rest = str(next(parts)).partition(" ")
            yield element("span", symbol_tree(part.id, firm=part.firm), f" {first}", css="together")
            if space:
                yield space + rest
        else:
            yield from _part(part, address)


def _part(part: Inline, address: Address) -> Iterator[Tree]:
    match part:
        case str():
            yield part
        case Strong(text):
            yield element("strong", text)
        case Small(text):
            yield element("span", text, css="small")
        case Unseen(text):
            yield element("em", text, css="ns")
        case Outside(text, target):
            yield element("a", text, href=target)
        case Link():
            place = address(part.kind, part.target)
            words: Tree = element("span", part.text, css="retracted") if part.struck else part.text
            yield element("a", words, href=place) if place else words
            if part.notice:
                yield f" ({part.notice})"


def as_html(tree: Tree) -> str:
    """A tree as HTML."""
    if isinstance(tree, str):
        return escape(tree, quote=False)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in tree.attributes)
    start = f"<{tree.name}{attributes}>"
    return start if tree.name == "input" else f"{start}{''.join(map(as_html, tree.children))}</{tree.name}>"


class ElementTable:
    """The distinct elements of many trees, each once: a child is a text or the number of an element."""

    def __init__(self) -> None:
        self.elements: list[list[Any]] = []
        self._places: dict[Element, int] = {}

    def put(self, tree: Element) -> int:
        """The number of an element; those inside it have lower ones."""
        place = self._places.get(tree)
        if place is None:
            children = [child if isinstance(child, str) else self.put(child) for child in tree.children]
            place = self._places[tree] = len(self.elements)
            self.elements.append([tree.name, dict(tree.attributes), *children])
        return place
