"""Study files as pages: a parser for docs/studies/*.yaml and the extraction sheet it draws.

Every text of a study file becomes a text node: nothing in it can be markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.parsers import Parser

from .bibliography_pages import bibliography_of, links_out, remember_title
from .cell_table import cell_table
from .directives.base import place_for_view
from .domain import evidence, path_of
from .figures import arm_text, effect_text, number, p_text
from .harmless import faults_in_fields
from .model import Problem, Quantity, Severity, Unknown
from .study_file import read_study, study_allowances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from .model import Result, Study
    from .vocabulary import Vocabulary

Cell = str | nodes.Node | list[nodes.Node]


class StudyParser(Parser):
    """Reads a study file into the domain and draws its sheet."""

    supported: ClassVar[tuple[str, ...]] = ("evidence-study",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Read one study file; whatever goes wrong becomes a problem of that file."""
        env = document.settings.env
        docname = env.current_document.docname
        page = evidence(env).page(docname)
        path = path_of(docname, env)
        raw = env.doc2path(docname).read_bytes()
        try:
            study, problems = read_study(raw, path, env.config.evidence_vocabulary)
            allowances, wrong = study_allowances(raw, path)
        except Exception as error:  # noqa: BLE001  (one barrier per document)
            study, allowances, wrong = None, [], []
            problems = [
                Problem("study-schema", Severity.ERROR, path, 1, f"this file cannot be read: {error!r}.")
            ]
        page.problems += [*problems, *wrong, *faults_in_fields(raw, path)]
        page.allowances += allowances
        title = docname.rsplit("/", 1)[-1]
        if study is not None:
            page.studies.append(study)
            title = remember_title(env, docname, study.id)
        section = nodes.section(ids=[f"study-{title if study is None else study.id}"], classes=["study"])
        section["names"] = list(section["ids"])
        section += nodes.title(title, title)
        if study is None:
            section += nodes.paragraph("", "This study file could not be read; the build log says why.")
        else:
            section += list(StudySheet(study, env).blocks())
        document += section
        document.note_explicit_target(section)


