"""The risk of bias of a study as a whole: that of its worst domain, as far as its domains could be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence.model import RiskOfBias
    from evidence.vocabulary.vocabulary import Vocabulary

NOT_ASSESSED = "not assessed"


def overall_bias(rob: RiskOfBias, vocabulary: Vocabulary) -> str:
    """The judgement of the study.

    A domain without information could be as bad as any, so then only a judgement from the worse
    half of the tool's words holds for the study as a whole.
    """
    tool = vocabulary.bias_tools.get(rob.tool)
    if tool is None or not rob.domains:
        return NOT_ASSESSED
    ranks = [tool.judgements.index(word) for word in rob.domains.values() if word in tool.judgements]
    known = len(ranks)
    if ranks and (known == len(rob.domains) or 2 * max(ranks) >= len(tool.judgements)):
        return tool.judgements[max(ranks)]
    return f"{known} of {len(rob.domains)} domains judged"
