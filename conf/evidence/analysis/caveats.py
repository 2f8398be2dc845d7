"""The caveats of claims, findings and restatements: those typed, and those that a claim's data call for.

Which data call for which caveat is said by the conditions in the vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from evidence.analysis.streams import (
    claims_of_restatement,
    misprinted_results,
    misprints_printed,
    names_population,
    plain_text,
    results_of_claim,
    streams_of_claim,
)
from evidence.caching import cached_for_each
from evidence.model import Unknown
from evidence.vocabulary.words import mentions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from evidence.model import Claim, Exposure, Finding, Handbook, Restatement, Result, Study
    from evidence.vocabulary.words import CaveatTrigger, Trigger


def caveats_required(claim: Claim, handbook: Handbook) -> tuple[str, ...]:
    """The caveats that a claim's data call for, in the order of the vocabulary."""
    return _triggered(claim, handbook.vocabulary.caveat, handbook)


@cached_for_each
def caveats_derived(claim: Claim, handbook: Handbook) -> tuple[str, ...]:
    """Those of them that are added to a claim because of its studies' files."""
    return _triggered(claim, [word for word in handbook.vocabulary.caveat if word.derived], handbook)


def caveats_typed(claim: Claim, handbook: Handbook) -> frozenset[str]:
    """The caveats written on a claim and on the finding around it, under their present ids."""
    finding = handbook.finding_of(claim)
    typed = {*claim.own_caveats, *(finding.caveats if finding else ())}
    return frozenset(_present_ids(typed, handbook))


@cached_for_each
def caveats_of(claim: Claim, handbook: Handbook) -> tuple[str, ...]:
    """All caveats of a claim: its own, its finding's and those derived."""
    return ordered_caveats({*caveats_typed(claim, handbook), *caveats_derived(claim, handbook)}, handbook)


@cached_for_each
def caveats_of_finding(finding: Finding, handbook: Handbook) -> tuple[str, ...]:
    """All caveats of a finding: its own and those of its claims."""
    found = set(_present_ids(finding.caveats, handbook))
    for claim in handbook.claims_of(finding):
        found.update(caveats_of(claim, handbook))
    return ordered_caveats(found, handbook)


@cached_for_each
def caveats_shared(finding: Finding, handbook: Handbook) -> tuple[str, ...]:
    """The caveats that hold for every claim of a finding and are printed once, at its head."""
    shared = set(_present_ids(finding.caveats, handbook))
    claims = handbook.claims_of(finding)
    if claims:
        shared |= set.intersection(*(set(caveats_of(claim, handbook)) for claim in claims))
    return ordered_caveats(shared, handbook)


def caveats_in_common(carried: Iterable[Iterable[str]], handbook: Handbook) -> tuple[str, ...]:
    """The caveats that several statements all carry; none where there is but one statement."""
    sets = [set(caveats) for caveats in carried]
    return ordered_caveats(set.intersection(*sets), handbook) if len(sets) > 1 else ()


def caveats_of_restatement(restatement: Restatement, handbook: Handbook) -> tuple[str, ...]:
    """The caveats of all claims that a sentence restates, and its own."""
    found = set(_present_ids(restatement.own_caveats, handbook))
    for claim in claims_of_restatement(restatement, handbook):
        found.update(caveats_of(claim, handbook))
    return ordered_caveats(found, handbook)


def _present_ids(caveats: Iterable[str], handbook: Handbook) -> list[str]:
    known = handbook.caveat_by_id
    return [known[caveat].id if caveat in known else caveat for caveat in caveats]


def ordered_caveats(caveats: Iterable[str], handbook: Handbook) -> tuple[str, ...]:
    """Caveats, each once, in the order of the vocabulary; unknown ones last."""
    order = handbook.vocabulary.ids("caveat")
    return tuple(sorted(set(caveats), key=lambda c: (order.index(c) if c in order else len(order), c)))


# -- conditions


def _triggered(claim: Claim, caveats: Iterable[CaveatTrigger], handbook: Handbook) -> tuple[str, ...]:
    """Those of some caveats of which a trigger holds, in their order."""
    case = _Case(claim, handbook)
    return tuple(caveat.id for caveat in caveats if any(_holds(trigger, case) for trigger in caveat.when))


