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

from __future__ import annotations

import re

from evidence.model import BibliographyEntry, Handbook, Study, Unknown
from evidence.rules.citations._shared import FORMS, without_prefix
from evidence.rules.registry import Remark, Remarks, rule

_CLINICAL_TRIALS_GOV = re.compile(r"\bNCT[\s-]*[\w-]*", re.IGNORECASE)
_NCT = re.compile(r"NCT\d{8}")


@rule("bibliography", "studies", position=2)
def check(item: BibliographyEntry | Study, _handbook: Handbook) -> Remarks:
    if isinstance(item, Study):
        yield from _registration(item)
    else:
        yield from _identifiers(item)


def _registration(study: Study) -> Remarks:
    for number in _CLINICAL_TRIALS_GOV.findall(study.registration or ""):
        if not _NCT.fullmatch(number):
            yield Remark(
                study.line_of("registration"),
                f"{number!r} is not a number of ClinicalTrials.gov",
                "Write NCT and eight digits, for example NCT01234567",
            )


def _identifiers(entry: BibliographyEntry) -> Remarks:
    for name, form in FORMS.items():
        value = entry.fields.get(name)
        if value is None or form.pattern.fullmatch(value):
            continue
        bare = without_prefix(value).rstrip(".,; ")
        if value in set(Unknown):
            hint = "Delete the field where the identifier is unknown."
        elif form.pattern.fullmatch(bare):
            hint = f"Write {name} = {{{bare}}}"
        else:
            hint = f"Write it like {form.example}, or delete the field where it is unknown."
        yield Remark(entry.line_of(name), f"{value!r} is not a {form.name}", hint)
