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

from __future__ import annotations

from evidence.model import EvidenceCard, Finding, Handbook
from evidence.problems import did_you_mean
from evidence.rules.names import unknown_words
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import name_of, plain_sentence

NOTHING_TO_JUDGE = "not-assessable"
"""The signal of a finding that no study can answer."""


@rule("cards", position=1)
def check(card: EvidenceCard, handbook: Handbook) -> Remarks:
    yield from _head(card, handbook)
    streams = [stream.id for stream in handbook.vocabulary.card_streams]
    first: dict[str, Finding] = {}
    for finding in card.findings:
        if finding.stream not in streams:
            hint = did_you_mean(finding.stream, streams)
            yield Remark(finding.at, f"{finding.stream!r} is not a stream of a card", hint)
            continue
        earlier = first.setdefault(finding.stream, finding)
        if earlier is not finding:
            yield Remark(
                finding.at,
                f"the card {card.id} already answers for {finding.stream} on line {earlier.at.line}",
                "Join the two findings",
            )
        yield from _finding(finding, handbook)
    for stream in streams:
        if stream not in first:
            yield Remark(
                card.at,
                f"the card {card.id} has no finding for {stream}",
                f"Add {{finding}} {stream}; if nothing can answer, :signal: {NOTHING_TO_JUDGE} with :reason:",
            )


def _head(card: EvidenceCard, handbook: Handbook) -> Remarks:
    """The title and the outcomes of a card."""
    if "title" not in card.lines:
        yield Remark(card.at, f"the card {card.id} has no title", "Add :title: with its question in words")
    if not card.outcomes:
        yield Remark(
            card.line_of("outcomes"),
            f"the card {card.id} names no outcome",
            "Add :outcomes: with what answers its question",
        )
    yield from unknown_words("outcome", card.outcomes, card.line_of("outcomes"), handbook)
    yield from unknown_words("outcome", card.proxy_outcomes, card.line_of("proxy-outcomes"), handbook)


def _finding(finding: Finding, handbook: Handbook) -> Remarks:
    name = name_of(finding)
    for option, word in (("verdict", finding.verdict), ("signal", finding.signal)):
        if word is None:
            words = ", ".join(handbook.vocabulary.ids(option))
            yield Remark(finding.at, f"{name} has no {option}", f"Add :{option}: with one of {words}")
        else:
            yield from unknown_words(option, [word], finding.line_of(option), handbook)
    yield from _verdict(finding, handbook)
    if finding.signal == NOTHING_TO_JUDGE:
        if not finding.reason:
            yield Remark(
                finding.line_of("reason"),
                f"{name} does not say why there is nothing to judge",
                "Add :reason: with why no study of this kind answers the question",
            )
        return
    if not plain_sentence(finding, handbook):
        yield Remark(
            finding.at,
            f"{name} has no lead",
            "Begin it with one sentence that says what these studies found together",
        )
    if not handbook.claims_of(finding):
        yield Remark(
            finding.at,
            f"{name} has no claim to rest on",
            f"Add a {{claim}} or {{restate}}, or write :signal: {NOTHING_TO_JUDGE} with :reason:",
        )


def _verdict(finding: Finding, handbook: Handbook) -> Remarks:
    """Whether a verdict may stand in its stream, with its signal and at its certainty."""
    vocabulary = handbook.vocabulary
    verdict = vocabulary.verdicts.get(finding.verdict or "")
    if verdict is None:
        return
    if finding.stream not in verdict.streams:
        fault = "is not for this stream"
    elif finding.signal in vocabulary.signals and finding.signal not in verdict.signals:
        fault = f"does not fit the signal {finding.signal}"
    elif vocabulary.rank(finding.certainty) < vocabulary.rank(verdict.minimum_certainty):
        fault = f"needs certainty {verdict.minimum_certainty} or more"
    else:
        return
    fitting = [
        word.id
        for word in vocabulary.verdict
        if finding.stream in word.streams and (finding.signal in word.signals or finding.signal is None)
    ]
    yield Remark(
        finding.line_of("verdict"),
        f"{name_of(finding)}: the verdict {verdict.id} {fault}",
        f"Choose one of {', '.join(fitting)}" if fitting else "Choose another signal first",
    )
