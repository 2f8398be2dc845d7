"""The rule of evidence cards: every kind of study answers, in words of the closed lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.analysis.streams import plain_text
from evidence.problems import did_you_mean
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import EvidenceCard, Finding, Handbook

NOTHING_TO_JUDGE = "not-assessable"
"""The signal of a finding that no study can answer."""


@rule(group="cards", each="cards")
def card_streams(card: EvidenceCard, handbook: Handbook) -> Iterator[Remark]:
    """A card has one finding for each stream, each with a verdict and a signal that fit it.

    A stream without evidence says so: ``:signal: not-assessable`` with ``:reason:``. Every other
    finding has a lead sentence and at least one claim, its own or restated. The card has a title
    and known outcomes.

    Bad (page):

        # Example

        ::::{evidence-card} one-stream-only
        :title: Effect on the coronary arteries
        :outcomes: cac

        :::{finding} trials
        :verdict: cannot-be-studied
        :signal: not-assessable
        :reason: no trial was found

        No trial was found.
        :::
        ::::

    Good (page):

        # Example

        ::::{evidence-card} every-stream
        :title: Effect on the coronary arteries
        :outcomes: cac

        :::{finding} trials
        :verdict: cannot-be-studied
        :signal: not-assessable
        :reason: no trial was found

        No trial was found.
        :::

        :::{finding} observational
        :verdict: cannot-be-studied
        :signal: not-assessable
        :reason: no cohort was found

        No cohort was found.
        :::

        :::{finding} laboratory
        :verdict: cannot-be-studied
        :signal: not-assessable
        :reason: animals were not studied

        Animals were not studied.
        :::
        ::::
    """
    yield from _of_head(card, handbook)
    streams = [stream.id for stream in handbook.vocabulary.card_streams]
    first: dict[str, Finding] = {}
    for finding in card.findings:
        if finding.stream not in streams:
            yield Remark(
                finding.at,
                f"{finding.stream!r} is not a stream of a card",
                did_you_mean(finding.stream, streams),
            )
            continue
        if finding.stream in first:
            line = first[finding.stream].at.line
            yield Remark(
                finding.at,
                f"the card {card.id} already answers for {finding.stream} on line {line}",
                "Join the two findings",
            )
        first.setdefault(finding.stream, finding)
        yield from _of_finding(finding, handbook)
    for stream in streams:
        if stream not in first:
            yield Remark(
                card.at,
                f"the card {card.id} has no finding for {stream}",
                f"Add {{finding}} {stream}; if nothing can answer, :signal: {NOTHING_TO_JUDGE} with :reason:",
            )


def _of_head(card: EvidenceCard, handbook: Handbook) -> Iterator[Remark]:
    """The title and the outcomes of a card."""
    vocabulary = handbook.vocabulary
    if "title" not in card.lines:
        yield Remark(card.at, f"the card {card.id} has no title", "Add :title: with its question in words")
    if not card.outcomes:
        yield Remark(
            card.line_of("outcomes"),
            f"the card {card.id} names no outcome",
            "Add :outcomes: with what answers its question",
        )
    for option, words in (("outcomes", card.outcomes), ("proxy-outcomes", card.proxy_outcomes)):
        for word in words:
            if not vocabulary.knows("outcome", word):
                yield Remark(
                    card.line_of(option),
                    f"{word!r} is not a known outcome",
                    did_you_mean(word, vocabulary.ids("outcome")),
                )


def _of_finding(finding: Finding, handbook: Handbook) -> Iterator[Remark]:
    vocabulary = handbook.vocabulary
    what = f"the finding {finding.stream} of {finding.card}"
    for option, word in (("verdict", finding.verdict), ("signal", finding.signal)):
        known = vocabulary.ids(option)
        if word is None:
            yield Remark(
                finding.at, f"{what} has no {option}", f"Add :{option}: with one of {', '.join(known)}"
            )
        elif word not in known:
            yield Remark(
                finding.line_of(option), f"{word!r} is not a known {option}", did_you_mean(word, known)
            )
    yield from _verdict_fits(finding, what, handbook)
    if finding.signal == NOTHING_TO_JUDGE:
        if not finding.reason:
            yield Remark(
                finding.line_of("reason"),
                f"{what} does not say why there is nothing to judge",
                "Add :reason: with why no study of this kind answers the question",
            )
        return
    if not plain_text(finding.lead, handbook):
        yield Remark(
            finding.at,
            f"{what} has no lead",
            "Begin it with one sentence that says what these studies found together",
        )
    if not handbook.claims_of(finding):
        yield Remark(
            finding.at,
            f"{what} has no claim to rest on",
            f"Add a {{claim}} or {{restate}}, or write :signal: {NOTHING_TO_JUDGE} with :reason:",
        )


def _verdict_fits(finding: Finding, what: str, handbook: Handbook) -> Iterator[Remark]:
    """Whether a verdict may stand in its stream, with its signal and at its certainty."""
    vocabulary = handbook.vocabulary
    verdict = vocabulary.verdicts.get(finding.verdict or "")
    if verdict is None:
        return
    at = finding.line_of("verdict")
    fitting = [
        word.id
        for word in vocabulary.verdict
        if finding.stream in word.streams and (finding.signal in word.signals or finding.signal is None)
    ]
    hint = f"Choose one of {', '.join(fitting)}." if fitting else "Choose another signal first."
    if finding.stream not in verdict.streams:
        yield Remark(at, f"{what}: the verdict {verdict.id} is not for this stream", hint)
    elif finding.signal in vocabulary.signals and finding.signal not in verdict.signals:
        yield Remark(at, f"{what}: the verdict {verdict.id} does not fit the signal {finding.signal}", hint)
    elif vocabulary.rank(finding.certainty) < vocabulary.rank(verdict.minimum_certainty):
        yield Remark(
            at, f"{what}: the verdict {verdict.id} needs certainty {verdict.minimum_certainty} or more", hint
        )
