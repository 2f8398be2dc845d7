"""YAML as a small tree of text with line numbers: no types, no references, bounded.

YAML turns ``no`` into false, ``012`` into ten and ``12:30`` into 750. Here every value stays
the text that was written, until a schema says what it means. What could hide or multiply
content (anchors, aliases, tags) is refused, and so is what could exhaust the machine.
"""

from __future__ import annotations

from collections.abc import Iterator  # noqa: TC003  (Node is written out at run time)
from dataclasses import dataclass, field
from sys import intern

import yaml

from evidence.problems import shown
from evidence.text.safe_text import LINE_BREAK, TextError, checked_text, refuse_invisible

MAXIMUM_DEPTH = 20
"""How deep lists and fields may stand in one another; a study file needs six."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where PyYAML has it; both give the same events."""

_EXPLANATIONS = (
    ("mapping values are not allowed",
     "a colon stands in text without quotes, or the line is indented too far",
     'Put the text in "double quotes", or move the line to the left.'),
    ("block sequence entries are not allowed", "a list begins in the middle of a line",
     "Put each item on a line of its own, or write [one, two]."),
    ("expected <document start>", "the line stands further left than the first one",
     "Begin the first key of the file at the left margin."),
    ("cannot start any token", "this character cannot begin a value",
     'Put the text in "double quotes".'),
    ("could not find expected ':'", "a line without a key and a colon",
     'Write "key: value", or indent the line under its key.'),
    ("did not find expected key", "the line does not fit the lines above it",
     "Compare its indentation with them, and look for a quote inside quoted text."),
    ("did not find expected '-' indicator", "the line does not fit the list above it",
     "Compare its indentation with that of the list."),
    ("did not find expected ',' or", "a bracket is not closed, or a comma is missing",
     "Close the bracket, or put text that holds brackets in quotes."),
    ("unexpected end of stream", "a quote that was opened is never closed", "Close the quote."),
    ("expected alphabetic or numeric", "text without quotes begins with & or *",
     'Put the text in "double quotes".'),
)  # fmt: skip
"""What the parser says, what it means to an author, and how to mend it."""


class YamlError(TextError):
    """The file cannot be read as YAML: what is wrong, at which line (from 1), and how to mend it."""


@dataclass(slots=True)
class Scalar:
    """One value, as text. ``end`` is its last line."""

    text: str
    line: int
    end: int


@dataclass(slots=True)
class Sequence:
    """A list. ``line`` is the line of its first sign, ``end`` the last line of its last item."""

    line: int
    end: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Fields with their values, and the line of each key."""

    line: int
    end: int
    values: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping
Plain = str | list["Plain"] | dict[str, "Plain"]


def load_tree(source: str | bytes) -> Node:
    """Read one YAML document.

    Raises YamlError, and nothing else, for anything that is not one plain document in
    UTF-8 of bounded size and depth.
    """
    try:
        text = checked_text(source)
        builder = _Builder()
        for event in yaml.parse(text, Loader=_LOADER):
            builder.add(event)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text) from None
    except YamlError:
        raise
    except TextError as error:
        raise YamlError(error.message, error.line, error.hint) from None
    except yaml.YAMLError as error:
        raise YamlError(f"the file is not YAML: {error}", 1) from None
    if builder.root is None:
        raise YamlError("the file is empty", 1)
    return builder.root


def plain(node: Node) -> Plain:
    """The tree as dictionaries, lists and strings."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.values.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """A key or list item: its steps from the root, its line and the last line under it."""

    steps: tuple[str | int, ...]
    line: int
    end: int

    @property
    def path(self) -> str:
        """The steps joined by dots, as in ``results.0.effect.low``."""
        return ".".join(map(str, self.steps))


def places(node: Node, steps: tuple[str | int, ...] = ()) -> Iterator[Place]:
    """Every key and list item, outer ones before those inside them."""
    if isinstance(node, Mapping):
        for key, value in node.values.items():
            yield Place((*steps, key), node.key_lines[key], max(value.end, node.key_lines[key]))
            yield from places(value, (*steps, key))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield Place((*steps, number), item.line, item.end)
            yield from places(item, (*steps, number))


def lines(node: Node) -> dict[str, int]:
    """The line of every key and list item, by its path: ``{"results.0.effect.low": 41}``.

    The paths are the same in all files of a kind, so they are kept once.
    """
    return {intern(place.path): place.line for place in places(node)}


def long_scalars(node: Node) -> Iterator[Scalar]:
    """The values that span several lines."""
    if isinstance(node, Scalar):
        if node.end > node.line:
            yield node
        return
    for value in node.items if isinstance(node, Sequence) else node.values.values():
        yield from long_scalars(value)


class _Builder:
    """Makes the tree from events, refusing references, tags, repeated keys and too much depth."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Sequence | Mapping] = []
        """The lists and groups of fields around the next event, outermost first."""
        self.keys: list[Scalar | None] = []
        """For each of them the key whose value comes next."""

    def add(self, event: yaml.Event) -> None:
        """Take the next event."""
        start, end = _lines_of(event)
        match event:
            case yaml.DocumentStartEvent():
                if self.root is not None:
                    raise YamlError("a second document begins here", start, "Delete the line ---.")
                if event.version or event.tags:
                    raise YamlError("YAML directives are not allowed", start, "Delete the % line.")
            case yaml.AliasEvent():
                raise YamlError(
                    f"*{event.anchor} points to another place (an alias)", start,
                    'Write the value itself; put text that begins with * in "quotes".',
                )  # fmt: skip
            case yaml.ScalarEvent():
                _refuse_references(event.anchor, event.tag, start)
                refuse_invisible(event.value, start)  # an escape such as "\\0" makes them too
                self._put(Scalar(event.value, start, end))
            case yaml.SequenceStartEvent():
                _refuse_references(event.anchor, event.tag, start)
                self._enter(Sequence(start, start))
            case yaml.MappingStartEvent():
                _refuse_references(event.anchor, event.tag, start)
                self._enter(Mapping(start, start))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._leave(event, end)

    def _put(self, node: Node) -> None:
        """Put a value under its key, or at the end of its list; a scalar may be a key itself."""
        if not self.open:
            self.root = node
            return
        container, key = self.open[-1], self.keys[-1]
        if isinstance(container, Sequence):
            container.items.append(node)
        elif key is None:
            self.keys[-1] = _key(container, node)
        else:
            container.values[key.text] = node
            container.key_lines[key.text] = key.line
            self.keys[-1] = None
        container.end = max(container.end, node.end)

    def _enter(self, container: Sequence | Mapping) -> None:
        self._put(container)
        self.open.append(container)
        self.keys.append(None)
        if len(self.open) > MAXIMUM_DEPTH:
            raise YamlError(
                f"lists and fields stand more than {MAXIMUM_DEPTH} deep in one another",
                container.line,
                "Close the brackets, or put text that holds brackets in quotes.",
            )

    def _leave(self, event: yaml.CollectionEndEvent, end: int) -> None:
        """Brackets end at their closing sign; indented blocks where their last value ends."""
        closed = self.open.pop()
        self.keys.pop()
        if event.end_mark and event.start_mark and event.end_mark.index > event.start_mark.index:
            closed.end = max(closed.end, end)
        if self.open:
            self.open[-1].end = max(self.open[-1].end, closed.end)


