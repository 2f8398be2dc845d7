"""The directives of pictures, from ``{forest-plot}`` to ``{screening-flow}``.

What stands inside one is the author's own sentence for the caption, read as any other text of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes

from evidence.model import Reference
from evidence.problems import close_word
from sphinx_evidence.directives.base import EvidenceDirective
from sphinx_evidence.directives.mechanism import MechanismDirective
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.transforms.plots import evidence_picture, setup_pictures

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from evidence.views.elements import Spec


class PictureDirective(EvidenceDirective):
    """A picture whose options are words of the vocabulary."""

    filters: ClassVar[tuple[str, ...]] = ()
    """Options that take words of the vocabulary."""
    needed: ClassVar[tuple[str, ...]] = ()
    """Options without which there is nothing to draw."""

    def read(self) -> list[nodes.Node]:
        """The place where the picture is drawn, unless an option is wrong."""
        filters = self.read_options()
        return [] if filters is None else [self.place((self.name, *filters), self.legend())]

    def read_options(self) -> list[str] | None:
        """The options as ``name=word`` pairs, or None where one is wrong and was told."""
        filters: list[str] = []
        wrong = self.argument != "" or any(option not in self.known_options for option in self.options)
        if self.argument:
            self.tell(
                f"{{{self.name}}} takes no words behind its name; found {self.argument!r}.", "Use options."
            )
        vocabulary = self.config.evidence_vocabulary
        for option in self.needed:
            if option not in self.options:
                self.tell(f"{{{self.name}}} needs :{option}:.", "Name words of the vocabulary.")
                wrong = True
        for option in self.filters:
            if option in self.options and not self.words(option):
                self.tell(
                    f":{option}: names nothing.",
                    f"Name a {option.replace('-', ' ')}, or leave it out.",
                    option,
                )
                wrong = True
            for word in self.words(option):
                if vocabulary.knows(option, word):
                    filters.append(f"{option}={word}")
                else:
                    self.tell(
                        f"'{word}' is no {option.replace('-', ' ')} of the vocabulary.",
                        close_word(word, vocabulary.ids(option)),
                        option,
                    )
                    wrong = True
        return None if wrong else filters

    def legend(self) -> list[nodes.Node]:
        """The author's words for the caption."""
        inside = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, inside)
        return inside.children

    def place(self, spec: Spec, words: list[nodes.Node]) -> nodes.Node:
        """The place of the picture, remembered for the page's fingerprint."""
        docname = self.env.current_document.docname
        evidence_domain(self.env).note_view(docname, spec)
        place = evidence_picture("", *words, spec=spec, docname=docname)
        self.set_source_info(place)
        return place


class ForestPlotDirective(PictureDirective):
    """``{forest-plot}``: comparable effects on ``:outcome:``, one row each."""

    filters = ("outcome", "stream", "study-type", "population")
    known_options = filters
    needed = ("outcome",)


class TimelineDirective(PictureDirective):
    """``{study-timeline}``: studies by year, kind of evidence and study type."""

    filters = ("stream", "study-type", "outcome", "population")
    known_options = filters


class FoodChartDirective(PictureDirective):
    """``{food-chart}``: the figures on ``:outcome:`` against a ``:need:`` and a ``:limit:``.

    These two name reference figures: ``STUDY.FIGURE, STUDY.FIGURE``.
    """

    filters = ("outcome",)
    known_options = ("outcome", "need", "limit")
    needed = ("outcome", "need", "limit")

    def read_options(self) -> list[str] | None:
        """The options, with the figures that are named remembered as references."""
        filters = super().read_options()
        if filters is None:
            return None
        for option in ("need", "limit"):
            at = self.source.at(self.option_lines.get(option, self.opening))
            for target in self.words(option):
                if target.count(".") != 1:
                    self.tell(f"'{target}' names no reference figure.", "Write STUDY.FIGURE.", option)
                    return None
                self.page.references.append(Reference("result", target, at))
                filters.append(f"{option}={target}")
        return filters


class ScreeningFlowDirective(PictureDirective):
    """``{screening-flow}``: what became of the records that the stored searches found."""


def setup_picture_directives(app: Sphinx) -> None:
    """Register the directives, and what draws them."""
    setup_pictures(app)
    app.add_directive("forest-plot", ForestPlotDirective)
    app.add_directive("study-timeline", TimelineDirective)
    app.add_directive("food-chart", FoodChartDirective)
    app.add_directive("mechanism-diagram", MechanismDirective)
    app.add_directive("screening-flow", ScreeningFlowDirective)
