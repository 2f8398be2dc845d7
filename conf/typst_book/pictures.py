"""Pictures: each needs words that say what it shows; a figure has its caption under it."""

from __future__ import annotations

import re
from pathlib import Path

from docutils import nodes

from typst_book.text import content, quoted
from typst_book.writer import Writer, logger

_LENGTH = re.compile(r"(?P<number>[\d.]+)\s*(?P<unit>%|px|pt|em|cm|mm|in)?")
_POINTS_PER_PIXEL = 0.75


class PictureWriter(Writer):
    """Visitors of images and figures."""

    def visit_figure(self, node: nodes.figure) -> None:
        """A picture with its caption and what explains it."""
        caption = node.next_node(nodes.caption)
        legend = node.next_node(nodes.legend)
        shown = [child for child in node.children if child not in {caption, legend}]
        images = [image for child in shown for image in child.findall(nodes.image)]
        words = self.contents_of(caption) if caption is not None else ""
        number = self.number_of(node, "figure")
        parts = [part for image in images if (part := self._picture(image, caption))]
        drawn = "".join(f"#picture{part};\n\n" for part in parts)
        about = f", caption: [{number}{words}]" if words else ""
        written = f"#figure([{drawn}], kind: image{about});" if drawn else f"#lead[{number}{words}];"
        written = self.styled(self.anchors(node) + written, node["classes"])
        self.block(self.widened(node, written))
        if legend is not None:
            self.block(f"#legend[{self.contents_of(legend)}];")
        raise nodes.SkipNode

    def visit_image(self, node: nodes.image) -> None:
        """A picture in the text, or on its own."""
        drawn = self._picture(node)
        if drawn:
            within_words = isinstance(node.parent, nodes.TextElement)
            written = f"#box(image{drawn});" if within_words else f"#align(center, image{drawn});"
            self.body.append(written if within_words else f"\n\n{written}\n\n")
        raise nodes.SkipNode

    def number_of(self, node: nodes.Element, kind: str) -> str:
        """``Fig. 3. `` where figures of that kind are numbered."""
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        number = next((numbers[name] for name in node["ids"] if name in numbers), None)
        if number is None:
            return ""
        form = self.config.numfig_format.get(kind, "%s")
        return f"#strong[{content(form % '.'.join(map(str, number)))}.] "

    def _picture(self, node: nodes.image, words_around: nodes.Node | None = None) -> str:
        """What is said of the image where it is drawn; nothing where there is no file, which is told."""
        path = self.builder.picture(node["uri"])
        if path is None:
            if "://" in node["uri"]:
                logger.warning(
                    "the PDF cannot show the picture %r from another place; put it into the handbook.",
                    node["uri"], location=node, type="typst_book", subtype="picture",
                )  # fmt: skip
            return ""
        said = node.get("alt", "")
        if not said.strip():
            logger.warning(
                "the picture %r says nothing to people who cannot see it; add :alt: with what it shows.",
                Path(node["uri"]).name, location=node, type="typst_book", subtype="alt",
            )  # fmt: skip
            said = words_around.astext() if words_around is not None else Path(node["uri"]).stem
        size = "".join(
            f", {side}: {length}" for side in ("width", "height") if (length := _length(node, side))
        )
        return f"({quoted(path)}, alt: {quoted(' '.join(said.split()))}{size})"


def _length(node: nodes.image, side: str) -> str:
    found = _LENGTH.fullmatch(str(node.get(side, "")).strip())
    if found is None:
        return ""
    number, unit = float(found["number"]), found["unit"] or "px"
    return f"{number * _POINTS_PER_PIXEL:g}pt" if unit == "px" else f"{number:g}{unit}"