class StudySheet:
    """Draws a study: characteristics, gaps, arms, results, misprints, claims that rest on it."""

    def __init__(self, study: Study, env: BuildEnvironment) -> None:
        """A sheet for a study; the environment gives vocabulary and bibliography."""
        self.study = study
        self.env = env
        self.words: Vocabulary = env.config.evidence_vocabulary

    def blocks(self) -> Iterator[nodes.Node]:
        """The parts of the page, gaps before numbers."""
        yield from self._source()
        notice = place_for_view(self.env, ("source-notice", self.study.id))
        yield nodes.paragraph("", "", notice, classes=["source-notice"])
        yield self._gap_note()
        yield from self._heading("Characteristics", self._characteristics())
        if self.study.arms:
            yield from self._heading("Arms", self._arms())
        if self.study.results:
            yield from self._heading("Results", self._results())
        if self.study.figures:
            yield from self._heading("Figures", self._figures())
        if self.study.misprints:
            yield from self._heading("Where the source contradicts itself", self._misprints())
        if self.study.notes:
            yield from self._heading("Notes", nodes.paragraph("", self.study.notes))
        resting = place_for_view(self.env, ("study-claims", self.study.id))
        yield from self._heading("Statements that rest on this study", resting)

    def _heading(self, title: str, body: nodes.Node) -> Iterator[nodes.Node]:
        section = nodes.section(ids=[nodes.make_id(f"{self.study.id}-{title}")])
        section += nodes.title(title, title)
        section += body
        yield section

    def _label(self, kind: str, word: str | None) -> str:
        return self.words.label(kind, word) if word else ""

    def _source(self) -> Iterator[nodes.Node]:
        entry = bibliography_of(self.env).get(self.study.id)
        if entry is None:
            yield nodes.paragraph("", "The bibliographic record of this study is missing.")
            return
        words = [
            w for w in (_people(entry.fields.get("author", "")), entry.fields.get("journal"), entry.year) if w
        ]
        paragraph = nodes.paragraph("", ". ".join(words) + "." if words else "", classes=["study-source"])
        for text, address in links_out(entry):
            paragraph += nodes.Text(" ")
            paragraph += nodes.reference("", text, refuri=address, internal=False)
        yield paragraph

    def _gap_note(self) -> nodes.Node:
        extraction = next((w for w in self.words.extraction if w.id == self.study.extraction), None)
        text = extraction.description if extraction else self.study.extraction
        note = nodes.paragraph("", "", classes=["gap-note"])
        note += nodes.strong(
            "", f"What was read: {self._label('extraction', self.study.extraction).lower()}. "
        )
        note += nodes.Text(text)
        return note

    def _characteristics(self) -> nodes.Node:
        study = self.study
        rows: list[tuple[str, Cell]] = [
            ("Study type", self._label("study-type", study.type)),
            ("Reviewed", ", ".join(self._label("study-type", w) for w in study.reviews)),
            ("Searched to", _shown(study.searched_to)),
            ("Studies included", _quantity(study.n_studies)),
            ("Grade given by the authors", _shown(study.authors_certainty)),
            ("Design", self._label("design", study.design)),
            ("Blinding", self._label("blinding", study.blinding)),
            ("Allocation", self._label("allocation", study.allocation)),
            ("System", self._label("system", study.system)),
            ("Who or what was studied", self._population()),
            ("Number", _quantity(study.n_total)),
            ("Completed", _quantity(study.n_completed)),
            ("Exposure", self._exposure()),
            ("Compared with", _shown(study.comparator)),
            ("Duration", _duration(study.duration)),
            ("Follow-up", _duration(study.follow_up)),
            ("Analysis", _shown(study.analysis)),
            ("Published as", self._label("publication", study.publication)),
            ("Registration", _shown(study.registration)),
            ("Country", ", ".join(_shown_text(c) for c in study.country)),
            ("Funding", _shown(study.funding)),
            ("Conflicts of interest", _shown(study.conflicts)),
            ("Risk of bias", self._risk_of_bias()),
            ("Call for care", "; ".join(self._label("flag", f) for f in sorted(study.all_flags))),
            ("Used in this handbook", study.use_reason or "" if study.use else ""),
            ("Checked against the source", self._checked()),
            (
                "Compared with data on retractions",
                place_for_view(self.env, ("source-checked", self.study.id)),
            ),
        ]
        sheet = nodes.definition_list(classes=["sheet"])
        for term, value in rows:
            if value:
                sheet += nodes.definition_list_item(
                    "", nodes.term(term, term), nodes.definition("", _paragraph(value))
                )
        return sheet

    def _population(self) -> str:
        labels = ", ".join(self._label("population", word) for word in self.study.population)
        text = self.study.population_text
        return f"{labels}: {_shown_text(text)}" if text else labels

    def _exposure(self) -> str:
        exposure = self.study.exposure
        if exposure is None:
            return ""
        parts = [", ".join(self._label("exposure", word) for word in exposure.what)]
        if exposure.substance and exposure.substance != self.words.substance:
            parts.append(exposure.substance)
        parts.append("form: " + ", ".join(_shown_text(form) for form in exposure.form))
        if exposure.dose is not None:
            unit = f" {exposure.unit}" if exposure.unit and exposure.dose.known else ""
            parts.append(f"dose: {number(exposure.dose)}{unit}")
        if exposure.route:
            parts.append(_shown_text(exposure.route))
        return "; ".join(parts)

    def _risk_of_bias(self) -> str:
        rob = self.study.rob
        if rob is None:
            return ""
        judged = (
            rob.judgement.replace("-", " ")
            if isinstance(rob.judgement, str)
            else "; ".join(f"{domain}: {word}" for domain, word in rob.judgement.items())
        )
        return f"{judged} ({rob.tool}{'; ' + rob.reason if rob.reason else ''})"

    def _checked(self) -> str:
        checked = self.study.checked
        return "not yet" if checked.by == "unchecked" else f"{checked.by}, {checked.date}"

    def _arms(self) -> nodes.Node:
        rows: list[Sequence[Cell]] = [
            (
                arm.label or arm.id,
                _unseen(_quantity(arm.n_randomised)),
                _unseen(_quantity(arm.n_analysed)),
                _unseen(_quantity(arm.n_completed)),
            )
            for arm in self.study.arms
        ]
        return _table("arms", ("Arm", "Randomised or started", "Analysed", "Completed"), rows)

    def _results(self) -> nodes.Node:
        misprinted = {misprint.result for misprint in self.study.misprints}
        rows = [self._result_row(result, result.id in misprinted) for result in self.study.results]
        head = ("Outcome", "When and how compared", "Arms", "Effect", "Direction", "Where read")
        return _table("results", head, rows)

    def _result_row(self, result: Result, misprinted: bool) -> Sequence[Cell]:
        streams = self._stream_of(result)
        outcome = self._label("outcome", result.outcome)
        when = "; ".join(
            filter(
                None,
                (
                    _duration(result.timepoint),
                    self._label("contrast", result.contrast),
                    _shown_text(result.analysis) if result.analysis else "",
                ),
            )
        )
        arms: list[nodes.Node] = [
            nodes.paragraph("", f"{self._arm_name(arm)}: {arm_text(values)}")
            for arm, values in result.arms.items()
        ]
        effect: list[nodes.Node] = [_paragraph(_unseen(effect_text(result.effect)))] if result.effect else []
        if result.effect and result.effect.p and result.effect.p not in set(Unknown):
            effect.append(_paragraph(p_text(result.effect)))
        if result.effect and result.effect.adjusted_for:
            adjusted = ", ".join(_shown_text(word) for word in result.effect.adjusted_for)
            effect.append(_paragraph(f"adjusted for {adjusted}"))
        if misprinted:
            effect.append(_paragraph("The source contradicts itself here; see below."))
        if result.notes:
            effect.append(_paragraph(result.notes))
        direction = place_for_view(self.env, ("direction-of", result.direction, result.outcome, streams))
        return (
            [
                _paragraph(outcome),
                *([_paragraph(result.label)] if result.label else []),
                *([_paragraph("headline result")] if result.headline else []),
            ],
            when,
            arms or [_paragraph(_unseen(Unknown.NOT_SEEN.words))],
            effect or [_paragraph(_unseen(Unknown.NOT_SEEN.words))],
            nodes.paragraph("", "", direction),
            f"{_shown_text(result.source)} ({self._label('seen', result.seen)})",
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

    def _figures(self) -> nodes.Node:
        rows: list[Sequence[Cell]] = [
            (
                figure.item,
                _unseen(_quantity(figure.value)),
                figure.unit,
                _shown(figure.serving),
                self._label("confidence", figure.confidence),
                _shown_text(figure.source),
            )
            for figure in self.study.figures
        ]
        return _table("figures", ("Item", "Value", "Unit", "Serving", "How sure", "Where read"), rows)

    def _misprints(self) -> nodes.Node:
        rows: list[Sequence[Cell]] = [
            (misprint.result, misprint.printed, misprint.recomputed, _shown_text(misprint.by))
            for misprint in self.study.misprints
        ]
        return _table("misprints", ("Result", "Printed", "Recomputed by us", "How"), rows)


def _table(css: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> nodes.table:
    """A table with a heading for each column and each row."""
    return cell_table(
        css,
        [[nodes.paragraph("", title)] for title in head],
        [[cell if isinstance(cell, list) else [_paragraph(cell)] for cell in cells] for cells in rows],
    )


def _paragraph(cell: Cell) -> nodes.Node:
    if isinstance(cell, str):
        return nodes.paragraph("", cell)
    if isinstance(cell, list):
        return nodes.paragraph("", "", *cell)
    return cell if isinstance(cell, nodes.paragraph) else nodes.paragraph("", "", cell)


def _unseen(text: str) -> Cell:
    """The words for an unknown in italics, other words as they are."""
    if text in {word.words for word in Unknown}:
        return nodes.emphasis("", text, classes=["ns"])
    return text or nodes.emphasis("", Unknown.NOT_SEEN.words, classes=["ns"])


def _shown_text(text: str) -> str:
    return text.replace("-", " ") if text in set(Unknown) else text


def _shown(text: str | None) -> Cell:
    return _unseen(_shown_text(text)) if text else ""


def _quantity(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    derived = f" (our calculation, from {quantity.source})" if quantity.derived else ""
    return f"{number(quantity)}{derived}"


_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "H": "hour"}


def _duration(text: str | None) -> str:
    """``P12M`` as ``12 months``; other words as they are."""
    if not text or text in set(Unknown):
        return _shown_text(text or "")
    body = text.removeprefix("P").removeprefix("T")
    if text.startswith("P") and body[:-1].replace(".", "").isdigit() and body[-1:] in _UNITS:
        unit = "minute" if text.startswith("PT") and body[-1] == "M" else _UNITS[body[-1]]
        return f"{body[:-1]} {unit}{'' if body[:-1] == '1' else 's'}"
    return text


def _people(authors: str) -> str:
    """``Last, F and Last, F and others`` of BibTeX as a list, braces taken off."""
    people = authors.replace("{", "").replace("}", "").split(" and ")
    if people[-1] == "others":
        return f"{'; '.join(people[:-1])} and others"
    return "; ".join(people)
