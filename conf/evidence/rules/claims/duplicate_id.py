"""An id, old or present, belongs to one claim, caveat, card or study in the whole handbook.

Bad (page):

    # Example

    :::{caveat} twice
    :title: Once
    :summary: The first.

    Text.
    :::

    :::{caveat} twice
    :title: Again
    :summary: The second.

    Text.
    :::

Good (page):

    # Example

    :::{caveat} once
    :title: Once
    :summary: The only one.

    Text.
    :::
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model import ID_PATTERN, Caveat, Claim, EvidenceCard, Handbook, Location, Study
from evidence.rules.registry import Remark, Remarks, rule

if TYPE_CHECKING:
    from collections.abc import Mapping

Named = Claim | Caveat | EvidenceCard | Study


@rule("claims", "caveats", "cards", "studies", position=5)
def check(item: Named, handbook: Handbook) -> Remarks:
    lookups: tuple[Mapping[str, Named], ...] = (
        handbook.claim_by_id,
        handbook.caveat_by_id,
        handbook.card_by_id,
        handbook.study_by_id,
    )
    for name, at in _names(item):
        if not ID_PATTERN.fullmatch(name):
            yield Remark(at, f"{name!r} is not an id", "Use lower case words joined by hyphens")
        for lookup in lookups:
            other = lookup.get(name)
            if other is None or other is item:
                continue
            if type(other) is type(item) or other.at < item.at:
                kind = "card" if isinstance(other, EvidenceCard) else type(other).__name__.lower()
                yield Remark(
                    at,
                    f"the id {name} is already that of the {kind} at {other.at.path}:{other.at.line}",
                    "Rename one of the two; keep the old id in :alias: if others may link to it",
                )


def _names(item: Named) -> list[tuple[str, Location]]:
    """The id of an item and its aliases, each with its line."""
    if isinstance(item, Study):
        return [(item.id, item.line_of("id"))]
    return [(item.id, item.at), *((alias, item.line_of("alias")) for alias in item.aliases)]
