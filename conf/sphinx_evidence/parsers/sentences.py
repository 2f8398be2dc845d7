"""The sentences of a page, collected once while it is read, each with its own line and owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from evidence.model import Sentence, SentenceKind
from sphinx_evidence.nodes import evidence_claim, evidence_finding, evidence_restatement, evidence_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_evidence.parsers.source_lines import SourceLines

_SKIPPED = (nodes.literal_block, nodes.comment, nodes.system_message, nodes.raw, nodes.math_block)


def sentences_of(document: nodes.document, source: SourceLines) -> Iterator[Sentence]:
    """The sentences of a page in order. Literal text, comments, views and word tables are not scanned."""
    yield from _walk(document, source, None)


def _walk(node: nodes.Node, source: SourceLines, owner: str | None) -> Iterator[Sentence]:
    for child in node.children:
        if isinstance(child, _SKIPPED) or _is_word_table(child):
            continue
        inside = _owner(child) or owner
        kind = _kind(child)
        if kind is not None and isinstance(child, nodes.Element):
            line = _line(child)
            for text, at in source.sentences(line, child.rawsource or child.astext(), _shown(child)):
                yield Sentence(text, source.path, at, kind, inside)
        else:
            yield from _walk(child, source, inside)


def _is_word_table(node: nodes.Node) -> bool:
    """Whether a table was made from the vocabulary: its words are not those of the page."""
    return isinstance(node, nodes.table) and "words" in node["classes"]


def _owner(node: nodes.Node) -> str | None:
    """The anchor or key of the object that answers for what stands inside a node."""
    if isinstance(node, evidence_claim | evidence_restatement):
        return str(node["evidence-key"])
    if isinstance(node, evidence_finding):
        return f"finding:{node['anchor']}"
    if isinstance(node, nodes.section) and "evidence-caveat" in node:
        return f"caveat:{node['evidence-caveat']}"
    return None


_KINDS: dict[type[nodes.Element], SentenceKind] = {
    nodes.rubric: SentenceKind.RUBRIC,
    nodes.caption: SentenceKind.CAPTION,
    nodes.term: SentenceKind.ITEM,
    nodes.line: SentenceKind.PARAGRAPH,
}
_KINDS_AROUND: dict[type[nodes.Element], SentenceKind] = {
    nodes.entry: SentenceKind.CELL,
    nodes.field_body: SentenceKind.FIELD,
    nodes.list_item: SentenceKind.ITEM,
    nodes.definition: SentenceKind.DEFINITION,
    nodes.section: SentenceKind.PARAGRAPH,
    nodes.document: SentenceKind.PARAGRAPH,
}
"""What a paragraph is, by the nearest of these around it."""


def _kind(node: nodes.Node) -> SentenceKind | None:
    """What kind of block this is, or None for a node that only holds blocks."""
    if isinstance(node, nodes.title):
        if isinstance(node.parent, nodes.Admonition):
            return SentenceKind.ADMONITION_TITLE
        return SentenceKind.CAPTION if isinstance(node.parent, nodes.table) else SentenceKind.HEADING
    if isinstance(node, nodes.paragraph):
        around = node.parent
        while isinstance(around, nodes.Element) and type(around) not in _KINDS_AROUND:
            around = around.parent
        return _KINDS_AROUND.get(type(around), SentenceKind.PARAGRAPH)
    return next((kind for block, kind in _KINDS.items() if isinstance(node, block)), None)


def _shown(node: nodes.Element) -> str:
    """The visible text of a block; literal text is left out, a view is its last argument."""
    return "".join(
        str(leaf["spec"][-1] or "") if isinstance(leaf, evidence_view) else leaf.astext()
        for leaf in node.findall(lambda n: isinstance(n, nodes.Text | evidence_view))
        if not isinstance(leaf.parent, nodes.literal)
    )


def _line(node: nodes.Element) -> int:
    """The line of a block. Cells of a pipe table have none: theirs follows from the row."""
    if node.line is not None:
        return node.line
    row = _row(node)
    if row is not None:
        return _line_of_row(row)
    around = node.parent
    while isinstance(around, nodes.Element) and around.line is None:
        around = around.parent
    return (around.line if isinstance(around, nodes.Element) else None) or 1


def _row(node: nodes.Node) -> nodes.row | None:
    around = node.parent
    while around is not None and not isinstance(around, nodes.row):
        around = around.parent
    return around


def _line_of_row(row: nodes.row) -> int:
    """The table's own line for its head; two further, for head and rule, for its first row."""
    table = row.parent
    while not isinstance(table, nodes.table):
        table = table.parent
    start = table.line or 1
    if isinstance(row.parent, nodes.thead):
        return start
    return start + 2 + row.parent.index(row)
