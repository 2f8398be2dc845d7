"""After resolving: views are drawn, findings become tabs in HTML and labelled parts elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxSmartQuotes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_design.shared import create_component

from evidence.analysis.caveats import caveats_in_common, caveats_of, caveats_of_restatement
from evidence.views import make_view
from evidence.vocabulary.words import in_sentence
from sphinx_evidence.build.state import build_state
from sphinx_evidence.nodes import (
    HTML_BUILDERS,
    evidence_claim,
    evidence_finding,
    evidence_restatement,
    evidence_tabs,
    evidence_view,
    symbol,
)
from sphinx_evidence.transforms.renderer import NodeRenderer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from evidence.model import Handbook
    from evidence.views.elements import Spec


class PlaceCaveats(SphinxPostTransform):
    """Makes places for the caveats of a page. Runs while findings still stand apart from sections (190)."""

    default_priority = 150

    def run(self, **kwargs: Any) -> None:
        """What claims have in common at the head of each section, the explanations at the foot of the page.

        On paper the chapter of caveats explains them once for all pages.
        """
        handbook = build_state(self.env).handbook
        for page in (self.document, *self.document.findall(addnodes.start_of_file)):
            docname = page.get("docname", self.env.current_document.docname)
            keys = _keys(page)
            sections = own_sections(page)
            if keys and sections and self.env._app.builder.format != "typst":
                sections[-1].append(evidence_view(spec=("page-caveats", *keys), docname=docname))
            add_section_heads(page, handbook)


class DrawViews(SphinxPostTransform):
    """Replaces each place of a view by the nodes of the view.

    Runs after all that has nothing to find in what is drawn, save boxes around tables (500): others look
    through the whole tree, each of them, and most of a page is drawn.
    """

    default_priority = 450

    def run(self, **kwargs: Any) -> None:
        """Draw all views of the document."""
        state = build_state(self.env)
        builder = self.env._app.builder
        in_html = builder.name in HTML_BUILDERS
        symbols = in_html or builder.format == "typst"
        for place in list(self.document.findall(evidence_view)):
            pen = NodeRenderer(
                builder, place["docname"], lambda *wanted: state.locations.get(wanted), in_html, symbols
            )
            drawn = pen.draw(make_view(place["spec"], state.handbook))
            parent = place.parent
            for heading in drawn:
                if isinstance(heading, nodes.rubric):
                    heading["heading-level"] = _depth(place) + 1
            place.replace_self(drawn)
            if isinstance(parent, nodes.paragraph) and not parent.children:
                parent.parent.remove(parent)
        self._set_quotes()
        if not symbols:
            for picture in list(self.document.findall(symbol)):
                picture.parent.remove(picture)

    def _set_quotes(self) -> None:
        """Printed quotation marks for typed ones: Sphinx did this while it read the page, before views."""
        words = self.document.astext()
        if "'" in words or '"' in words:
            SphinxSmartQuotes(self.document, self.startnode).apply()


def _depth(node: nodes.Node) -> int:
    """How many sections stand around a node: the level of their headings."""
    around, depth = node.parent, 0
    while around is not None:
        depth += isinstance(around, nodes.section)
        around = around.parent
    return depth


def _keys(around: nodes.Element) -> tuple[str, ...]:
    """Keys of the claims, restatements and cards of a page; those of pages inside it are left out.

    Builders of one file put the pages into each other, where nodes do not know their parents.
    """
    found: list[str] = []
    for child in around.children:
        if isinstance(child, evidence_claim | evidence_restatement):
            found.append(child["evidence-key"])
        elif isinstance(child, nodes.Element) and not isinstance(child, addnodes.start_of_file):
            if "evidence-card" in child:
                found.append(f"card:{child['evidence-card']}")
            found += _keys(child)
    return tuple(found)


def page_specs(document: nodes.document) -> list[Spec]:
    """The views that a page gets when it is drawn, for its fingerprint."""
    keys = _keys(document)
    return [("page-caveats", *keys)] if keys else []


class FindingTabs(SphinxPostTransform):
    """Turns a card's findings into sphinx-design's tabs. Runs before its own transform (200)."""

    default_priority = 190
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """One tab set for each card."""
        if self.env._app.builder.name not in HTML_BUILDERS:
            return
        for card in list(self.document.findall(nodes.section)):
            findings = [child for child in card.children if isinstance(child, evidence_finding)]
            if findings:
                place = card.index(findings[0])
                for finding in findings:
                    card.remove(finding)
                card.insert(place, _tabs(card["ids"][0], findings))


def _tabs(card_anchor: str, findings: list[evidence_finding]) -> evidence_tabs:
    name = f"{card_anchor}-kinds"
    heading = nodes.paragraph("", "Evidence by study design", classes=["tabs-name"], ids=[name])
    tabs = create_component("tab-set", classes=["sd-tab-set"])
    for finding in findings:
        css = finding["stream_css"]
        label = nodes.rubric("", "", classes=["sd-tab-label", css], ids=[finding["anchor"]])
        label += nodes.inline(
            "",
            "",
            symbol(symbol=finding["stream_symbol"]),
            nodes.Text(finding["stream_label"]),
            classes=["stream"],
        )
        label += nodes.Text(" ")
        label += nodes.inline(
            "",
            "",
            symbol(symbol=finding["signal_symbol"], firm=finding["signal_firm"]),
            nodes.inline("", finding["verdict"]),
            classes=["verdict"],
        )
        content = create_component("tab-content", classes=["sd-tab-content", css])
        content += _verdict_line(finding, with_stream=False)
        content += finding.children
        item = create_component("tab-item", classes=["sd-tab-item"], selected=not tabs.children)
        item += [label, content]
        tabs += item
    return evidence_tabs("", heading, tabs, **{"name-id": name})


class FindingSections(SphinxPostTransform):
    """Gives each finding its label as a heading, for every builder without tabs."""

    default_priority = 190

    def run(self, **kwargs: Any) -> None:
        """A labelled part for each finding, nothing lost."""
        if self.env._app.builder.name in HTML_BUILDERS:
            return
        for finding in list(self.document.findall(evidence_finding)):
            finding.insert(0, _verdict_line(finding, with_stream=True))
            finding["ids"].append(finding["anchor"])


def _verdict_line(finding: evidence_finding, *, with_stream: bool) -> nodes.rubric:
    if with_stream:
        words = f"{finding['stream_label']}: {finding['verdict']} ({in_sentence(finding['signal_label'])})"
        line = nodes.rubric("", words, classes=["verdict-line"])
    else:
        line = nodes.rubric("", "", classes=["verdict-line"])
        line += symbol(symbol=finding["signal_symbol"], firm=finding["signal_firm"])
        line += nodes.Text(f" {finding['verdict']}")
        line += nodes.inline("", f" (signal: {in_sentence(finding['signal_label'])})", classes=["vh"])
    line["heading-level"] = 3
    return line


def add_section_heads(around: nodes.Element, handbook: Handbook) -> None:
    """Say at the head of each section of a page what all its statements have as caveats.

    The statements then print only their own. A section's own statements count, not those of its sub-sections,
    so that the head is never far from them; findings have heads of their own.
    """
    for section in _sections(around):
        places = list(_places(section))
        shared = caveats_in_common((_caveats(p, handbook) for p in places), handbook)
        if shared:
            for place in places:
                place["spec"] = (*place["spec"], *shared)
            head = evidence_view(spec=("section-head", *shared), docname=places[0]["docname"])
            after_title = section.first_child_not_matching_class(nodes.title) or 0
            section.insert(after_title, nodes.paragraph("", "", head, classes=["section-head"]))


def own_sections(around: nodes.Element) -> list[nodes.section]:
    """The sections that stand in a page or section itself, those within them left out."""
    return [child for child in around.children if isinstance(child, nodes.section)]


def _sections(around: nodes.Element) -> Iterator[nodes.section]:
    """The sections of a page; pages that a builder put inside it are pages of their own."""
    for child in around.children:
        if isinstance(child, nodes.section):
            yield child
        if isinstance(child, nodes.Element) and not isinstance(child, addnodes.start_of_file):
            yield from _sections(child)


def _places(around: nodes.Element) -> Iterator[evidence_view]:
    """The places of the tags of a section's own statements."""
    for child in around.children:
        if isinstance(child, evidence_claim | evidence_restatement):
            yield from (
                place
                for place in child.children
                if isinstance(place, evidence_view) and place["spec"][0] in {"claim", "restatement"}
            )
        elif isinstance(child, nodes.Element) and not isinstance(
            child, nodes.section | evidence_finding | addnodes.start_of_file
        ):
            yield from _places(child)


def _caveats(place: evidence_view, handbook: Handbook) -> tuple[str, ...]:
    """The caveats of the statement whose tag stands at a place."""
    kind, name, *where = place["spec"]
    if kind == "claim":
        path, line = where
        claim = handbook.claim_at(name, path, int(line))
        return caveats_of(claim, handbook) if claim else ()
    restatement = handbook.restatement_by_id.get(name)
    return caveats_of_restatement(restatement, handbook) if restatement else ()


def setup_transforms(app: Sphinx) -> None:
    """Register the transforms."""
    for transform in (PlaceCaveats, DrawViews, FindingTabs, FindingSections):
        app.add_post_transform(transform)