def _lines_of(event: yaml.Event) -> tuple[int, int]:
    """The first and last line of an event, from 1.

    Block text ends where the next line begins: that line is not part of it.
    """
    if event.start_mark is None or event.end_mark is None:
        return 1, 1
    start = event.start_mark.line + 1
    return start, max(start, event.end_mark.line + (1 if event.end_mark.column else 0))


def _refuse_references(anchor: str | None, tag: str | None, line: int) -> None:
    """Anchors and tags: content that is used elsewhere, or is not what it looks like."""
    if anchor:
        raise YamlError(
            f"&{anchor} names a value (an anchor)", line,
            'Delete it; put text that begins with & in "quotes".',
        )  # fmt: skip
    if tag:
        raise YamlError(f"{tag} is a tag", line, 'Delete it; put text that begins with ! in "quotes".')


def _key(container: Mapping, node: Node) -> Scalar:
    """The node as a new key of a group of fields."""
    if not isinstance(node, Scalar):
        raise YamlError(
            "a list or a group of fields stands where a key belongs", node.line,
            'Write "key: value"; put text that begins with [ or { in quotes.',
        )  # fmt: skip
    if node.text in container.values:
        first = container.key_lines[node.text]
        raise YamlError(
            f"the key {shown(node.text)} stands twice, first on line {first}", node.line,
            "Keep one of the two.",
        )  # fmt: skip
    return node


def _explained(error: yaml.MarkedYAMLError, text: str) -> YamlError:
    """The parser's complaint in words for authors, at the line it concerns."""
    mark = error.problem_mark or error.context_mark
    line = min(mark.line + 1 if mark else 1, text.count("\n") + 1)
    said = error.problem or str(error)
    if "end of stream" in said and error.context_mark:
        line = error.context_mark.line + 1
    if "cannot start any token" in said and "\t" in _indentation(text, line):
        meaning = "a tab stands where spaces belong"
        return YamlError(f"the file is not YAML: {meaning}", line, "Indent with spaces.")
    for words, meaning, hint in _EXPLANATIONS:
        if words in said:
            return YamlError(f"the file is not YAML: {meaning}", line, hint)
    return YamlError(f"the file is not YAML: {said}", line, "Compare the line with those above it.")


def _indentation(text: str, line: int) -> str:
    """The white space before the first word of a line."""
    words = LINE_BREAK.split(text)[line - 1]
    return words[: len(words) - len(words.lstrip())]
