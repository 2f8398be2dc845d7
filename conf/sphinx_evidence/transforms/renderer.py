"""Views into docutils nodes. Targets are resolved through the domain, symbols only in HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import make_refnode

from evidence.views.elements import (
    CAVEATS,
    ON_DEMAND,
    CaveatList,
    Citation,
    Entry,
    Explorer,
    History,
    Index,
    Link,
    Matrix,
    MatrixCell,
    Outside,
    Paragraph,
    RulePages,
    Section,
    Small,
    Strong,
    StudyKind,
    StudyPage,
    Symbol,
    Table,
    Tag,
    Terms,
    Unseen,
    Words,
)
from evidence.vocabulary.words import in_sentence
from sphinx_evidence.nodes import (
    PAGE_BUILDERS,
    citation_files,
    claim_actions,
    evidence_claim,
    evidence_tag,
    explorer_form,
    explorer_more,
    explorer_results,
    matrix_table,
    symbol,
    tag_caveats,
    tag_details,
    tag_item,
)
from sphinx_evidence.transforms.table_nodes import table_node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.builders import Builder

    from evidence.views.elements import Block, Inline, Line, View


@dataclass(frozen=True, slots=True)
class NodeRenderer:
    """Draws views for one page and one builder.

    ``find`` gives the document and anchor of an object, or None where it has no page.
    ``in_html`` says whether elements of our own, with symbols, can be used; ``symbols`` whether
    symbols can be drawn where they cannot.
    """

    builder: Builder
    docname: str
    find: Callable[[str, str], tuple[str, str] | None]
    in_html: bool
    symbols: bool = False

    def draw(self, what: View) -> list[nodes.Node]:
        """The nodes of a view; none for a view that has nothing to show."""
        match what:
            case Tag():
                drawn: Iterable[nodes.Node] = self._tag(what)
            case CaveatList():
                drawn = self._caveats(what)
            case Table():
                drawn = [self._table(what)]
            case Matrix():
                drawn = [self._matrix(what)]
            case RulePages() | Index() | History():
                drawn = self._sections(what)
            case Explorer():
                drawn = self._explorer(what)
            case StudyPage():
                drawn = (node for block in what.blocks for node in self._block(block))
            case Words():
                drawn = self.inline(what.parts)
            case _:
                drawn = []
        return list(drawn)

    def _sections(self, what: RulePages | Index | History) -> Iterable[nodes.Node]:
        match what:
            case RulePages():
                return _rule_sections(what)
            case Index():
                return self._index(what)
            case History():
                return self._history(what)

    def inline(self, line: Line) -> Iterable[nodes.Node]:
        """The nodes of a line of words, links and symbols."""
        parts = iter(line)
        for part in parts:
            if not isinstance(part, Symbol):
                yield from self._part(part)
            elif self.in_html or self.symbols:
                yield from self._symbol(part, next(parts))

    def _symbol(self, picture: Symbol, words: Inline) -> Iterable[nodes.Node]:
        """A symbol on one line with the first of its words."""
        assert isinstance(words, str)  # noqa: S101  (a symbol stands beside the word that says the same)
        first, space, rest = words.partition(" ")
        together = nodes.inline("", "", symbol(symbol=picture.id, firm=picture.firm), classes=["together"])
        together += nodes.Text(f" {first}")
        yield together
        yield nodes.Text(space + rest)

    def _part(self, part: str | Link | Outside | Strong | Small | Unseen) -> Iterable[nodes.Node]:
        if isinstance(part, str):
            yield nodes.Text(part)
        elif isinstance(part, Strong):
            yield nodes.strong("", part.text)
        elif isinstance(part, Small):
            yield nodes.inline("", part.text, classes=["small"])
        elif isinstance(part, Unseen):
            yield nodes.emphasis("", part.text, classes=["ns"])
        elif isinstance(part, Outside):
            yield nodes.reference("", part.text, refuri=part.address, internal=False)
        else:
            yield self.link(part)

    def link(self, link: Link) -> nodes.Node:
        """A reference to an object, or its text where there is nothing to link to; then its notice."""
        drawn = self._linked(link)
        return nodes.inline("", "", drawn, nodes.Text(f" ({link.notice})")) if link.notice else drawn

    def _linked(self, link: Link) -> nodes.Node:
        words = nodes.inline("", link.text, classes=["retracted"] if link.struck else [])
        place = self.find(link.kind, link.target)
        # LaTeX has its own kind of place for citations.
        if place is None or (link.kind == "cite" and self.builder.format == "latex"):
            return words if link.struck else nodes.Text(link.text)
        docname, anchor = place
        return make_refnode(self.builder, self.docname, docname, anchor, words)

    def _tag(self, tag: Tag) -> Iterable[nodes.Node]:
        """The list of lines; in HTML what should make careful stands apart, under the sentence."""
        if not self.in_html:
            bullets = nodes.bullet_list(bullet="-", classes=["tag", tag.css])
            for item in tag.items:
                words = nodes.paragraph("", "", *self.inline(item.parts))
                bullets += nodes.list_item("", words, classes=item.css.split())
            yield bullets
            return
        listed, details = evidence_tag(name=tag.name, classes=[tag.css]), tag_details()
        for item in tag.items:
            if item.css != CAVEATS:
                line = tag_item("", "", *self.inline(item.parts), classes=item.css.split())
                (details if item.css in ON_DEMAND else listed).append(line)
        if details.children:
            contrary = any(item.css == "contrary" for item in tag.items)
            details["summary"] = "Details and contrary evidence" if contrary else "Details"
            listed += details
        yield listed
        for item in tag.items:
            if item.css == CAVEATS:
                yield tag_caveats("", "", *self.inline(item.parts))
        if tag.anchor:
            yield claim_actions(anchor=tag.anchor)

    def _caveats(self, caveats: CaveatList) -> list[nodes.Node]:
        listed = nodes.definition_list(classes=["caveats"])
        for link, summary in caveats.items:
            listed += nodes.definition_list_item(
                "",
                nodes.term("", "", self.link(link)),
                nodes.definition("", nodes.paragraph("", summary)),
            )
        heading = nodes.rubric("", caveats.heading, classes=["caveats-heading"])
        return [heading, listed]

    def _table(self, table: Table) -> nodes.Node:
        if not table.rows:
            return nodes.paragraph("", "", nodes.emphasis("", table.empty))
        head = [self._paragraphs((line,)) for line in table.head]
        rows = [[self._paragraphs(lines) for lines in cells] for cells in table.rows]
        drawn = table_node(table.css, head, rows)
        if table.caption:
            drawn.insert(0, nodes.title("", table.caption))
        if table.anchor:
            drawn["ids"].append(table.anchor)
        return drawn

    def _index(self, index: Index) -> Iterable[nodes.Node]:
        """A section for each heading; its links are followed by their pages where there are pages."""
        for anchor, heading, table in index.parts:
            drawn = self._table(table)
            if isinstance(drawn, nodes.table):
                drawn["classes"].append("with-pages")
            yield nodes.section("", nodes.title("", heading), drawn, ids=[anchor])

    def _history(self, history: History) -> Iterable[nodes.Node]:
        """A section for each entry, and a list of changes under each heading."""
        for part in history.parts:
            section = nodes.section("", nodes.title("", part.title), ids=[part.id], classes=["history"])
            section += [nodes.paragraph("", line) for line in part.lines]
            for heading, lines in part.groups:
                section += nodes.paragraph("", "", nodes.strong("", heading))
                bullets = nodes.bullet_list(bullet="-")
                for line in lines:
                    bullets += nodes.list_item("", *self._paragraphs((line,)))
                section += bullets
            yield section

    def _block(self, block: Block) -> Iterator[nodes.Node]:
        """The nodes of a part of a page."""
        match block:
            case Section():
                inside = [node for part in block.blocks for node in self._block(part)]
                yield nodes.section("", nodes.title("", block.title), *inside, ids=[block.id])
            case Paragraph():
                yield nodes.paragraph("", "", *self.inline(block.parts), classes=block.css.split())
            case Terms():
                yield self._terms(block)
            case StudyKind():
                yield _study_kind(block)
            case Table():
                yield self._table(block)
            case Citation():
                yield citation_files(key=block.key)
                for form, text in block.formats:
                    yield nodes.rubric("", form, **{"heading-level": 3, "classes": ["citation-form"]})
                    yield nodes.literal_block(text, text, language="text")

    def _terms(self, terms: Terms) -> nodes.Node:
        listed = nodes.definition_list(classes=["sheet", "run-in"])
        for term, line in terms.items:
            described = nodes.definition("", nodes.paragraph("", "", *self.inline(line)))
            listed += nodes.definition_list_item("", nodes.term("", term), described)
        return listed

    def _explorer(self, explorer: Explorer) -> Iterator[nodes.Node]:
        """The form to filter with and, for readers without its script too, all objects under two headings."""
        if self.builder.name not in PAGE_BUILDERS:
            words = "The web pages of this handbook list every claim and every study here."
            yield nodes.paragraph("", words)
            return
        yield explorer_form(explorer=explorer)
        for kind, heading, entries in (
            ("claims", "Statements", explorer.claims),
            ("studies", "Studies", explorer.studies),
        ):
            results = explorer_results(kind=kind, entries=entries, renderer=self)
            title = nodes.title("", heading)
            yield nodes.section("", title, results, ids=[f"explorer-{kind}"], classes=["no-search"])
        yield explorer_more()

    def entry(self, entry: Entry) -> nodes.Node:
        """A statement or a study of the explorer with its tag, as a statement is printed on its page."""
        sentence = nodes.paragraph("", "", *self.inline(entry.sentence), classes=["claim-text"])
        return evidence_claim("", sentence, *self._tag(entry.tag._replace(anchor="")))

    def _paragraphs(self, lines: tuple[Line, ...]) -> list[nodes.Node]:
        return [nodes.paragraph("", "", *self.inline(line)) for line in lines if line]

    def _matrix(self, matrix: Matrix) -> nodes.Node:
        if self.in_html:
            links = {
                cell.target: self._address("finding", "/".join(cell.target))
                for _, cells in matrix.rows
                for cell in cells
                if cell
            }
            for card, _ in matrix.rows:
                links["card", card.target] = self._address("card", card.target)
            return matrix_table(matrix=matrix, links=links)
        rows = tuple((((card,),), *(_plain_cell(cell) for cell in cells)) for card, cells in matrix.rows)
        head: tuple[Line, ...] = (
            ("Question",),
            *((Symbol(picture), label) for _, picture, label, _ in matrix.head),
        )
        table = self._table(Table("matrix", "", head, rows))
        if isinstance(table, nodes.table):
            table["classes"].append("landscape")
        return table

    def _address(self, kind: str, target: str) -> str:
        place = self.find(kind, target)
        if place is None:
            return "#"
        docname, anchor = place
        relative = "" if docname == self.docname else self.builder.get_relative_uri(self.docname, docname)
        return f"{relative}#{anchor}"


def _study_kind(kind: StudyKind) -> nodes.Node:
    line = nodes.paragraph("", "", classes=["study-kind", *kind.css.split()])
    if kind.symbol:
        line += [symbol(symbol=kind.symbol), nodes.Text(" ")]
    line += nodes.inline("", kind.label, classes=["stream"])
    return line


def _rule_sections(rules: RulePages) -> Iterable[nodes.Node]:
    """A section for each group, and in it one for each rule."""
    for group in rules.groups:
        around = nodes.section("", nodes.title("", group.name.capitalize()), ids=[f"rules-{group.name}"])
        for rule in group.rules:
            section = nodes.section("", nodes.title("", rule.id), ids=[f"rule-{rule.id}"], classes=["rule"])
            section += [nodes.paragraph("", "", *_with_literals(text)) for text in rule.paragraphs]
            section += nodes.paragraph("", f"Severity: {rule.severity}.")
            for words, example in rule.examples:
                section += nodes.paragraph("", words, classes=["example"])
                section += nodes.literal_block(example, example, language="text")
            around += section
        yield around


def _with_literals(text: str) -> Iterable[nodes.Node]:
    """Words, with literal ones between double backticks."""
    for number, part in enumerate(text.split("``")):
        yield nodes.literal("", part) if number % 2 else nodes.Text(part)


def _plain_cell(cell: MatrixCell | None) -> tuple[Line, ...]:
    if cell is None:
        return (("Not answered",),)
    target = Link("finding", "/".join(cell.target), cell.verdict)
    level = "".join(part for part in cell.certainty if isinstance(part, str)).strip()
    rings = tuple(part for part in cell.certainty if isinstance(part, Symbol))
    people = tuple((part,) for part in cell.certainty if isinstance(part, Small))
    signal: Line = (cell.signal_symbol, f"Signal: {in_sentence(cell.signal)}")
    return ((target,), signal, (*rings, f"Certainty: {level}"), *people)
