"""The Sphinx domain: the objects that documents define, and all that the next build needs to know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

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

    from evidence.model import BibliographyEntry, Problem
    from evidence.views.elements import Spec

_BY_DOCUMENT = ("pages", "views", "entries_read", "links", "toctree_cycles")
"""The data of the domain that stand by document."""


class ObjectLocation(NamedTuple):
    """Where an object stands in the built handbook."""

    docname: str
    anchor: str


class Bibliography(NamedTuple):
    """The file references.bib as it was last read."""

    digest: str = ""
    """Of the bytes of the file."""
    entries: tuple[BibliographyEntry, ...] = ()
    """In the order of the file, repeats included."""
    by_key: Mapping[str, BibliographyEntry] = {}
    """The first entry with each key."""
    problems: tuple[Problem, ...] = ()


class EvidenceDomain(Domain):
    """Claims, studies, caveats and cards as objects that other pages and handbooks can cite.

    Its data are what must survive between builds; nearly all of it stands by document, so that purging is a
    pop, merging a copy, and duplicates do not depend on the order of reading.
    """

    name = "evidence"
    label = "Evidence"
    data_version = 5
    object_types: ClassVar[dict[str, ObjType]] = {
        "claim": ObjType("statement", "claim"),
        "study": ObjType("study", "study"),
        "caveat": ObjType("caveat", "caveat"),
        "card": ObjType("card", "card"),
    }
    roles: ClassVar[dict[str, Any]] = {kind: XRefRole(innernodeclass=inline) for kind in object_types}
    """For other handbooks, with intersphinx: ``{external+NAME:evidence:claim}``. Their words are prose."""
    initial_data: ClassVar[dict[str, Any]] = {
        **{name: {} for name in _BY_DOCUMENT},
        "bibliography": Bibliography(),
        "inventories": "",
    }

    build_state: object = None
    """What is known in the running build alone: see :mod:`.build.state`. It is not stored."""
    _locations: Mapping[tuple[str, str], ObjectLocation] | None = None

    @property
    def pages(self) -> dict[str, Page]:
        """What was read, by document."""
        return cast("dict[str, Page]", self.data["pages"])

    @property
    def views(self) -> dict[str, list[Spec]]:
        """The views that each document shows."""
        return cast("dict[str, list[Spec]]", self.data["views"])

    @property
    def entries_read(self) -> dict[str, str]:
        """A digest of the entry in the bibliography that each study page was read with."""
        return cast("dict[str, str]", self.data["entries_read"])

    @property
    def links(self) -> dict[str, list[pending_xref]]:
        """The links within the handbook of each document, where it was read to be checked alone."""
        return cast("dict[str, list[pending_xref]]", self.data["links"])

    @property
    def toctree_cycles(self) -> dict[str, set[str]]:
        """By document, the entries of its toctrees that were cut because they lead back to it."""
        return cast("dict[str, set[str]]", self.data["toctree_cycles"])

    @property
    def bibliography(self) -> Bibliography:
        """The sources that can be cited."""
        return cast("Bibliography", self.data["bibliography"])

    def page(self, docname: str) -> Page:
        """The page of a document that is being read."""
        if docname not in self.pages:
            self.pages[docname] = Page(docname, path_of(docname, self.env))
        return self.pages[docname]

    def note_view(self, docname: str, spec: Spec) -> None:
        """Remember that a document shows a view."""
        self.views.setdefault(docname, []).append(spec)

    def clear_doc(self, docname: str) -> None:
        """Forget what a document defined and showed."""
        for name in _BY_DOCUMENT:
            self.data[name].pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for name in _BY_DOCUMENT:
            read = otherdata[name].items()
            self.data[name].update({docname: value for docname, value in read if docname in docnames})

    def locate_objects(self) -> Mapping[tuple[str, str], ObjectLocation]:
        """The locations of all objects, by kind and id or alias, once all documents are read.

        Of several with one name the first counts, in the order of path and line.
        """
        locations: dict[tuple[str, str], ObjectLocation] = {}
        for kind, name, docname, anchor in self._objects():
            locations.setdefault((kind, name), ObjectLocation(docname, anchor))
        cited = self.env.domains.get("cite")
        for citation in getattr(cited, "citations", ()):
            location = ObjectLocation(citation.bibliography_key.docname, citation.citation_id)
            locations.setdefault(("cite", citation.key), location)
        self._locations = locations
        return locations

    def locate(self, kind: str, target: str) -> ObjectLocation | None:
        """The location of an object, by id or alias."""
        locations = self.locate_objects() if self._locations is None else self._locations
        return locations.get((kind, target))

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
        location = self.locate(typ, target)
        return None if location is None else make_refnode(builder, fromdocname, *location, contnode)

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
        references = []
        for kind in self.object_types:
            reference = self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)
            if reference is not None:
                references.append((f"evidence:{kind}", reference))
        return references

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
    evidence_domain(env).note_view(docname, spec)
    return evidence_view(spec=spec, docname=docname)


def entry_digest(env: BuildEnvironment, study_id: str) -> str:
    """A digest of a study's entry in the bibliography; the line on which it stands is no part of it."""
    entry = evidence_domain(env).bibliography.by_key.get(study_id)
    return repr((entry.title, entry.year, sorted(entry.fields.items()))) if entry else study_id


def path_of(docname: str, env: BuildEnvironment) -> str:
    """The path of a document as problems name it: relative to the parent of docs/."""
    return path_in_handbook(env.doc2path(docname), env)


def path_in_handbook(path: Any, env: BuildEnvironment) -> str:
    """A path relative to the parent of docs/."""
    return Path(path).relative_to(Path(env.srcdir).parent).as_posix()


def evidence_domain(env: BuildEnvironment) -> EvidenceDomain:
    """The domain of an environment."""
    return cast("EvidenceDomain", env.domains["evidence"])
