"""The tables of an extraction sheet: arms, results, reference figures, misprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from evidence.analysis.printed_values import arm_text, duration, effect_text, p_text
from evidence.model import Unknown
from sphinx_evidence.nodes import evidence_view
from sphinx_evidence.transforms.study_cells import (
    Cell,
    paragraph,
    quantity_words,
    shown,
    shown_text,
    table,
    unseen,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.model import Result, Study
    from evidence.vocabulary.vocabulary import Vocabulary


class StudyTables:
    """Draws what a study counted and measured."""

    def __init__(self, study: Study, words: Vocabulary, docname: str) -> None:
        """The tables of a study, in the page of that name."""
        self.study = study
        self.words = words
        self.docname = docname

    def arms(self) -> nodes.Node:
        """Each arm with the people who began, were counted and stayed."""
        rows: list[Sequence[Cell]] = [
            (
                arm.label or arm.id,
                unseen(quantity_words(arm.n_randomised)),
                unseen(quantity_words(arm.n_analysed)),
                unseen(quantity_words(arm.n_completed)),
            )
            for arm in self.study.arms
        ]
        return table("arms", ("Arm", "Randomised or started", "Analysed", "Completed"), rows)

    def results(self) -> nodes.Node:
        """Each result: outcome, comparison, arms, effect, direction, where it was read."""
        misprinted = {misprint.result for misprint in self.study.misprints}
        rows = [self._result_row(result, result.id in misprinted) for result in self.study.results]
        head = ("Outcome", "When and how compared", "Arms", "Effect", "Direction", "Where read")
        return table("results", head, rows)

    def _result_row(self, result: Result, misprinted: bool) -> Sequence[Cell]:
        streams = self._stream_of(result)
        outcome = self.words.label("outcome", result.outcome)
        when = "; ".join(
            filter(
                None,
                (
                    duration(result.timepoint),
                    self.words.label("contrast", result.contrast),
                    shown_text(result.analysis) if result.analysis else "",
                ),
            )
        )
        arms: list[nodes.Node] = [
            nodes.paragraph("", f"{self._arm_name(arm)}: {arm_text(values)}")
            for arm, values in result.arms.items()
        ]
        effect: list[nodes.Node] = [paragraph(unseen(effect_text(result.effect)))] if result.effect else []
        if result.effect and result.effect.p and result.effect.p not in set(Unknown):
            effect.append(paragraph(p_text(result.effect)))
        if result.effect and result.effect.adjusted_for:
            adjusted = ", ".join(shown_text(word) for word in result.effect.adjusted_for)
            effect.append(paragraph(f"adjusted for {adjusted}"))
        if misprinted:
            effect.append(paragraph("The source contradicts itself here; see below."))
        if result.notes:
            effect.append(paragraph(result.notes))
        spec = ("direction-of", result.direction, result.outcome, streams)
        direction = evidence_view(spec=spec, docname=self.docname)
        return (
            [
                paragraph(outcome),
                *([paragraph(result.label)] if result.label else []),
                *([paragraph("headline result")] if result.headline else []),
            ],
            when,
            arms or [paragraph(unseen(Unknown.NOT_SEEN.words))],
            effect or [paragraph(unseen(Unknown.NOT_SEEN.words))],
            nodes.paragraph("", "", direction),
            f"{shown_text(result.source)} ({self.words.label('seen', result.seen)})",
        )

    def _stream_of(self, result: Result) -> str:
        kind = self.words.study_types.get(result.type or result.reviews or self.study.type)
        if kind and kind.stream:
            return kind.stream
        first = self.words.study_types.get(self.study.reviews[0]) if self.study.reviews else None
        return (first.stream if first else None) or ""

    def _arm_name(self, arm_id: str) -> str:
        arm = next((arm for arm in self.study.arms if arm.id == arm_id), None)
        return (arm.label or arm.id) if arm else arm_id

    def figures(self) -> nodes.Node:
        """Each reference figure."""
        rows: list[Sequence[Cell]] = [
            (
                figure.item,
                unseen(quantity_words(figure.value)),
                figure.unit,
                shown(figure.serving),
                self.words.label("confidence", figure.confidence),
                shown_text(figure.source),
            )
            for figure in self.study.figures
        ]
        return table("figures", ("Item", "Value", "Unit", "Serving", "How sure", "Where read"), rows)

    def misprints(self) -> nodes.Node:
        """Where printed figures do not fit each other."""
        rows: list[Sequence[Cell]] = [
            (misprint.result, misprint.printed, misprint.recomputed, shown_text(misprint.by))
            for misprint in self.study.misprints
        ]
        return table("misprints", ("Result", "Printed", "Recomputed by us", "How"), rows)
