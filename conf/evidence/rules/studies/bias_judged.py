"""The risk of bias of a study is judged with a tool for its design, and the file says why.

The judgement is ``not-assessed``, or a word of the tool for each of its domains, where
``no information`` may stand for any. The reason names what the judgement rests on, or why there
is none. A study that may not be cited needs no judgement.

Bad (study):

    id: example-2020
    type: cohort
    extraction: abstract
    publication: journal
    population: [haemodialysis]
    population_text: invented
    n_total: 900
    exposure: {what: serum}
    duration: P5Y
    results:
      - id: main
        outcome: mortality
        contrast: adjusted
        direction: benefit
        seen: stated
        source: abstract
    rob:
      tool: RoB 2
      judgement: not-assessed
      reason: abstract only
    checked: {by: unchecked, date: not-applicable}

Good (study):

    id: example-2020
    type: cohort
    extraction: abstract
    publication: journal
    population: [haemodialysis]
    population_text: invented
    n_total: 900
    exposure: {what: serum}
    duration: P5Y
    results:
      - id: main
        outcome: mortality
        contrast: adjusted
        direction: benefit
        seen: stated
        source: abstract
    rob:
      tool: ROBINS-E
      judgement: not-assessed
      reason: abstract only
    checked: {by: unchecked, date: not-applicable}
"""

from __future__ import annotations

from evidence.analysis.bias import NOT_ASSESSED
from evidence.model import NO_INFORMATION, Handbook, RiskOfBias, Study
from evidence.problems import did_you_mean, listed
from evidence.rules.registry import Remark, Remarks, rule
from evidence.vocabulary.words import BiasTool


@rule("studies")
def check(study: Study, handbook: Handbook) -> Remarks:
    kind = handbook.vocabulary.study_types.get(study.type)
    if study.rob is None or kind is None or study.use == "none":
        return
    tool = handbook.vocabulary.bias_tools.get(study.rob.tool)
    if study.rob.tool not in kind.risk_of_bias:
        yield Remark(
            study.line_of("rob", "tool"),
            f"the risk of bias of {study.id}, of type {study.type}, is judged with {study.rob.tool}",
            f"Judge it with {' or '.join(kind.risk_of_bias) or 'no tool: delete rob:'}",
        )
    elif tool is not None:
        yield from _judgement(study, study.rob, tool)
    if not study.rob.reason:
        yield Remark(
            study.line_of("rob"),
            f"the judgement of the risk of bias of {study.id} has no reason",
            "Add reason: with what it rests on, or with why there is none",
        )


def _judgement(study: Study, rob: RiskOfBias, tool: BiasTool) -> Remarks:
    """Whether each domain of the tool has one of its words."""
    if isinstance(rob.judgement, str):
        if rob.judgement.replace("-", " ") != NOT_ASSESSED:
            yield Remark(
                study.line_of("rob", "judgement"),
                f"the risk of bias of {study.id} is {rob.judgement!r} as a whole",
                "Write not-assessed, or a word for each domain: the worst of them is that of the study",
            )
        return
    for domain, word in rob.judgement.items():
        if domain not in tool.domains:
            yield Remark(
                study.line_of("rob", "judgement", domain),
                f"{tool.label} has no domain {domain!r}",
                did_you_mean(domain, tool.domains) if tool.domains else "Write judgement: not-assessed",
            )
        elif word not in (*tool.judgements, NO_INFORMATION):
            yield Remark(
                study.line_of("rob", "judgement", domain),
                f"{word!r} is no judgement of {tool.label}",
                did_you_mean(word, (*tool.judgements, NO_INFORMATION)),
            )
    missing = [domain for domain in tool.domains if domain not in rob.judgement]
    if missing:
        yield Remark(
            study.line_of("rob", "judgement"),
            f"{study.id} has no judgement of {listed(missing)}",
            f"Add a word for each domain, or {NO_INFORMATION}",
        )
