"""A sentence doubts once, and a quotation not at all.

One hedge says what low certainty means; "may possibly" says nothing more. At moderate certainty
trials say "probably", at high certainty nothing of the kind. Advice and reference
figures are quoted: a guideline recommends, sets or warns.

Bad (page):

    # Example

    :::{claim} a-trial
    :study-type: randomised-trial
    :studies: invented-trial-2001
    :certainty: low
    :because: imprecision
    :direction: benefit
    :outcome: cac
    :caveats: surrogate-outcome, kidney-disease-clearance

    In people with kidney disease magnesium may possibly slow coronary calcification.
    :::

Good (page):

    # Example

    :::{claim} a-trial
    :study-type: randomised-trial
    :studies: invented-trial-2001
    :certainty: low
    :because: imprecision
    :direction: benefit
    :outcome: cac
    :caveats: surrogate-outcome, kidney-disease-clearance

    In people with kidney disease magnesium may slow coronary calcification.
    :::
"""

from __future__ import annotations

import re

from evidence.analysis.claim_strength import hedges, probable
from evidence.model import Handbook, Severity
from evidence.rules.registry import Remark, Remarks, rule
from evidence.rules.sentence_under_judgement import JudgedSentence, Statement, judged_sentence

_QUOTING = re.compile(
    r"\b(?:recommend|set|warn|advise|say|state|judge|report|call|list|contain|supply|supplie|give|ask|name)\w{0,3}\b",
    re.IGNORECASE,
)
"""Verbs of quoting: a source that is quoted may itself doubt."""


@rule("claims", "findings", "restatements", severity=Severity.WARNING, position=2)
def check(statement: Statement, handbook: Handbook) -> Remarks:
    sentence = judged_sentence(statement, handbook)
    clauses = hedges(sentence.text)
    for words in clauses:
        if len(words) > 1:
            yield Remark(
                sentence.at,
                f"it doubts more than once: {', '.join(words)}",
                f'Keep "{words[0]}" and delete the rest',
            )
    hedge = next((word for words in clauses for word in words), None)
    if hedge is None:
        return
    if sentence.quotes:
        if not _QUOTING.search(sentence.text):
            yield Remark(
                sentence.at,
                f"{sentence.name} quotes advice or figures and says {hedge!r}",
                "Say what the source recommends, sets, warns of or contains",
            )
    elif sentence.streams == {"trials"}:
        yield from _of_trials(sentence, hedge, handbook)


def _of_trials(sentence: JudgedSentence, hedge: str, handbook: Handbook) -> Remarks:
    rank = handbook.vocabulary.rank
    if rank(sentence.certainty) >= rank("high"):
        yield Remark(
            sentence.at,
            f"it says {hedge!r} although {sentence.name} is of high certainty",
            "State it directly",
        )
    elif sentence.certainty == "moderate" and not probable(sentence.text):
        yield Remark(
            sentence.at,
            f"it says {hedge!r} although {sentence.name} is of moderate certainty",
            'Write "probably"',
        )
