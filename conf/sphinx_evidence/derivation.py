"""What follows from the data and is never typed: streams and caveats.

Pure functions over the model. Rules judge with them, views print from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .once import once, once_each
from .vocabulary_words import mentions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .model import (
        Claim,
        Content,
        Exposure,
        Finding,
        Handbook,
        Restatement,
        Result,
        ResultReference,
        Study,
    )
    from .vocabulary import Vocabulary
    from .vocabulary_words import Trigger


# -- streams


def types_of_study(study: Study) -> frozenset[str]:
    """A study's type and those of its results that have another."""
    return frozenset({study.type, *(result.type for result in study.results if result.type)})


def streams_of_study(study: Study, vocabulary: Vocabulary) -> frozenset[str]:
    """The streams a study can speak for: its type's, or those of the types it reviews."""
    known = vocabulary.study_types.get(study.type)
    if known is None:
        return frozenset()
    if known.stream:
        return frozenset({known.stream})
    reviewed = (vocabulary.study_types.get(word) for word in study.reviews)
    return frozenset(kind.stream for kind in reviewed if kind and kind.stream)


@once_each
def streams_of_claim(claim: Claim, handbook: Handbook) -> frozenset[str]:
    """The streams of a claim's study types; a review takes those of what it reviewed."""
    vocabulary = handbook.vocabulary
    streams: set[str] = set()
    for word in claim.study_types:
        kind = vocabulary.study_types.get(word)
        if kind and kind.stream:
            streams.add(kind.stream)
    if claim.finding and not streams:
        return frozenset({claim.finding[1]})
    if not streams:
        for study in handbook.studies_of(claim):
            streams |= streams_of_study(study, vocabulary)
    return frozenset(streams)


def stream_of_claim(claim: Claim, handbook: Handbook) -> str | None:
    """The one stream a claim belongs to, for words and colours; None where it has none."""
    streams = streams_of_claim(claim, handbook)
    order = handbook.vocabulary.ids("stream")
    return min(streams, key=order.index, default=None)


# -- text


def plain_text(content: Content, handbook: Handbook) -> str:
    """A sentence with its figures filled in from the study files."""
    from .figures import figure_text

    return "".join(part if isinstance(part, str) else figure_text(part, handbook) for part in content).strip()


def names_population(text: str, population: str, vocabulary: Vocabulary) -> bool:
    """Whether a sentence holds the words that name a population."""
    known = vocabulary.populations.get(population)
    return known is not None and known.named_in(text)


# -- results behind a claim


def results_of_claim(claim: Claim, handbook: Handbook) -> tuple[tuple[Study, Result], ...]:
    """The results, on the claim's outcomes, of the studies it rests on."""
    return tuple(
        (study, result)
        for study in handbook.studies_of(claim)
        for result in study.results
        if result.outcome in claim.outcomes
    )


def misprinted_results(study: Study) -> frozenset[str]:
    """Ids of the results that a misprint of the source touches."""
    return frozenset(misprint.result for misprint in study.misprints)


def misprints_printed(content: Content, handbook: Handbook) -> tuple[ResultReference, ...]:
    """The figures in a sentence, taken from study files, that a misprint of the source touches."""
    from .model import ResultReference

    return tuple(
        part
        for part in content
        if isinstance(part, ResultReference)
        and part.study in handbook.study_by_id
        and part.name in misprinted_results(handbook.study_by_id[part.study])
    )


# -- caveats


@once_each
def caveats_required(claim: Claim, handbook: Handbook) -> tuple[str, ...]:
    """The caveats that a claim's data call for, in the order of the vocabulary."""
    case = _Case(claim, handbook)
    return tuple(
        caveat.id
        for caveat in handbook.vocabulary.caveat
        if any(_holds(trigger, case) for trigger in caveat.when)
    )


def caveats_derived(claim: Claim, handbook: Handbook) -> tuple[str, ...]:
    """The caveats that are added to a claim because of its studies' files."""
    derived = {word.id for word in handbook.vocabulary.caveat if word.derived}
    return tuple(caveat for caveat in caveats_required(claim, handbook) if caveat in derived)


