"""Citations, worked out again only where something that they show has changed.

The extension for citations writes every reference anew in every build, and looks through all of them for
each citation. Here its domain keeps what it made, and finds a reference by its key.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from pybtex.backends.plaintext import Backend
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.directives import BibliographyDirective, BibliographyKey
from sphinxcontrib.bibtex.domain import BibtexDomain, get_docnames
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

from sphinx_evidence.build.warnings import heard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinxcontrib.bibtex.domain import Citation

_MADE_OF = "made_of"
"""What the references in store were made of; nothing where that gave a warning, to be told again."""


class CitationDomain(BibtexDomain):
    """The domain of citations, for long lists of references."""

    def env_updated(self) -> Iterable[str]:
        """Write all references, unless they stand there already."""
        inputs_digest = self._made_of()
        if self.data.get(_MADE_OF) == inputs_digest:
            return []
        vars(self).pop("_places", None)
        warnings = len(heard(self.env._app))
        again = super().env_updated()
        self.data[_MADE_OF] = inputs_digest if len(heard(self.env._app)) == warnings else ""
        return again

    def _made_of(self) -> str:
        files = [Path(name).read_bytes() for name in self.env.config.bibtex_bibfiles]
        lists = [
            (
                key,
                *value[1:7],
                ast.dump(value.filter_),
                value.citation_nodes,
                value.keys,
            )
            for key, value in self.bibliographies.items()
        ]
        # A page that is read again puts its citations last; the list goes by pages.
        cited = sorted(((r.docname, r.targets) for r in self.citation_refs), key=lambda cited: cited[0])
        docnames = list(get_docnames(self.env))  # type: ignore[no-untyped-call]
        return hashlib.sha256(repr((files, lists, cited, docnames)).encode()).hexdigest()

    def resolve_xref(
        self, env: Any, fromdocname: str, builder: Any, typ: str, target: str, node: Any, contnode: Any
    ) -> Any:
        """Replace a citation by links to the list of references, in the order of that list.

        A list on the same page is preferred. Keys that nothing has are told by a rule.
        """
        wanted = {cited.key: cited for cited in parse_citation_targets(target)}
        places = sorted((place for key in wanted for place in self._places.get(key, ())), key=_by_place)
        here = {c.key: c for _, c in places if c.bibliography_key.docname == fromdocname}
        found = here | {c.key: c for _, c in places if c.key not in here}
        references = [
            (
                citation.entry,
                citation.formatted_entry,
                SphinxReferenceInfo(
                    builder=builder,
                    fromdocname=fromdocname,
                    todocname=citation.bibliography_key.docname,
                    citation_id=citation.citation_id,
                    title=_title(citation),
                    pre_text=wanted[citation.key].pre,
                    post_text=wanted[citation.key].post,
                ),
            )
            for citation in found.values()
        ]
        links = nodes.inline(target, classes=["bibtex-citation"])
        links += format_references(self.reference_style, typ, references).render(self.backend)
        return links

    @cached_property
    def _places(self) -> dict[str, list[tuple[int, Citation]]]:
        """The references of lists that citations lead to, with their places, by key."""
        places: dict[str, list[tuple[int, Citation]]] = {}
        for place, citation in enumerate(self.citations):
            if self.bibliographies[citation.bibliography_key].list_ == "citation":
                places.setdefault(citation.key, []).append((place, citation))
        return places


@dataclass(frozen=True)
class EmptyReferences:
    """The references that a list may hold, empty, each made when it is asked for.

    The extension makes one for every source on every page with a list, before it knows which are listed,
    and keeps them. They would grow with the square of a handbook, hold the tree of each page that they
    were drawn on, and say all things twice when it is drawn again.
    """

    kind: type[nodes.Element]
    form: str
    """Of their ids: a format with the place of the key."""

    def __getitem__(self, key: str) -> nodes.Element:
        """A new reference for a source."""
        return self.kind(ids=[nodes.make_id(self.form.format(key=key))])


class ReferencesDirective(BibliographyDirective):
    """``{bibliography}``: a list of references."""

    def run(self) -> Sequence[nodes.Node]:
        """Place the list, without references that it may not need."""
        shown = super().run()
        domain = cast("CitationDomain", self.env.domains["cite"])
        place = BibliographyKey(self.env.current_document.docname, cast("nodes.Element", shown[-1])["ids"][0])
        value = domain.bibliographies[place]
        for node in value.citation_nodes.values():
            del self.state.document.ids[node["ids"][0]]
        number = self.env.current_document["bibtex_bibliography_count"]
        form = self.config.bibtex_cite_id.format(bibliography_count=number, key="{key}")
        kind = nodes.citation if value.list_ == "citation" else nodes.list_item
        empty = cast("dict[str, nodes.Element]", EmptyReferences(kind, form))  # it is asked by key alone
        domain.bibliographies[place] = value._replace(citation_nodes=empty)
        return shown


def _by_place(found: tuple[int, Citation]) -> int:
    return found[0]


def _title(citation: Citation) -> str | None:
    """The whole reference as words, for those who point at its link."""
    if citation.tooltip_entry is None:
        return None
    return str(citation.tooltip_entry.text.render(Backend()).replace("\\url ", ""))


def setup_citation_domain(app: Sphinx) -> None:
    """Take the place of the extension's own domain."""
    app.add_domain(CitationDomain, override=True)
    app.add_directive("bibliography", ReferencesDirective, override=True)