@dataclass(frozen=True)
class _Case:
    """What the triggers of caveats ask of a claim, each worked out when the first one asks."""

    claim: Claim
    handbook: Handbook

    @cached_property
    def studies(self) -> tuple[Study, ...]:
        return self.handbook.studies_of(self.claim)

    @cached_property
    def streams(self) -> frozenset[str]:
        return streams_of_claim(self.claim, self.handbook)

    @cached_property
    def results(self) -> tuple[tuple[Study, Result], ...]:
        return results_of_claim(self.claim, self.handbook)

    @cached_property
    def populations(self) -> frozenset[str]:
        return frozenset(word for study in self.studies for word in study.population)

    @cached_property
    def groups(self) -> list[str | None]:
        known = self.handbook.vocabulary.populations
        return [known[word].group for word in self.populations if word in known]

    @cached_property
    def outcome_kinds(self) -> list[str | None]:
        known = self.handbook.vocabulary.outcomes
        return [known[outcome].kind for outcome in self.claim.outcomes if outcome in known]

    @cached_property
    def flags(self) -> frozenset[str]:
        return frozenset(flag for study in self.studies for flag in study.all_flags)

    @cached_property
    def misprinted(self) -> bool:
        touched = any(result.id in misprinted_results(study) for study, result in self.results)
        return touched or bool(misprints_printed(self.claim.content, self.handbook))

    def exposures(self, substances: Iterable[str]) -> list[Exposure]:
        """The exposures of its studies, or those to some substances."""
        given = [study.exposure for study in self.studies if study.exposure]
        words = self.handbook.vocabulary
        return [e for e in given if not substances or _any_in(e.substance_in(words), substances)]


def _holds(trigger: Trigger, case: _Case) -> bool:
    """Whether all conditions of a trigger hold for a claim. Unknown words never trigger."""
    return bool(trigger.asked) and all(_CONDITIONS[name](trigger, case) for name in trigger.asked)


_CONDITIONS: dict[str, Callable[[Trigger, _Case], bool]] = {
    "types": lambda t, c: _meet(t.types, c.claim.study_types),
    "streams": lambda t, c: _meet(t.streams, c.streams),
    "outcomes": lambda t, c: _meet(t.outcomes, c.claim.outcomes),
    "outcome_kinds": lambda t, c: _meet(t.outcome_kinds, c.outcome_kinds),
    "populations_any": lambda t, c: _meet(t.populations_any, c.populations),
    "population_groups_any": lambda t, c: _meet(t.population_groups_any, c.groups),
    "population_groups_none": lambda t, c: bool(c.groups) and not _meet(t.population_groups_none, c.groups),
    "names_no_population": lambda _, c: not _names_any(c.claim, c.populations, c.handbook),
    "substances": lambda t, c: bool(c.exposures(t.substances)),
    "exposures": lambda t, c: _meet(t.exposures, [w for e in c.exposures(t.substances) for w in e.what]),
    "dose_levels": lambda t, c: _meet(t.dose_levels, [r.dose_level for _, r in c.results]),
    "flags": lambda t, c: _meet(t.flags, c.flags),
    "headline_contrasts": lambda t, c: _meet(
        t.headline_contrasts, [r.contrast for _, r in c.results if r.headline]
    ),
    "extractions": lambda t, c: _meet(t.extractions, [study.extraction for study in c.studies]),
    "directions": lambda t, c: _meet(t.directions, [c.claim.direction]),
    "topics": lambda t, c: _meet(t.topics, c.claim.topics),
    "mentions_all": lambda t, c: _mentions(t.mentions_all, c.claim, c.handbook),
    "forms_differ": lambda _, c: _forms_differ(c.studies),
    "names_other_form": lambda _, c: _names_other_form(c.claim, c.studies, c.handbook),
    "misprint": lambda _, c: c.misprinted,
    "people": lambda _, c: any(c.handbook.vocabulary.streams[stream].people for stream in c.streams),
}
"""Each field of a trigger that asks something, with its answer; the cheap and telling ones first."""


def _any_in(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


def _meet(wanted: Collection[str], found: Iterable[str | None]) -> bool:
    return any(word in wanted for word in found if word)


def _names_any(claim: Claim, populations: Iterable[str], handbook: Handbook) -> bool:
    text = plain_text(claim.content, handbook)
    return any(names_population(text, word, handbook.vocabulary) for word in populations)


def _mentions(groups: tuple[tuple[str, ...], ...], claim: Claim, handbook: Handbook) -> bool:
    text = plain_text(claim.content, handbook)
    return all(mentions(text, group) for group in groups)


def _forms_differ(studies: Iterable[Study]) -> bool:
    forms = {
        study.exposure.form
        for study in studies
        if study.exposure and not set(study.exposure.form) & set(Unknown)
    }
    return len(forms) > 1


def _names_other_form(claim: Claim, studies: Iterable[Study], handbook: Handbook) -> bool:
    """Whether a sentence names a form that none of its studies gave; False where one is unknown."""
    given = [form for study in studies if study.exposure for form in study.exposure.form]
    if not given or set(given) & set(Unknown):
        return False
    text = plain_text(claim.content, handbook)
    return any(
        mentions(text, form.needles) and not any(mentions(words, form.needles) for words in given)
        for form in handbook.vocabulary.form
    )
