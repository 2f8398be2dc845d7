"""The rule of ids: one name, one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model import ID_PATTERN, Caveat, Claim, EvidenceCard, Study
from evidence.rules.registry import Remark, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.model import Handbook

Named = Claim | Caveat | EvidenceCard | Study


@rule(group="claims", each=("claims", "caveats", "cards", "studies"))
def duplicate_id(item: Named, handbook: Handbook) -> Iterator[Remark]:
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
    aliases = () if isinstance(item, Study) else item.aliases
    named: tuple[Mapping[str, Named], ...] = (
        handbook.claim_by_id,
        handbook.caveat_by_id,
        handbook.card_by_id,
        handbook.study_by_id,
    )
    for name in (item.id, *aliases):
        at = item.at
        if isinstance(item, Study):
            at = item.line_of("id")
        elif name != item.id:
            at = item.line_of("alias")
        if not ID_PATTERN.fullmatch(name):
            yield Remark(at, f"{name!r} is not an id", "Use lower case words joined by hyphens")
        for objects in named:
            other = objects.get(name)
            if other is None or other is item:
                continue
            if type(other) is type(item) or other.at < item.at:
                yield Remark(
                    at,
                    f"the id {name} is already that of the {_word(other)} at {other.at.path}:{other.at.line}",
                    "Rename one of the two; keep the old id in :alias: if others may link to it",
                )


def _word(item: Named) -> str:
    return "card" if isinstance(item, EvidenceCard) else type(item).__name__.lower()
