"""The page of a study: what a reviewer looks for, gaps before numbers.

One line lists every field without a value, those included that a study of effects should have and
its file lacks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.analysis.bias import overall_bias
from evidence.analysis.printed_values import duration, field_text, number
from evidence.analysis.streams import streams_of_study
from evidence.export.citations import as_bibtex, as_ris, links_out
from evidence.model import Unknown
from evidence.views.elements import (
    Citation,
    Outside,
    Paragraph,
    Section,
    Strong,
    StudyKind,
    StudyPage,
    Table,
    Terms,
    Unseen,
    Words,
)
from evidence.views.inline import source_checked, source_notice
from evidence.views.study_tables import StudyTables, field_line, quantity_line, value_line
from evidence.views.tables import study_claims
from evidence.views.view_registry import view
from evidence.vocabulary.words import in_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import BibliographyEntry, Handbook, Study
    from evidence.views.elements import Block, Line, View

_GAPS = {
    Unknown.NOT_SEEN.words: "Missing from this record",
    Unknown.NOT_REPORTED.words: "Not reported by the source",
    Unknown.UNCLEAR.words: "Unclear in the source",
}
"""The words before the fields that are unknown for one reason; those not applicable are not listed."""

_REGISTRIES = (
    (re.compile(r"NCT\d{8}"), "https://clinicaltrials.gov/study/{}"),
    (re.compile(r"CRD\d+"), "https://www.crd.york.ac.uk/PROSPERO/view/{}"),
    (re.compile(r"ISRCTN\d+"), "https://www.isrctn.com/{}"),
)
"""Forms of registration numbers, and where each registration can be read."""


@view
def study_page(handbook: Handbook, path: str) -> View:
    """The page of the study in a file."""
    (study,) = handbook.page_by_path[path].studies
    return StudyPage(tuple(_StudyPage(study, handbook).blocks()))


class _StudyPage:
    """Source, gaps, design, people, arms, results, bias, interests and citation of a study."""

    def __init__(self, study: Study, handbook: Handbook) -> None:
        self.study = study
        self.handbook = handbook
        self.vocabulary = handbook.vocabulary
        kind = self.vocabulary.study_types.get(study.type)
        self.of_effects = bool(kind and kind.stream != "context")
        self.gaps: dict[str, list[str]] = {}
        """The fields without a value, by the words that say why."""

    def blocks(self) -> Iterator[Block]:
        """The parts of the page in their order."""
        entry = self.handbook.entry_by_key.get(self.study.id)
        sections = tuple(self._sections(entry))
        yield self._kind()
        yield self._source(entry)
        yield from _paragraphs(source_notice(self.handbook, self.study.id), "source-notice")
        yield self._gap_note()
        yield from sections

    def _sections(self, entry: BibliographyEntry | None) -> Iterator[Section]:
        study, tables = self.study, StudyTables(self.study, self.handbook)
        yield from self._terms("Design", self._design())
        yield from self._terms("Who or what was studied", self._studied())
        for title, recorded, table in (
            ("Arms", study.arms, tables.arms),
            ("Results", study.results, tables.results),
            ("Figures", study.figures, tables.figures),
        ):
            if recorded:
                yield self._section(title, *table())
        yield from self._terms("Risk of bias", self._bias())
        if study.misprints:
            yield self._section("Where the source contradicts itself", *tables.misprints())
        yield from self._terms("Funding and interests", self._interests())
        if study.notes:
            yield self._section("Notes", Paragraph((study.notes,)))
        claims = study_claims(self.handbook, study.id)
        if isinstance(claims, Table):
            yield self._section("Claims that cite this study", claims)
        yield from self._terms("This record", self._record())
        if entry is not None:
            formats = ("BibTeX", as_bibtex(entry)), ("RIS", as_ris(entry))
            yield self._section("Cite this study", Citation(entry.key, formats))

    def _section(self, title: str, *blocks: Block) -> Section:
        return Section(f"{self.study.id}-{title.lower().replace(' ', '-')}", title, blocks)

    def _terms(self, title: str, rows: list[tuple[str, Line]]) -> Iterator[Section]:
        """A section with what the study file says; none where it says nothing."""
        known = []
        for term, line in rows:
            if line and isinstance(line[0], Unseen):
                self._gap(term, line[0].text)
            elif line:
                known.append((term, line))
        if known:
            yield self._section(title, Terms(tuple(known)))

    def _gap(self, term: str, why: str) -> None:
        self.gaps.setdefault(why, []).append(in_sentence(term))

    def _labels(self, kind: str, *words: str | None) -> Line:
        """The labels of words of the vocabulary, after each other."""
        return _line(", ".join(self.vocabulary.label(kind, word) for word in words if word))

    def _due(self, line: Line) -> Line:
        """A field that a study of effects should have; a gap where its file lacks it."""
        return line or (value_line("") if self.of_effects else ())

    def _kind(self) -> StudyKind:
        label = self.vocabulary.label("study-type", self.study.type)
        streams = streams_of_study(self.study, self.vocabulary)
        stream = self.vocabulary.streams.get(next(iter(streams))) if len(streams) == 1 else None
        return StudyKind(stream.css, stream.symbol, label) if stream else StudyKind("", "", label)

    def _source(self, entry: BibliographyEntry | None) -> Paragraph:
        if entry is None:
            return Paragraph(("The bibliographic record of this study is missing.",))
        authors, journal = people(entry.fields.get("author", "")), entry.fields.get("journal")
        parts = [part for part in (authors, journal, entry.year) if part]
        details = f" {'. '.join(parts)}." if parts else ""
        links = [part for text, address in links_out(entry) for part in (" ", Outside(text, address))]
        return Paragraph((Strong(f"{entry.short}."), details, *links), "study-source")

    def _gap_note(self) -> Paragraph:
        extraction = next((e for e in self.vocabulary.extraction if e.id == self.study.extraction), None)
        text = extraction.description if extraction else self.study.extraction
        read = in_sentence(self.vocabulary.label("extraction", self.study.extraction))
        missing = "".join(
            f" {words}: {', '.join(self.gaps[why])}." for why, words in _GAPS.items() if why in self.gaps
        )
        return Paragraph((Strong(f"What was read: {read}. "), text, missing), "gap-note")

    def _design(self) -> list[tuple[str, Line]]:
        study = self.study
        return [
            ("Study design", self._labels("study-type", study.type)),
            ("Reviewed", self._labels("study-type", *study.reviews)),
            ("Searched to", field_line(study.searched_to)),
            ("Studies included", quantity_line(study.n_studies)),
            ("Grade given by the authors", field_line(study.authors_certainty)),
            ("Design", self._labels("design", study.design)),
            ("Allocation", self._labels("allocation", study.allocation)),
            ("Blinding", self._labels("blinding", study.blinding)),
            ("System", self._labels("system", study.system)),
            ("Duration", field_line(duration(study.duration))),
            ("Follow-up", field_line(duration(study.follow_up))),
            ("Analysis", field_line(study.analysis)),
            ("Country", field_line(", ".join(map(field_text, study.country)))),
            ("Registration", self._due(_registration(study.registration))),
            ("Published as", self._labels("publication", study.publication)),
        ]

    def _studied(self) -> list[tuple[str, Line]]:
        study = self.study
        return [
            ("Who or what", self._population()),
            ("Number", quantity_line(study.n_total)),
            ("Completed", quantity_line(study.n_completed)),
            ("Exposure", self._exposure()),
            ("Compared with", field_line(study.comparator)),
        ]

    def _bias(self) -> list[tuple[str, Line]]:
        flags = "; ".join(self.vocabulary.label("flag", flag) for flag in sorted(self.study.all_flags))
        rob = self.study.rob
        if rob is None:
            return [("Risk of bias", self._due(())), ("Call for care", _line(flags))]
        tool = self.vocabulary.label("bias-tool", rob.tool)
        overall = overall_bias(rob, self.vocabulary)
        return [
            ("Risk of bias", _line(f"{overall[:1].upper()}{overall[1:]} (tool: {tool})")),
            *((domain[:1].upper() + domain[1:], _line(word)) for domain, word in rob.domains.items()),
            ("Grounds", _line(rob.reason or "")),
            ("Call for care", _line(flags)),
        ]

    def _interests(self) -> list[tuple[str, Line]]:
        return [
            ("Funding", self._due(field_line(self.study.funding))),
            ("Conflicts of interest", self._due(field_line(self.study.conflicts))),
        ]

    def _record(self) -> list[tuple[str, Line]]:
        study, checked = self.study, self.study.checked
        compared = source_checked(self.handbook, study.id)
        return [
            ("Used in this handbook", _line((study.use_reason or "") if study.use else "")),
            (
                "Checked against the source",
                _line("not yet" if checked.by == "unchecked" else f"{checked.by}, {checked.date}"),
            ),
            ("Compared with data on retractions", compared.parts if isinstance(compared, Words) else ()),
        ]

    def _population(self) -> Line:
        labels = ", ".join(self.vocabulary.label("population", word) for word in self.study.population)
        text = self.study.population_text
        return _line(f"{labels}: {text}" if text and text not in set(Unknown) else labels)

    def _exposure(self) -> Line:
        exposure = self.study.exposure
        if exposure is None:
            return ()
        parts = [", ".join(self.vocabulary.label("exposure", word) for word in exposure.what)]
        if exposure.substance and exposure.substance != self.vocabulary.substance:
            parts.append(exposure.substance)
        unit = f" {exposure.unit}" if exposure.unit else ""
        dose = number(exposure.dose) if exposure.dose is not None else ""
        for term, line in (
            ("form", field_line(", ".join(map(field_text, exposure.form)))),
            ("dose", field_line(dose)),
            ("route", field_line(exposure.route)),
        ):
            if line and isinstance(line[0], Unseen):
                self._gap(term, line[0].text)
            elif line:
                parts.append(f"{term}: {line[0]}{unit if term == 'dose' else ''}")
        return _line("; ".join(parts))


def _line(text: str) -> Line:
    """A text as a line; no line where there is no text."""
    return (text,) if text else ()


def _paragraphs(inline: View, css: str) -> Iterator[Paragraph]:
    """A view of words as a paragraph; none where it has nothing to show."""
    if isinstance(inline, Words):
        yield Paragraph(inline.parts, css)


def people(authors: str) -> str:
    """``Last, F and Last, F and others`` of BibTeX as a list, braces taken off."""
    names = authors.replace("{", "").replace("}", "").split(" and ")
    if names[-1] == "others":
        return f"{'; '.join(names[:-1])} and others"
    return "; ".join(names)


def _registration(text: str | None) -> Line:
    """A registration number, linked to its registry where that is known."""
    for form, address in _REGISTRIES:
        if text and form.fullmatch(text):
            return (Outside(text, address.format(text)),)
    return field_line(text)
