"""Whether a claim counts in a card: shared by the rules that hold findings against their studies."""

from __future__ import annotations

from evidence.model import Claim, Handbook


def is_about_the_substance(claim: Claim, handbook: Handbook) -> bool:
    """Whether a claim is about the handbook's substance: only such claims count in cards."""
    exposures = [study.exposure for study in handbook.studies_of(claim) if study.exposure]
    return not exposures or any(exposure.is_main(handbook.vocabulary) for exposure in exposures)
