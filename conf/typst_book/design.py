"""The parts of sphinx-design: cards, tabs, grids, dropdowns. On paper everything is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from typst_book.writer import Writer

if TYPE_CHECKING:
    from typing import Any

_LOOKS = {
    "card": "box",
    "dropdown": "box",
    "card-header": "lead",
    "card-title": "lead",
    "card-footer": "small-print",
}
"""What a component looks like on paper; every other one is only what it holds."""


class DesignWriter(Writer):
    """Visitors of sphinx-design's own nodes. Its containers are told by ``design_component``."""

    def depart_container(self, node: nodes.Element) -> None:
        """A group of blocks, in the look of its component."""
        self.close_styled(node, _LOOKS.get(node.get("design_component", ""), ""))

    def visit_PassthroughTextElement(self, node: Any) -> None:
        """Words; a link that only stretches over a card is left out, for the card has its title."""
        if any("sd-stretched-link" in link["classes"] for link in node.findall(nodes.reference)):
            raise nodes.SkipNode
        self.open()

    def depart_PassthroughTextElement(self, node: Any) -> None:
        """Words of a component."""
        self.close_styled(node)

    visit_sd_tab_input = visit_sd_tab_label = visit_fontawesome = Writer.pass_by
    depart_sd_tab_input = depart_sd_tab_label = depart_fontawesome = Writer.leave
