"""The tables on the page of a study: arms, results, reference figures, misprints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.printed_values import arm_text, duration, effect_text, number, p_text
from evidence.model import Unknown
from evidence.views.elements import Table, Unseen
from evidence.views.phrases import direction_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidence.model import Handbook, Quantity, Result, Study
    from evidence.views.elements import Line


def field_text(text: str) -> str:
    """A text of a study file; the word for an unknown without its hyphen."""
    return text.replace("-", " ") if text in set(Unknown) else text


def field_line(text: str | None) -> Line:
    """A text of a study file as a line; no line where the field is missing."""
    return value_line(field_text(text)) if text else ()


def value_line(text: str) -> Line:
    """A value that should be there; the words for an unknown are set apart from others."""
    if not text:
        return (Unseen(Unknown.NOT_SEEN.words),)
    return (Unseen(text),) if text in {word.words for word in Unknown} else (text,)


def quantity_text(quantity: Quantity | None) -> str:
    """A number, and whether it was calculated from others; empty where there is none."""
    if quantity is None:
        return ""
    derived = f" (our calculation, from {quantity.source})" if quantity.derived else ""
    return f"{number(quantity)}{derived}"


class StudyTables:
    """What a study counted and measured."""

    def __init__(self, study: Study, handbook: Handbook) -> None:
        self.study = study
        self.handbook = handbook
        self.vocabulary = handbook.vocabulary

    def arms(self) -> Table:
        """Each arm with the people who began, were analysed and completed."""
        rows = [
            [(arm.label or arm.id,), *map(_quantity, (arm.n_randomised, arm.n_analysed, arm.n_completed))]
            for arm in self.study.arms
        ]
        return _table("arms", ("Arm", "Randomised or started", "Analysed", "Completed"), rows)

    def results(self) -> Table:
        """Each result: outcome, comparison, arms, effect, direction, where it was read."""
        misprinted = {misprint.result for misprint in self.study.misprints}
        head = ("Outcome", "When and how compared", "Arms", "Effect", "Direction", "Where read")
        rows = tuple(self._result_row(result, result.id in misprinted) for result in self.study.results)
        return Table("results", "", tuple((title,) for title in head), rows)

    def _result_row(self, result: Result, misprinted: bool) -> tuple[tuple[Line, ...], ...]:
        label = self.vocabulary.label
        outcome = [
            label("outcome", result.outcome),
            result.label,
            "headline result" if result.headline else "",
        ]
        when = [
            duration(result.timepoint),
            label("contrast", result.contrast),
            field_text(result.analysis) if result.analysis else "",
        ]
        arms = [f"{self._arm_name(arm)}: {arm_text(values)}" for arm, values in result.arms.items()]
        not_seen = (value_line(""),)
        where = f"{field_text(result.source)} ({label('seen', result.seen)})"
        return (
            tuple((text,) for text in outcome if text),
            (("; ".join(filter(None, when)),),),
            tuple((text,) for text in arms) or not_seen,
            tuple(_effect_lines(result, misprinted)) or not_seen,
            (direction_words(result.direction, (result.outcome,), self._stream(result), self.handbook),),
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

    def figures(self) -> Table:
        """Each reference figure."""
        rows = [
            [
                (figure.item,),
                _quantity(figure.value),
                (figure.unit,),
                field_line(figure.serving) or ("",),
                (self.vocabulary.label("confidence", figure.confidence),),
                (field_text(figure.source),),
            ]
            for figure in self.study.figures
        ]
        return _table("figures", ("Item", "Value", "Unit", "Serving", "How sure", "Where read"), rows)

    def misprints(self) -> Table:
        """Where printed figures do not fit each other."""
        rows: list[list[Line]] = [
            [(misprint.result,), (misprint.printed,), (misprint.recomputed,), (field_text(misprint.by),)]
            for misprint in self.study.misprints
        ]
        return _table("misprints", ("Result", "Printed", "Recomputed by us", "How"), rows)


def _effect_lines(result: Result, misprinted: bool) -> Iterable[Line]:
    """The effect with its interval, p value, adjustment and notes."""
    effect = result.effect
    if effect:
        yield value_line(effect_text(effect))
        if effect.p and effect.p not in set(Unknown):
            yield (p_text(effect),)
        if effect.adjusted_for:
            yield (f"adjusted for {', '.join(map(field_text, effect.adjusted_for))}",)
    if misprinted:
        yield ("The source contradicts itself here; see below.",)
    if result.notes:
        yield (result.notes,)


def _quantity(quantity: Quantity | None) -> Line:
    return value_line(quantity_text(quantity))


def _table(css: str, head: Sequence[str], rows: Iterable[Sequence[Line]]) -> Table:
    """A table whose cells hold a line each."""
    return Table(
        css, "", tuple((title,) for title in head), tuple(tuple((line,) for line in row) for row in rows)
    )
