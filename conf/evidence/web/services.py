"""The public services that are asked, and their addresses."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Services:
    """Addresses of the services, without a slash at the end.

    Each can be replaced by an environment variable, for a mirror or a test: ``EVIDENCE_CROSSREF``
    for ``crossref``, and so on.
    """

    crossref: str = "https://api.crossref.org"
    """Works by DOI, with updates in both directions (REST API)."""
    eutils: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    """PubMed searches and records (NCBI E-utilities)."""
    doi: str = "https://doi.org"
    """The handle service of DOIs."""
    registry: str = "https://clinicaltrials.gov"
    """Registered trials (ClinicalTrials.gov API, version 2)."""

    @classmethod
    def from_environment(cls) -> Services:
        """The addresses, with those that the environment replaces."""
        named = {entry.name: os.environ.get(f"EVIDENCE_{entry.name.upper()}") for entry in fields(cls)}
        return cls(**{name: address.rstrip("/") for name, address in named.items() if address})
