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

from __future__ import annotations

from evidence.caching import cached_on_handbook
from evidence.model import BibliographyEntry, Handbook
from evidence.rules.citations._shared import FORMS, without_prefix
from evidence.rules.registry import Remark, Remarks, rule


@rule("bibliography", position=3)
def check(entry: BibliographyEntry, handbook: Handbook) -> Remarks:
    for name, form in FORMS.items():
        if name not in entry.fields:
            continue
        first = _first_entries(handbook)[name, _folded(entry.fields[name])]
        if first is not entry:
            yield Remark(
                entry.line_of(name),
                f"the {form.name} is already that of {first.key} at {first.at.path}:{first.at.line}",
                "Keep one entry, or mend the identifier",
            )


@cached_on_handbook
def _first_entries(handbook: Handbook) -> dict[tuple[str, str], BibliographyEntry]:
    """The first entry, in the order of the file, that has an identifier."""
    entries = sorted(handbook.bibliography, key=lambda entry: entry.at, reverse=True)
    return {
        (name, _folded(entry.fields[name])): entry
        for entry in entries
        for name in FORMS
        if name in entry.fields
    }


def _folded(identifier: str) -> str:
    """Identifiers are the same in capitals and with their usual prefix."""
    return without_prefix(identifier).rstrip(".").lower()
