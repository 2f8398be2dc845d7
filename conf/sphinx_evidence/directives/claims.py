"""``{claim}`` and ``{restate}``: statements and the sentences that repeat them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes

from evidence.model import Claim, Restatement
from sphinx_evidence.directives.base import EvidenceDirective, content_of
from sphinx_evidence.nodes import evidence_claim, evidence_restatement

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class _StatementDirective(EvidenceDirective):
    """A directive that holds one sentence-bearing paragraph."""

    def statement(self, kind: str, identity: str) -> nodes.paragraph | None:
        """The one paragraph of the directive; None, and a fault told, where there is none."""
        for name in ("claim", "restate"):
            if self.around(name) is not None:
                self.tell(
                    f"a {{{kind}}} stands inside the {{{name}}} {self.around(name)}.",
                    "Close the outer one first: each statement has its own fence.",
                )
                return None
        told = len(self.page.problems)
        inside = self.parse(kind, identity)
        blocks = [c for c in inside.children if not isinstance(c, nodes.comment | nodes.system_message)]
        if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
            blocks[0]["classes"].append("claim-text")
            return blocks[0]
        if len(self.page.problems) == told:  # else what is inside was told already
            self.tell(
                f"{{{kind}}} {self.argument} holds {_found(blocks)}; expected one paragraph, its statement.",
                "Write the statement as one paragraph and move the rest out of the fence.",
            )
        return None


def _found(blocks: list[nodes.Node]) -> str:
    return f"{len(blocks)} blocks" if len(blocks) > 1 else ("no text" if not blocks else "no paragraph")


class ClaimDirective(_StatementDirective):
    """``{claim} ID``: a statement about an effect, an association or a risk."""

    known_options: ClassVar[tuple[str, ...]] = (
        "study-type",
        "studies",
        "contrary",
        "cite",
        "certainty",
        "because",
        "direction",
        "outcome",
        "topic",
        "caveats",
        "alias",
    )
    needs_argument = "an id"

    def read(self) -> list[nodes.Node]:
        """Store the claim; draw its sentence and the place for its tag."""
        paragraph = self.statement("claim", self.argument)
        if paragraph is None:
            return []
        line = self.text_line(paragraph)
        claim = Claim(
            at=self.at,
            docname=self.page.docname,
            lines=self.option_lines,
            id=self.argument,
            content=content_of(paragraph, self.source.at(line)),
            text_line=line,
            finding=self.finding_around,
            study_types=self.words("study-type"),
            studies=self.words("studies"),
            contrary=self.words("contrary"),
            cite=self.words("cite"),
            certainty=self.word("certainty"),
            because=self.words("because"),
            direction=self.word("direction"),
            outcomes=self.words("outcome"),
            topics=self.words("topic"),
            own_caveats=self.words("caveats"),
            aliases=self.words("alias"),
        )
        self.page.claims.append(claim)
        node = evidence_claim(ids=[claim.anchor, *(f"claim-{alias}" for alias in claim.aliases)])
        node["evidence-key"] = f"claim:{claim.id}"
        self.set_source_info(node)
        node += paragraph
        node += self.view("claim", claim.id, claim.at.path, str(claim.at.line))
        return [node]


class RestateDirective(_StatementDirective):
    """``{restate} CLAIM-ID, …``: a sentence that repeats claims in other words."""

    known_options: ClassVar[tuple[str, ...]] = ("caveats",)

    def read(self) -> list[nodes.Node]:
        """Store the restatement; draw its sentence and the place for its tag."""
        claims = tuple(part.strip() for part in self.argument.split(",") if part.strip())
        if not claims:
            self.tell("{restate} names no claim.", "Write the ids of the claims it repeats, with commas.")
            return []
        paragraph = self.statement("restate", self.argument)
        if paragraph is None:
            return []
        line = self.text_line(paragraph)
        number = len(self.page.restatements) + 1
        restatement = Restatement(
            at=self.at,
            docname=self.page.docname,
            lines=self.option_lines,
            id=f"{self.page.docname}-{number}",
            claims=claims,
            content=content_of(paragraph, self.source.at(line)),
            text_line=line,
            finding=self.finding_around,
            own_caveats=self.words("caveats"),
        )
        self.page.restatements.append(restatement)
        node = evidence_restatement()
        node["evidence-key"] = f"restatement:{restatement.id}"
        self.set_source_info(node)
        node += paragraph
        numbered = self.around("bottom-line") is not None
        node += self.view("numbered-restatement" if numbered else "restatement", restatement.id)
        return [node]


class BottomLineDirective(EvidenceDirective):
    """``{bottom-line}``: the answer in a few restatements, as a numbered list."""

    def read(self) -> list[nodes.Node]:
        """An ordered list with one item for each restatement, and under it their caveats and sources."""
        read_before = len(self.page.restatements)
        inside = self.parse("bottom-line", "")
        listed = nodes.enumerated_list(classes=["bottom"], enumtype="arabic", prefix="", suffix=".")
        for block in inside.children:
            if isinstance(block, evidence_restatement):
                listed += nodes.list_item("", block)
            elif not isinstance(block, nodes.comment | nodes.system_message):
                self.tell(
                    "{bottom-line} holds something that is no {restate}.",
                    "Keep only {restate} directives in it, so that each sentence rests on claims.",
                )
        if not listed.children:
            self.tell("{bottom-line} is empty.", "Write one {restate} for each sentence of the answer.")
            return []
        names = [found.id for found in self.page.restatements[read_before:]]
        caveats = self.view("numbered-caveats", *names)
        sources = self.view("numbered-sources", *names)
        return [
            listed,
            nodes.paragraph("", "", caveats, classes=["numbered-caveats"]),
            nodes.paragraph("", "", sources, classes=["numbered-sources"]),
        ]


def setup_claims(app: Sphinx) -> None:
    """Register the directives of statements."""
    app.add_directive("claim", ClaimDirective)
    app.add_directive("restate", RestateDirective)
    app.add_directive("bottom-line", BottomLineDirective)