def caveats_typed(claim: Claim, handbook: Handbook) -> frozenset[str]:
    """The caveats written on a claim and on the finding around it, under their present ids."""
    finding = handbook.finding_of(claim)
    typed = {*claim.own_caveats, *(finding.caveats if finding else ())}
    return frozenset(_present_ids(typed, handbook))


@once_each
def caveats_of(claim: Claim, handbook: Handbook) -> tuple[str, ...]:
    """All caveats of a claim: its own, its finding's and those derived."""
    return ordered_caveats({*caveats_typed(claim, handbook), *caveats_derived(claim, handbook)}, handbook)


@once_each
def caveats_of_finding(finding: Finding, handbook: Handbook) -> tuple[str, ...]:
    """All caveats of a finding: its own and those of its claims."""
    found = set(_present_ids(finding.caveats, handbook))
    for claim in handbook.claims_of(finding):
        found.update(caveats_of(claim, handbook))
    return ordered_caveats(found, handbook)


@once_each
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


def claims_of_restatement(restatement: Restatement, handbook: Handbook) -> tuple[Claim, ...]:
    """The known claims that a sentence restates, in its order."""
    known = handbook.claim_by_id
    return tuple(dict.fromkeys(known[claim] for claim in restatement.claims if claim in known))


def lowest_certainty(claims: Iterable[Claim], handbook: Handbook) -> str | None:
    """The lowest certainty of some claims."""
    return handbook.vocabulary.lowest([claim.certainty or "" for claim in claims])


def _present_ids(caveats: Iterable[str], handbook: Handbook) -> list[str]:
    known = handbook.caveat_by_id
    return [known[caveat].id if caveat in known else caveat for caveat in caveats]


def ordered_caveats(caveats: Iterable[str], handbook: Handbook) -> tuple[str, ...]:
    """Caveats, each once, in the order of the vocabulary; unknown ones last."""
    order = handbook.vocabulary.ids("caveat")
    return tuple(sorted(set(caveats), key=lambda c: (order.index(c) if c in order else len(order), c)))


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


def _meet(wanted: Iterable[str], found: Iterable[str | None]) -> bool:
    return not set(wanted).isdisjoint(word for word in found if word)


def _names_any(claim: Claim, populations: Iterable[str], handbook: Handbook) -> bool:
    text = plain_text(claim.content, handbook)
    return any(names_population(text, word, handbook.vocabulary) for word in populations)


def _mentions(groups: tuple[tuple[str, ...], ...], claim: Claim, handbook: Handbook) -> bool:
    text = plain_text(claim.content, handbook)
    return all(mentions(text, group) for group in groups)


def _forms_differ(studies: Iterable[Study]) -> bool:
    from .model import Unknown

    forms = {
        study.exposure.form
        for study in studies
        if study.exposure and not set(study.exposure.form) & set(Unknown)
    }
    return len(forms) > 1


def _names_other_form(claim: Claim, studies: Iterable[Study], handbook: Handbook) -> bool:
    """Whether a sentence names a form that none of its studies gave; False where one is unknown."""
    from .model import Unknown

    given = [form for study in studies if study.exposure for form in study.exposure.form]
    if not given or set(given) & set(Unknown):
        return False
    text = plain_text(claim.content, handbook)
    return any(
        mentions(text, form.needles) and not any(mentions(words, form.needles) for words in given)
        for form in handbook.vocabulary.form
    )


# -- which claims rest on a study


@once
def claims_by_study(handbook: Handbook) -> dict[str, list[Claim]]:
    """The claims that cite a study, for or against, by its id."""
    found: dict[str, list[Claim]] = {}
    for claim in handbook.claims:
        for study in dict.fromkeys((*claim.studies, *claim.contrary)):
            found.setdefault(study, []).append(claim)
    return found


def claims_resting_on(study: str, handbook: Handbook) -> tuple[Claim, ...]:
    """The claims that cite a study, for or against."""
    return tuple(claims_by_study(handbook).get(study, ()))
