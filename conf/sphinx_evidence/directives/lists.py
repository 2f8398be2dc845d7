"""Tables and lists that are drawn from the data, never typed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes

from ..table_views import FILTERS
from .base import EvidenceDirective, close_word
from .word_tables import WORD_TABLES, word_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ListDirective(EvidenceDirective):
    """A table without options; its name is the name of its view."""

    has_content = False

    def read(self) -> list[nodes.Node]:
        """The place where the table is drawn."""
        return [self.view(self.name)]


class FilteredTableDirective(EvidenceDirective):
    """``{claim-table}``, ``{study-table}``, ``{caveat-table}``, filtered by words of the vocabulary."""

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
    for name in ("evidence-table", "statement-table", "statement-count", "allowance-table", "rule-table"):
        app.add_directive(name, ListDirective)
    for name in ("claim-table", "study-table", "caveat-table"):
        app.add_directive(name, FilteredTableDirective)
    app.add_directive("vocabulary-table", WordTableDirective)
