"""The rule of restatements: other words, not stronger ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.claim_strength import NO_CLAIM, tells_limits, wordings
from evidence.analysis.streams import claims_of_restatement, lowest_certainty, plain_text, streams_of_claim
from evidence.rules.population import names_not_people
from evidence.rules.registry import Remark, rule
from evidence.rules.said import beyond_trials, carried
from evidence.vocabulary.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.analysis.claim_strength import Wording
    from evidence.model import Claim, Handbook, Restatement

POINTING = frozenset({"benefit", "harm"})
"""Directions that say that something happened."""
NOT_POINTING = frozenset({"no-difference", "not-shown", "mixed", "non-linear"})
"""Directions of which a sentence may not say only that something happened."""
NOT_JUDGED = "not-applicable"
"""The direction of a claim that describes and compares nothing."""
RULED_OUT = "no-difference"


@rule(group="claims", each="restatements", scope="named")
def restatement_stronger(restatement: Restatement, handbook: Handbook) -> Iterator[Remark]:
    """A sentence that repeats claims is not worded more strongly than the weakest of them.

    A link stays a link. A trial below high certainty may be reported ("in that trial … found") or
    put with "may" ("probably" at moderate certainty), at very low certainty with the words that it is very
    uncertain; a laboratory claim at very low certainty may be reported; other laboratory claims
    may be stated directly, but the animals or cells are named. What claims did not show is not
    turned into something that happens, and "did not show" is not turned into "does not".

    Bad (page):

        # Example

        :::{claim} dialysis-cohort
        :study-type: cohort
        :studies: invented-cohort-2003
        :certainty: low
        :because: design
        :direction: benefit
        :outcome: mortality
        :caveats: association-not-causation

        In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
        :::

        :::{restate} dialysis-cohort
        Higher magnesium protects people on dialysis.
        :::

    Good (page):

        # Example

        :::{claim} dialysis-cohort
        :study-type: cohort
        :studies: invented-cohort-2003
        :certainty: low
        :because: design
        :direction: benefit
        :outcome: mortality
        :caveats: association-not-causation

        In a cohort of people on dialysis, higher blood magnesium was linked to fewer deaths.
        :::

        :::{restate} dialysis-cohort
        People on dialysis with higher blood magnesium had fewer deaths.
        :::
    """
    claims = claims_of_restatement(restatement, handbook)
    text = plain_text(restatement.content, handbook)
    at = restatement.at._replace(line=restatement.text_line)
    if not claims or not text:
        return
    said = list(wordings(text))
    yield from (
        Remark(at, *_denial(wording, claims)) for wording in said if wording.denies and not _ruled_out(claims)
    )
    stated = max((w for w in said if not w.denies), key=lambda wording: wording.level, default=None)
    pointing = [claim for claim in claims if claim.direction in POINTING]
    if stated and stated.level > NO_CLAIM:
        not_pointing = [claim for claim in claims if claim.direction in NOT_POINTING]
        if not_pointing and not tells_limits(text):
            claim = not_pointing[0]
            yield Remark(
                at,
                f"it says {stated.word!r}, but the claim {claim.id} is {claim.direction}",
                "Say as well what was not shown, or restate only claims that point that way",
            )
        weakest = min(pointing or claims, key=lambda claim: _may_say(claim, handbook))
        allowed = _may_say(weakest, handbook)
        if stated.level > allowed:
            words = lexicon()
            yield Remark(
                at,
                f"{stated.word!r} is {words.names[stated.level]}; the claim {weakest.id} "
                f"({', '.join(weakest.study_types)}, {weakest.certainty}) carries {words.names[allowed]}",
                f"Write, for example, {words.examples[allowed]}",
            )
        judged = [claim for claim in pointing or claims if claim.direction != NOT_JUDGED]
        streams = frozenset(stream for claim in judged for stream in streams_of_claim(claim, handbook))
        for told, write in beyond_trials(text, streams, lowest_certainty(judged, handbook), handbook):
            yield Remark(at, told, write)
    laboratory = [claim for claim in claims if _of_laboratory(claim, handbook)]
    if laboratory and not names_not_people(text, handbook):
        yield Remark(
            at,
            f"it repeats the laboratory claim {laboratory[0].id} and names neither animals nor cells",
            "Say in what it was seen: rats, mice, cells, a solution",
        )


def _may_say(claim: Claim, handbook: Handbook) -> int:
    """The strongest wording that a claim carries."""
    return carried(_kinds(claim, handbook), claim.certainty, handbook)


def _of_laboratory(claim: Claim, handbook: Handbook) -> bool:
    return "laboratory" in _kinds(claim, handbook)


def _kinds(claim: Claim, handbook: Handbook) -> frozenset[str]:
    return handbook.vocabulary.kinds(streams_of_claim(claim, handbook))


def _ruled_out(claims: tuple[Claim, ...]) -> bool:
    """Whether all claims say that an important effect is ruled out, with high certainty."""
    return all(claim.direction == RULED_OUT and claim.certainty == "high" for claim in claims)


def _denial(wording: Wording, claims: tuple[Claim, ...]) -> tuple[str, str]:
    return (
        f"it denies {wording.word!r} flatly, which the claim {claims[0].id} does not",
        'Say what was found: "found no …", "did not show that …"',
    )
