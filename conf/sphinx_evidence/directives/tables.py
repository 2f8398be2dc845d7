"""Tables and lists that are drawn from the data, never typed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from evidence.model import NUMBER_PATTERN
from evidence.problems import close_word
from evidence.views.filters import FILTERS
from sphinx_evidence.directives.base import EvidenceDirective
from sphinx_evidence.directives.word_tables import WORD_TABLES, word_table

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


class ListDirective(EvidenceDirective):
    """A table without options; its name is the name of its view."""

    has_content = False

    def read(self) -> list[nodes.Node]:
        """The place where the table is drawn."""
        return [self.view(self.name)]


class FilteredTableDirective(EvidenceDirective):
    """``{study-table}`` and ``{caveat-table}``, filtered by words of the vocabulary."""

    has_content = False
    known_options: ClassVar[tuple[str, ...]] = FILTERS

    def read(self) -> list[nodes.Node]:
        """The place where the table is drawn."""
        filters: list[str] = []
        vocabulary = self.config.evidence_vocabulary
        for option in self.options:
            for word in self.words(option) if option in FILTERS else ():
                if vocabulary.knows(option, word):
                    filters.append(f"{option}={word}")
                else:
                    self.tell(
                        f"'{word}' is no {option.replace('-', ' ')} of the vocabulary.",
                        close_word(word, vocabulary.ids(option)),
                        option,
                    )
        return [self.view(self.name, *filters)]


class EvidenceMapDirective(FilteredTableDirective):
    """``{evidence-map}``: studies by ``:outcome:`` and study design."""

    def read(self) -> list[nodes.Node]:
        """The place where the map is drawn, where it has an outcome."""
        if not self.words("outcome"):
            self.tell(f"{{{self.name}}} needs :outcome:.", "Name words of the vocabulary.")
            return []
        return super().read()


class FigureTableDirective(EvidenceDirective):
    """``{figure-table}``: the reference figures on ``:outcome:``, with their share ``:of: 420 mg``."""

    has_content = False
    known_options: ClassVar[tuple[str, ...]] = ("outcome", "of")

    def read(self) -> list[nodes.Node]:
        """The place where the table is drawn."""
        vocabulary = self.config.evidence_vocabulary
        outcome = self.word("outcome") or ""
        if not vocabulary.knows("outcome", outcome):
            self.tell(
                f"'{outcome}' is no outcome of the vocabulary.",
                close_word(outcome, vocabulary.ids("outcome")),
                "outcome",
            )
            return []
        of, _, unit = (self.word("of") or "").partition(" ")
        if "of" in self.options and not (NUMBER_PATTERN.fullmatch(of) and float(of) > 0 and unit):
            self.tell(":of: takes an amount above 0 with its unit.", "Write it like 420 mg.", "of")
            return []
        return [self.view("figure-table", outcome, of, unit)]


class BiasTableDirective(EvidenceDirective):
    """``{bias-table} TOOL``: the risk of bias of the studies judged with a tool, domain by domain."""

    has_content = False

    def read(self) -> list[nodes.Node]:
        """The place where the table is drawn."""
        tools = [tool.id for tool in self.config.evidence_vocabulary.bias_tool if tool.domains]
        if self.argument not in tools:
            self.tell(
                f"'{self.argument}' is no tool with domains in the vocabulary.",
                close_word(self.argument, tools),
            )
            return []
        return [self.view("bias-table", self.argument)]


class WordTableDirective(EvidenceDirective):
    """``{vocabulary-table} KIND``: the words of a kind with what they mean."""

    has_content = False

    def read(self) -> list[nodes.Node]:
        """The table of words; the vocabulary is part of the configuration, so it is never stale."""
        if self.argument not in WORD_TABLES:
            self.tell(
                f"'{self.argument}' is no kind of word; there are {', '.join(WORD_TABLES)}.",
                close_word(self.argument, tuple(WORD_TABLES)),
            )
            return []
        return [word_table(self.argument, self.config.evidence_vocabulary)]


def setup_lists(app: Sphinx) -> None:
    """Register the tables and lists."""
    for name in (
        "evidence-table",
        "explorer",
        "statement-table",
        "statement-count",
        "allowance-table",
        "rule-table",
        "rule-pages",
        "change-history",
        "claim-index",
    ):
        app.add_directive(name, ListDirective)
    for name in ("study-table", "caveat-table"):
        app.add_directive(name, FilteredTableDirective)
    app.add_directive("evidence-map", EvidenceMapDirective)
    app.add_directive("figure-table", FigureTableDirective)
    app.add_directive("bias-table", BiasTableDirective)
    app.add_directive("vocabulary-table", WordTableDirective)
