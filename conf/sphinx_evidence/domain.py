"""The Sphinx domain: what each document defines, kept with the environment.

Data are a dictionary by document, so purging is a pop, merging a copy, and duplicates do
not depend on the order of reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils.nodes import inline
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from evidence.model import Page
from sphinx_evidence.nodes import evidence_view

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element, reference
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from evidence.views.elements import Spec


class EvidenceDomain(Domain):
    """Claims, studies, caveats and cards as objects that other pages and handbooks can cite."""

    name = "evidence"
    label = "Evidence"
    data_version = 4
    object_types: ClassVar[dict[str, ObjType]] = {
        "claim": ObjType("statement", "claim"),
        "study": ObjType("study", "study"),
        "caveat": ObjType("caveat", "caveat"),
        "card": ObjType("card", "card"),
    }
    roles: ClassVar[dict[str, Any]] = {kind: XRefRole(innernodeclass=inline) for kind in object_types}
    """For other handbooks, with intersphinx: ``{external+NAME:evidence:claim}``. Their words are prose."""
    initial_data: ClassVar[dict[str, Any]] = {"pages": {}, "specs": {}, "titles": {}, "links": {}}

    known_places: Mapping[tuple[str, str], tuple[str, str]] | None = None
    """The places of all objects, once everything has been read."""

    @property
    def pages(self) -> dict[str, Page]:
        """What was read, by document."""
        return cast("dict[str, Page]", self.data["pages"])

    @property
    def specs(self) -> dict[str, list[Spec]]:
        """The views that each document shows."""
        return cast("dict[str, list[Spec]]", self.data["specs"])

    @property
    def titles(self) -> dict[str, str]:
        """The title that each study page was read with, to see when the bibliography changed it."""
        return cast("dict[str, str]", self.data["titles"])

    @property
    def links(self) -> dict[str, list[pending_xref]]:
        """The links within the handbook of each document, where it was read to be judged alone."""
        return cast("dict[str, list[pending_xref]]", self.data["links"])

    def page(self, docname: str) -> Page:
        """The page of a document that is being read."""
        if docname not in self.pages:
            self.pages[docname] = Page(docname, path_of(docname, self.env))
        return self.pages[docname]

    def show(self, docname: str, spec: Spec) -> None:
        """Remember that a document shows a view."""
        self.specs.setdefault(docname, []).append(spec)

    def clear_doc(self, docname: str) -> None:
        """Forget what a document defined and showed."""
        for key in self.initial_data:
            self.data[key].pop(docname, None)

    def forget_all(self) -> None:
        """Forget what all documents defined and showed."""
        for key in self.initial_data:
            self.data[key].clear()

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for key in self.initial_data:
            self.data[key].update({name: value for name, value in otherdata[key].items() if name in docnames})

    def find(self, kind: str, target: str) -> tuple[str, str] | None:
        """The document and anchor of an object, by id or alias."""
        known = self.places() if self.known_places is None else self.known_places
        return known.get((kind, target))

    def places(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Places of all objects; the first in order of path and line wins."""
        places: dict[tuple[str, str], tuple[str, str]] = {}
        for kind, name, docname, anchor in self._objects():
            places.setdefault((kind, name), (docname, anchor))
        cited = self.env.domains.get("cite")
        for citation in getattr(cited, "citations", ()):
            place = citation.bibliography_key.docname, citation.citation_id
            places.setdefault(("cite", citation.key), place)
        return places

    def _objects(self) -> Iterator[tuple[str, str, str, str]]:
        for docname, page in sorted(self.pages.items()):
            for claim in page.claims:
                yield "claim", claim.id, docname, claim.anchor
                for alias in claim.aliases:
                    yield "claim", alias, docname, claim.anchor
            for caveat in page.caveats:
                yield "caveat", caveat.id, docname, caveat.anchor
                for alias in caveat.aliases:
                    yield "caveat", alias, docname, caveat.anchor
            for card in page.cards:
                yield "card", card.id, docname, card.anchor
                for alias in card.aliases:
                    yield "card", alias, docname, card.anchor
                for finding in card.findings:
                    yield "finding", f"{card.id}/{finding.stream}", docname, finding.anchor
            for study in page.studies:
                yield "study", study.id, docname, f"study-{study.id}"

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> reference | None:
        """A reference from this handbook or, by intersphinx, from another one."""
        place = self.find(typ, target)
        if place is None:
            return None
        return make_refnode(builder, fromdocname, *place, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, reference]]:
        """References of any kind to a target."""
        found = []
        for kind in self.object_types:
            resolved = self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)
            if resolved is not None:
                found.append((f"evidence:{kind}", resolved))
        return found

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """What stands in objects.inv and, unless its priority is below 0, in the search index.

        Claims come before studies there. Caveats and cards are found by their headings, and an old
        id leads nowhere new.
        """
        priorities = {"claim": 0, "study": 1}
        for kind, name, docname, anchor in self._objects():
            if kind in self.object_types:
                priority = priorities.get(kind, -1) if anchor == f"{kind}-{name}" else -1
                yield name, name, kind, docname, anchor, priority

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002  (Sphinx's name)
        """What readers see of a type in the results of a search."""
        return type.lname.capitalize()


def view_node(env: BuildEnvironment, spec: Spec) -> evidence_view:
    """A node in which a view is drawn later, noted among those that the page being read shows."""
    docname = env.current_document.docname
    evidence(env).show(docname, spec)
    return evidence_view(spec=spec, docname=docname)


def path_of(docname: str, env: BuildEnvironment) -> str:
    """The path of a document as problems name it: relative to the parent of docs/."""
    return path_in_handbook(env.doc2path(docname), env)


def path_in_handbook(path: Any, env: BuildEnvironment) -> str:
    """A path relative to the parent of docs/."""
    from pathlib import Path

    return Path(path).relative_to(Path(env.srcdir).parent).as_posix()


def evidence(env: BuildEnvironment) -> EvidenceDomain:
    """The domain of an environment."""
    return cast("EvidenceDomain", env.domains["evidence"])
