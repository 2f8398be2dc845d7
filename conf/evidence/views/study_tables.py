"""The tables on the page of a study: arms, results, reference figures, misprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.printed_values import arm_text, duration, effect_text, field_text, number, p_text
from evidence.model import Unknown
from evidence.views.elements import Paragraph, Table, Unseen, simple_table
from evidence.views.phrases import direction_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import Handbook, Quantity, Result, Study
    from evidence.views.elements import Block, Line


def field_line(text: str | None) -> Line:
    """A text of a study file as a line; no line where the field is missing."""
    return value_line(field_text(text)) if text else ()


def value_line(text: str) -> Line:
    """A value that should be there; the words for an unknown are set apart from others."""
    if not text:
        return (Unseen(Unknown.NOT_SEEN.words),)
    return (Unseen(text),) if text in {word.words for word in Unknown} else (text,)


def quantity_line(quantity: Quantity | None) -> Line:
    """A number, and whether it was calculated from others; no line where the field is missing."""
    if quantity is None:
        return ()
    derived = f" (our calculation, from {quantity.source})" if quantity.derived else ""
    return value_line(f"{number(quantity)}{derived}")


_DASH = "\N{EN DASH}"
_KEY = Paragraph((f"{_DASH}: {Unknown.NOT_SEEN.words}",), "table-key")
"""Below a table with a dash in it."""


def _cell(line: Line) -> Line:
    """A line of a table: a dash where the value is not in what we read."""
    return (Unseen(_DASH),) if line in {(), value_line("")} else line


def _with_key(table: Table) -> tuple[Block, ...]:
    """A table, with what its dashes mean where it has any."""
    dashed = any((Unseen(_DASH),) in cell for row in table.rows for cell in row)
    return (table, _KEY) if dashed else (table,)


class StudyTables:
    """What a study counted and measured."""

    def __init__(self, study: Study, handbook: Handbook) -> None:
        self.study = study
        self.handbook = handbook
        self.vocabulary = handbook.vocabulary

    def arms(self) -> tuple[Block, ...]:
        """Each arm with the people who began, were analysed and completed."""
        rows = [
            ((arm.label or arm.id,), *map(_quantity, (arm.n_randomised, arm.n_analysed, arm.n_completed)))
            for arm in self.study.arms
        ]
        return _with_key(
            simple_table("arms", ("Arm", "Randomised or started", "Analysed", "Completed"), rows)
        )

    def results(self) -> tuple[Block, ...]:
        """Each result: outcome, comparison, arms, effect, direction, where it was read."""
        misprinted = {misprint.result for misprint in self.study.misprints}
        head = ("Outcome", "When and how compared", "Arms", "Effect", "Direction", "Where read")
        rows = tuple(self._result_row(result, result.id in misprinted) for result in self.study.results)
        return _with_key(Table("results", "", tuple((title,) for title in head), rows))

    def _result_row(self, result: Result, misprinted: bool) -> tuple[tuple[Line, ...], ...]:
        label = self.vocabulary.label
        outcome = [
            label("outcome", result.outcome),
            result.label,
            "main result" if result.headline else "",
        ]
        when = [
            duration(result.timepoint),
            label("contrast", result.contrast),
            field_text(result.analysis) if result.analysis else "",
        ]
        arms = [f"{self._arm_name(arm)}: {arm_text(values)}" for arm, values in result.arms.items()]
        nothing = (_cell(()),)
        where = f"{field_text(result.source)} ({label('seen', result.seen)})"
        return (
            tuple((text,) for text in outcome if text),
            (("; ".join(filter(None, when)),),),
            tuple((text,) for text in arms) or nothing,
            tuple(_effect_lines(result, misprinted)) or nothing,
            (direction_words(result, [self.study], self._stream(result), self.handbook),),
            ((where,),),
        )

    def _stream(self, result: Result) -> str | None:
        """The stream whose words say where a result points."""
        kind = self.vocabulary.study_types.get(result.type or result.reviews or self.study.type)
        if kind and kind.stream:
            return kind.stream
        first = self.vocabulary.study_types.get(self.study.reviews[0]) if self.study.reviews else None
        return first.stream if first else None

    def _arm_name(self, arm_id: str) -> str:
        arm = next((arm for arm in self.study.arms if arm.id == arm_id), None)
        return (arm.label or arm.id) if arm else arm_id

    def figures(self) -> tuple[Block, ...]:
        """Each reference figure."""
        rows = [
            [
                figure.item,
                _quantity(figure.value),
                figure.unit,
                _cell(field_line(figure.serving)) if figure.serving else "",
                self.vocabulary.label("confidence", figure.confidence),
                field_text(figure.source),
            ]
            for figure in self.study.figures
        ]
        head = ("Item", "Value", "Unit", "Serving", "How sure", "Where read")
        return _with_key(simple_table("figures", head, rows))

    def misprints(self) -> tuple[Block, ...]:
        """Where printed figures do not fit each other."""
        rows = [
            [misprint.result, misprint.printed, misprint.recomputed, field_text(misprint.by)]
            for misprint in self.study.misprints
        ]
        return (simple_table("misprints", ("Result", "Printed", "Recomputed by us", "How"), rows),)


def _effect_lines(result: Result, misprinted: bool) -> Iterable[Line]:
    """The effect with its interval, p value, adjustment and notes."""
    effect = result.effect
    if effect:
        yield _cell(value_line(effect_text(effect)))
        if effect.p and effect.p not in set(Unknown):
            yield (p_text(effect),)
        if effect.adjusted_for:
            yield (f"adjusted for {', '.join(map(field_text, effect.adjusted_for))}",)
    if misprinted:
        yield ("The source contradicts itself here; see below.",)
    if result.notes:
        yield (result.notes,)


def _quantity(quantity: Quantity | None) -> Line:
    return _cell(quantity_line(quantity))
