"""Rules of citations: what is named exists, identifiers have their form, and none stands twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.analysis.printed_values import resolves
from evidence.analysis.streams import claims_of_restatement
from evidence.caching import cached_on_handbook
from evidence.model import BibliographyEntry, Claim, Page, ResultReference, Statement, Study, Unknown
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.model import Handbook, Location, Reference, Restatement


@rule(
    group="citations",
    each=("claims", "restatements", "studies", "statements", "pages"),
    of_page="references",
)
def citation_known(
    item: Claim | Restatement | Study | Statement | Page, handbook: Handbook
) -> Iterator[Remark]:
    """Every study, claim, source and figure that is named exists.

    A study has a file and, under the same id, an entry in the bibliography.

    Bad (page):

        # Example

        :::{claim} a-misspelt-study
        :study-type: cohort
        :studies: invented-cohort-2030
        :certainty: low
        :because: design
        :direction: benefit
        :outcome: mortality
        :caveats: association-not-causation

        In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
        :::

    Good (page):

        # Example

        :::{claim} a-known-study
        :study-type: cohort
        :studies: invented-cohort-2003
        :certainty: low
        :because: design
        :direction: benefit
        :outcome: mortality
        :caveats: association-not-causation

        In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
        :::
    """
    if isinstance(item, Page):
        for reference in item.references:
            yield from _reference(reference, handbook)
    elif isinstance(item, Study):
        if item.id not in handbook.entry_by_key:
            yield Remark(
                item.line_of("id"),
                f"the study {item.id} has no entry in the bibliography",
                f"Add @article{{{item.id}, …}} to references.bib, or mend the id",
            )
    elif isinstance(item, Statement):
        yield from _claims(item.claims, item.line_of("claims"), handbook)
        yield from _sources(item.cite, item.line_of("cite"), handbook)
    elif isinstance(item, Claim):
        yield from _studies(item.studies, item.line_of("studies"), handbook)
        yield from _studies(item.contrary, item.line_of("contrary"), handbook)
        yield from _sources(item.cite, item.line_of("cite"), handbook)
    elif len(claims_of_restatement(item, handbook)) < len(item.claims):
        yield from _claims(item.claims, item.at, handbook)


def _studies(studies: Iterable[str], at: Location, handbook: Handbook) -> Iterator[Remark]:
    for study in studies:
        if study in handbook.study_by_id:
            continue
        hint = did_you_mean(study, sorted(handbook.study_by_id))
        if study in handbook.entry_by_key:
            hint = "It stands in the bibliography only: name it under :cite:, or write its study file."
        yield Remark(at, f"there is no study {study!r}", hint)


def _sources(keys: Iterable[str], at: Location, handbook: Handbook) -> Iterator[Remark]:
    for key in keys:
        if key not in handbook.entry_by_key:
            yield Remark(
                at, f"the bibliography has no {key!r}", did_you_mean(key, sorted(handbook.entry_by_key))
            )


def _claims(claims: Iterable[str], at: Location, handbook: Handbook) -> Iterator[Remark]:
    for claim in claims:
        if claim not in handbook.claim_by_id:
            yield Remark(
                at, f"there is no claim {claim!r}", did_you_mean(claim, sorted(handbook.claim_by_id))
            )


def _reference(reference: Reference, handbook: Handbook) -> Iterator[Remark]:
    """Roles; those of caveats are judged by ``caveat-unknown``."""
    objects = {"claim": handbook.claim_by_id, "study": handbook.study_by_id, "card": handbook.card_by_id}
    if reference.kind in objects:
        known = objects[reference.kind]
        if reference.target not in known:
            yield Remark(
                reference.at,
                f"there is no {reference.kind} {reference.target!r}",
                did_you_mean(reference.target, sorted(known)),
            )
    elif reference.kind == "result":
        yield from _figure(reference, handbook)
    elif reference.kind == "cite":
        yield from _sources([reference.target], reference.at, handbook)


def _figure(reference: Reference, handbook: Handbook) -> Iterator[Remark]:
    """A printed figure: STUDY.RESULT, STUDY.RESULT.ARM or STUDY.FIGURE."""
    study_id, name, arm = (*reference.target.split("."), "", "")[:3]
    parts = reference.target.count(".") + 1
    if parts in {2, 3} and resolves(ResultReference(study_id, name, arm or None, reference.at), handbook):
        return
    study = handbook.study_by_id.get(study_id)
    if study is None:
        yield Remark(
            reference.at,
            f"there is no study {study_id!r} to print a figure of",
            did_you_mean(study_id, sorted(handbook.study_by_id)),
        )
        return
    result = study.result(name)
    if result is None:
        names = [*(r.id for r in study.results), *(figure.id for figure in study.figures)]
        yield Remark(reference.at, f"the study {study_id} has no result {name!r}", did_you_mean(name, names))
        return
    yield Remark(
        reference.at,
        f"the result {study_id}.{name} has no arm {arm!r}",
        did_you_mean(arm, result.arms) or "It has no arms: name the result alone",
    )


class _Form(NamedTuple):
    """How an identifier is written, with an example."""

    name: str
    pattern: re.Pattern[str]
    example: str


_FORMS = {
    "doi": _Form("DOI", re.compile(r"10\.\d{4,9}/\S*[^\s.,;]"), "10.1000/example"),
    "pmid": _Form("PMID", re.compile(r"[1-9]\d{0,7}"), "12345678"),
    "pmcid": _Form("PMCID", re.compile(r"PMC[1-9]\d*"), "PMC1234567"),
}
_BEFORE = re.compile(r"(https?://(dx\.)?doi\.org/|doi:\s*|pmid:?\s*)", re.IGNORECASE)
_CLINICAL_TRIALS_GOV = re.compile(r"\bNCT[\s-]*[\w-]*", re.IGNORECASE)
_NCT = re.compile(r"NCT\d{8}")


@rule(group="citations", each=("bibliography", "studies"))
def identifier_form(item: BibliographyEntry | Study, _handbook: Handbook) -> Iterator[Remark]:
    """DOI, PMID, PMCID and NCT number are written bare and in their own form.

    Bad (bibliography):

        @article{example-2020,
          title = {An example},
          year = {2020},
          doi = {https://doi.org/10.1000/example},
        }

    Good (bibliography):

        @article{example-2020,
          title = {An example},
          year = {2020},
          doi = {10.1000/example},
        }
    """
    if isinstance(item, Study):
        for found in _CLINICAL_TRIALS_GOV.findall(item.registration or ""):
            if not _NCT.fullmatch(found):
                yield Remark(
                    item.line_of("registration"),
                    f"{found!r} is not a number of ClinicalTrials.gov",
                    "Write NCT and eight digits, for example NCT01234567",
                )
        return
    for name, form in _FORMS.items():
        value = item.fields.get(name)
        if value is None or form.pattern.fullmatch(value):
            continue
        bare = _BEFORE.sub("", value.strip()).rstrip(".,; ")
        if value in set(Unknown):
            hint = "Delete the field where the identifier is unknown."
        elif form.pattern.fullmatch(bare):
            hint = f"Write {name} = {{{bare}}}"
        else:
            hint = f"Write it like {form.example}, or delete the field where it is unknown."
        yield Remark(item.line_of(name), f"{value!r} is not a {form.name}", hint)


@rule(group="citations", each="bibliography")
def duplicate_identifier(entry: BibliographyEntry, handbook: Handbook) -> Iterator[Remark]:
    """A DOI, PMID or PMCID belongs to one entry: the same paper under two ids counts twice.

    Bad (bibliography):

        @article{example-2020,
          title = {An example},
          year = {2020},
          doi = {10.1000/example},
        }

        @article{the-same-example-2020,
          title = {The same example},
          year = {2020},
          doi = {10.1000/EXAMPLE},
        }

    Good (bibliography):

        @article{example-2020,
          title = {An example},
          year = {2020},
          doi = {10.1000/example},
        }
    """
    for name, form in _FORMS.items():
        if name not in entry.fields:
            continue
        first = _by_identifier(handbook)[name, _folded(entry.fields[name])]
        if first is not entry:
            yield Remark(
                entry.line_of(name),
                f"the {form.name} is already that of {first.key} at {first.at.path}:{first.at.line}",
                "Keep one entry, or mend the identifier",
            )


@cached_on_handbook
def _by_identifier(handbook: Handbook) -> dict[tuple[str, str], BibliographyEntry]:
    """The first entry, in the order of the file, that has an identifier."""
    entries = sorted(handbook.bibliography, key=lambda entry: entry.at, reverse=True)
    return {
        (name, _folded(entry.fields[name])): entry
        for entry in entries
        for name in _FORMS
        if name in entry.fields
    }


def _folded(identifier: str) -> str:
    """Identifiers are the same in capitals and with their usual prefix."""
    return _BEFORE.sub("", identifier.strip()).rstrip(".").lower()
