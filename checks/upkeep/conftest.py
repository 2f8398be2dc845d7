"""The invented handbook and a service on this machine that stands for Crossref, PubMed and the others."""

from __future__ import annotations

from checks.intake.conftest import mini, service

__all__ = ["mini", "service"]
