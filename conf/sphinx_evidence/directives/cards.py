"""``{evidence-card}`` and ``{finding}``: one question, answered by each kind of study."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from docutils import nodes

from evidence.model import EvidenceCard, Finding
from sphinx_evidence.directives.base import EvidenceDirective, content_of
from sphinx_evidence.nodes import evidence_finding, finding_head

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from evidence.model import Content


class EvidenceCardDirective(EvidenceDirective):
    """``{evidence-card} ID``: holds one ``{finding}`` for each stream."""

    known_options: ClassVar[tuple[str, ...]] = (
        "title",
        "outcomes",
        "proxy-outcomes",
        "safety",
        "alias",
    )
    needs_argument = "an id"

    def read(self) -> list[nodes.Node]:
        """A section with the card's title, its caveats, its findings and their summaries."""
        if self.context:
            self.tell(
                f"an {{evidence-card}} stands inside {{{self.context[-1][0]}}}.",
                "Give the card a place of its own in the page.",
            )
            return []
        inside = self.parse("evidence-card", self.argument)
        findings = [block for block in inside.children if isinstance(block, evidence_finding)]
        if not findings:
            self.tell(
                f"{{evidence-card}} {self.argument} is empty.",
                "Write one {finding} for each stream.",
            )
            return []
        card = EvidenceCard(
            at=self.at,
            docname=self.page.docname,
            lines=self.option_lines,
            id=self.argument,
            title=self.word("title") or self.argument,
            outcomes=self.words("outcomes"),
            proxy_outcomes=self.words("proxy-outcomes"),
            safety="safety" in self.options,
            aliases=self.words("alias"),
            findings=tuple(self._findings()),
        )
        self.page.cards.append(card)
        section = nodes.section(
            ids=[card.anchor, *(f"card-{alias}" for alias in card.aliases)],
            names=[nodes.fully_normalize_name(card.title)],
            classes=["evidence-card"],
        )
        section["evidence-card"] = card.id
        self.set_source_info(section)
        section += nodes.title(card.title, card.title)
        head = nodes.paragraph("", "", self.view("card-head", card.id), classes=["card-caveats"])
        section += head
        section += [b for b in inside.children if not isinstance(b, nodes.comment)]
        return [section]

    def _findings(self) -> list[Finding]:
        """The findings that were read inside this card."""
        kept = self.env.current_document.pop(f"evidence-findings-{self.argument}", [])
        return cast("list[Finding]", kept)


class FindingDirective(EvidenceDirective):
    """``{finding} STREAM``: what one kind of study says; its first paragraph is the lead."""

    known_options: ClassVar[tuple[str, ...]] = (
        "verdict",
        "signal",
        "certainty",
        "because",
        "caveats",
        "reason",
    )
    needs_argument = "a stream"

    def read(self) -> list[nodes.Node]:
        """Store the finding; draw its head and what it holds."""
        card = self.around("evidence-card")
        if card is None or self.around("finding") is not None:
            self.tell("a {finding} stands outside an {evidence-card}.", "Put it directly inside a card.")
            return []
        inside = self.parse("finding", self.argument)
        lead: Content = ()
        lead_line = self.opening
        paragraph = next(
            (b for b in inside.children if not isinstance(b, nodes.comment | nodes.system_message)), None
        )
        if isinstance(paragraph, nodes.paragraph):
            lead_line = self.text_line(paragraph)
            lead = content_of(paragraph, self.source.at(lead_line))
            paragraph["classes"].append("lead")
            inside.remove(paragraph)
        else:
            paragraph = None
        finding = Finding(
            at=self.at,
            docname=self.page.docname,
            lines=self.option_lines,
            card=card,
            stream=self.argument,
            lead=lead,
            lead_line=lead_line,
            verdict=self.word("verdict"),
            signal=self.word("signal"),
            certainty=self.word("certainty"),
            because=self.words("because"),
            caveats=self.words("caveats"),
            reason=" ".join((self.word("reason") or "").split()) or None,
        )
        kept = cast("list[Finding]", self.env.current_document.setdefault(f"evidence-findings-{card}", []))
        kept.append(finding)
        return [self._node(finding, paragraph, inside)]

    def _node(
        self, finding: Finding, lead: nodes.paragraph | None, inside: nodes.Element
    ) -> evidence_finding:
        vocabulary = self.config.evidence_vocabulary
        stream = vocabulary.streams.get(finding.stream)
        verdict = vocabulary.label("verdict", finding.verdict or "")
        signal = vocabulary.signals.get(finding.signal or "")
        node = evidence_finding(
            stream=finding.stream,
            anchor=finding.anchor,
            stream_label=stream.label if stream else finding.stream,
            stream_css=stream.css if stream else "is-ctx",
            stream_symbol=stream.symbol if stream else "s-ctx",
            verdict=verdict,
            signal_label=signal.label if signal else finding.signal or "",
            signal_symbol=signal.symbol if signal else "d-none",
            signal_firm=vocabulary.firm(finding.certainty, finding.stream),
        )
        self.set_source_info(node)
        head = finding_head()
        if lead is not None:
            head += lead
        head += self.view("finding", finding.card, finding.stream)
        node += head
        node += inside.children
        return node


def setup_cards(app: Sphinx) -> None:
    """Register the directives of cards."""
    app.add_directive("evidence-card", EvidenceCardDirective)
    app.add_directive("finding", FindingDirective)
