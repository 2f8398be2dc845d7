"""Sphinx's search finds claims and studies by their words and leads to their place.

Sphinx searches the names of objects, and ours are ids. In the index each stands under its
words instead: a claim under its sentence with what belongs to it, so that nobody sees the
sentence without its caveats, a study under its short name and title.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evidence.analysis.caveats import caveats_of
from evidence.analysis.streams import plain_text, stream_of_claim
from evidence.views.phrases import certainty_words, type_words
from evidence.views.tags import short_sources
from sphinx_evidence.build.state import build_state
from sphinx_evidence.domain import EvidenceDomain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.search import IndexBuilder

    from evidence.model import Claim, Handbook, Study

TAG_AFTER = " — "
"""Stands between a sentence and what belongs to it; the search page shows the two apart."""

_INDEX = "searchindex.js"

Objects = dict[str, list[tuple[int, int, int, str, str]]]
"""By a name's part before its last dot: document, type, priority, anchor and the rest of the name."""


def claim_name(claim: Claim, handbook: Handbook) -> str:
    """A claim with its study type, certainty, sources and caveats, on one line."""
    stream = stream_of_claim(claim, handbook)
    certainty = certainty_words(claim.certainty, stream, handbook)
    parts = [
        type_words(claim.study_types, handbook),
        "".join(part for part in certainty if isinstance(part, str)),
        short_sources(claim, handbook),
    ]
    caveats = caveats_of(claim, handbook)
    titles = [handbook.caveat_by_id[c].title for c in caveats if c in handbook.caveat_by_id]
    if titles:
        parts.append(f"Caveats: {', '.join(titles)}")
    return f"{plain_text(claim.content, handbook)}{TAG_AFTER}{' · '.join(filter(None, parts))}"


def study_name(study: Study, handbook: Handbook) -> str:
    """A study by first author, year and title."""
    entry = handbook.entry_by_key.get(study.id)
    return f"{entry.short}: {entry.title}" if entry else study.id


def named(objects: Objects, kinds: dict[int, str], names: dict[tuple[str, str], str]) -> Objects:
    """The objects of the index with words for ids, and with anchors that do not follow from the name."""
    return {
        prefix: [
            (document, kind, priority, f"{kinds[kind]}-{rest}", names.get((kinds[kind], rest), rest))
            if kind in kinds
            else (document, kind, priority, anchor, rest)
            for document, kind, priority, anchor, rest in entries
        ]
        for prefix, entries in objects.items()
    }


def _name_objects(app: Sphinx) -> Iterable[tuple[str, dict[str, object], str]]:
    """Let the index of this build speak in words. It is written after this event, if something is new."""
    index: IndexBuilder | None = getattr(app.builder, "indexer", None)
    state = build_state(app.env)
    if index is not None and state.unchanged and (Path(app.outdir) / _INDEX).is_file():
        app.builder.indexer = None  # type: ignore[attr-defined]
    elif index is not None:
        handbook = state.handbook
        names = {("claim", claim.id): claim_name(claim, handbook) for claim in handbook.claims}
        names |= {("study", study.id): study_name(study, handbook) for study in handbook.studies}
        get_objects = index.get_objects

        def get_named_objects(fn2index: dict[str, int]) -> Objects:
            objects = get_objects(fn2index)
            kinds = {
                number: kind
                for (domain, kind), number in index._objtypes.items()
                if domain == EvidenceDomain.name
            }
            return named(objects, kinds, names)

        index.get_objects = get_named_objects  # type: ignore[method-assign]
    return ()


def setup_search(app: Sphinx) -> None:
    """Register the names."""
    app.connect("html-collect-pages", _name_objects)
