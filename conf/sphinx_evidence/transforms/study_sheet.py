"""The extraction sheet of a study: what a reviewer looks for, gaps before numbers.

Fields that a study of effects should have and the file lacks are printed as *not recorded*.
Every text of a study file becomes a text node: nothing in it can be markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from evidence.analysis.printed_values import duration, number
from evidence.analysis.streams import streams_of_study
from evidence.export.citations import as_bibtex, as_ris, links_out
from sphinx_evidence.nodes import citation_files, evidence_view, symbol, views_of_sheet
from sphinx_evidence.transforms.study_cells import (
    Cell,
    paragraph,
    people,
    quantity_words,
    registration,
    shown,
    shown_text,
)
from sphinx_evidence.transforms.study_tables import StudyTables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import BibliographyEntry, Handbook, Study

Rows = list[tuple[str, Cell]]
NOT_RECORDED = "not recorded"
"""What stands where a field is missing; *not seen* says that somebody looked."""


class StudySheet:
    """Draws a study: source, gaps, design, people, arms, results, bias, interests, citation."""

    def __init__(self, study: Study, handbook: Handbook, docname: str) -> None:
        """A sheet for a study, in the page of that name; the handbook gives its words and its source."""
        self.study = study
        self.handbook = handbook
        self.docname = docname
        self.words = handbook.vocabulary
        kind = self.words.study_types.get(study.type)
        self.of_effects = bool(kind and kind.stream != "context")

    def blocks(self) -> Iterator[nodes.Node]:
        """The parts of the page, gaps before numbers."""
        study, tables = self.study, StudyTables(self.study, self.words, self.docname)
        entry = self.handbook.entry_by_key.get(study.id)
        notice, resting, compared = (
            evidence_view(spec=spec, docname=self.docname) for spec in views_of_sheet(study.id)
        )
        yield self._kind()
        yield self._source(entry)
        yield nodes.paragraph("", "", notice, classes=["source-notice"])
        yield self._gap_note()
        yield from self._sheet("Design", self._design())
        yield from self._sheet("Who or what was studied", self._studied())
        for title, held, table in (
            ("Arms", study.arms, tables.arms),
            ("Results", study.results, tables.results),
            ("Figures", study.figures, tables.figures),
        ):
            if held:
                yield self._section(title, table())
        yield from self._sheet("Risk of bias", self._bias())
        if study.misprints:
            yield self._section("Where the source contradicts itself", tables.misprints())
        yield from self._sheet("Funding and interests", self._interests())
        if study.notes:
            yield self._section("Notes", nodes.paragraph("", study.notes))
        yield self._section("Statements that rest on this study", resting)
        yield from self._sheet("This record", self._record(compared))
        if entry is not None:
            yield self._section("Cite this study", *_citations(entry))

    def _section(self, title: str, *body: nodes.Node) -> nodes.section:
        section = nodes.section(ids=[nodes.make_id(f"{self.study.id}-{title}")])
        section += nodes.title(title, title)
        section += list(body)
        return section

    def _sheet(self, title: str, rows: Rows) -> Iterator[nodes.section]:
        """A section with terms and what the study file says of each; none where it says nothing."""
        listed = nodes.definition_list(classes=["sheet", "run-in"])
        for term, value in rows:
            if value:
                listed += nodes.definition_list_item(
                    "", nodes.term(term, term), nodes.definition("", paragraph(value))
                )
        if listed.children:
            yield self._section(title, listed)

    def _label(self, kind: str, word: str | None) -> str:
        return self.words.label(kind, word) if word else ""

    def _due(self, value: Cell) -> Cell:
        """A value that a study of effects should have, or the words for none."""
        if value or not self.of_effects:
            return value
        return nodes.emphasis("", NOT_RECORDED, classes=["ns"])

    def _kind(self) -> nodes.Node:
        """The kind of study with its symbol, before anything it found."""
        streams = streams_of_study(self.study, self.words)
        line = nodes.paragraph("", "", classes=["study-kind"])
        known = self.words.streams.get(next(iter(sorted(streams, key=self.words.ids("stream").index)), ""))
        if known and len(streams) == 1:
            line["classes"].append(known.css)
            line += [symbol(symbol=known.symbol), nodes.Text(" ")]
        line += nodes.inline("", self._label("study-type", self.study.type), classes=["stream"])
        return line

    def _source(self, entry: BibliographyEntry | None) -> nodes.Node:
        if entry is None:
            return nodes.paragraph("", "The bibliographic record of this study is missing.")
        authors, journal = people(entry.fields.get("author", "")), entry.fields.get("journal")
        words = [word for word in (authors, journal, entry.year) if word]
        line = nodes.paragraph("", "", classes=["study-source"])
        line += nodes.strong("", f"{entry.short}.")
        line += nodes.Text(f" {'. '.join(words)}." if words else "")
        for text, address in links_out(entry):
            line += nodes.Text(" ")
            line += nodes.reference("", text, refuri=address, internal=False)
        return line

    def _gap_note(self) -> nodes.Node:
        extraction = next((w for w in self.words.extraction if w.id == self.study.extraction), None)
        text = extraction.description if extraction else self.study.extraction
        read = self._label("extraction", self.study.extraction).lower()
        note = nodes.paragraph("", "", classes=["gap-note"])
        note += nodes.strong("", f"What was read: {read}. ")
        note += nodes.Text(text)
        return note

    def _design(self) -> Rows:
        study = self.study
        return [
            ("Study type", self._label("study-type", study.type)),
            ("Reviewed", ", ".join(self._label("study-type", w) for w in study.reviews)),
            ("Searched to", shown(study.searched_to)),
            ("Studies included", quantity_words(study.n_studies)),
            ("Grade given by the authors", shown(study.authors_certainty)),
            ("Design", self._label("design", study.design)),
            ("Allocation", self._label("allocation", study.allocation)),
            ("Blinding", self._label("blinding", study.blinding)),
            ("System", self._label("system", study.system)),
            ("Duration", duration(study.duration)),
            ("Follow-up", duration(study.follow_up)),
            ("Analysis", shown(study.analysis)),
            ("Country", ", ".join(shown_text(c) for c in study.country)),
            ("Registration", self._due(registration(study.registration))),
            ("Published as", self._label("publication", study.publication)),
        ]

    def _studied(self) -> Rows:
        study = self.study
        return [
            ("Who or what", self._population()),
            ("Number", quantity_words(study.n_total)),
            ("Completed", quantity_words(study.n_completed)),
            ("Exposure", self._exposure()),
            ("Compared with", shown(study.comparator)),
        ]

    def _bias(self) -> Rows:
        flags = "; ".join(self._label("flag", f) for f in sorted(self.study.all_flags))
        return [("Risk of bias", self._due(self._risk_of_bias())), ("Call for care", flags)]

    def _interests(self) -> Rows:
        return [
            ("Funding", self._due(shown(self.study.funding))),
            ("Conflicts of interest", self._due(shown(self.study.conflicts))),
        ]

    def _record(self, compared: nodes.Node) -> Rows:
        checked = self.study.checked
        return [
            ("Used in this handbook", self.study.use_reason or "" if self.study.use else ""),
            (
                "Checked against the source",
                "not yet" if checked.by == "unchecked" else f"{checked.by}, {checked.date}",
            ),
            ("Compared with data on retractions", compared),
        ]

    def _population(self) -> str:
        labels = ", ".join(self._label("population", word) for word in self.study.population)
        text = self.study.population_text
        return f"{labels}: {shown_text(text)}" if text else labels

    def _exposure(self) -> str:
        exposure = self.study.exposure
        if exposure is None:
            return ""
        parts = [", ".join(self._label("exposure", word) for word in exposure.what)]
        if exposure.substance and exposure.substance != self.words.substance:
            parts.append(exposure.substance)
        parts.append("form: " + ", ".join(shown_text(form) for form in exposure.form))
        if exposure.dose is not None:
            unit = f" {exposure.unit}" if exposure.unit and exposure.dose.known else ""
            parts.append(f"dose: {number(exposure.dose)}{unit}")
        if exposure.route:
            parts.append(shown_text(exposure.route))
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
        judged = judged[:1].upper() + judged[1:]
        return f"{judged}{f': {rob.reason}' if rob.reason else ''} (tool: {rob.tool})"


def _citations(entry: BibliographyEntry) -> Iterator[nodes.Node]:
    """The files to download, then what they hold."""
    yield citation_files(key=entry.key)
    for form, text in (("BibTeX", as_bibtex(entry)), ("RIS", as_ris(entry))):
        yield nodes.rubric("", form, **{"heading-level": 3, "classes": ["citation-form"]})
        yield nodes.literal_block(text, text, language="text")
