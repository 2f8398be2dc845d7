"""Pictures in pages: drawn within HTML pages of our own, image files with words for every other builder."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.template import SphinxRenderer

from evidence.plots.svg import in_files, in_page
from evidence.views import make_view
from evidence.views.elements import Picture
from sphinx_evidence.build.check_builder import NAME as JUDGING
from sphinx_evidence.build.state import build_state
from sphinx_evidence.nodes import HTML_BUILDERS
from sphinx_evidence.theme import TEMPLATES
from sphinx_evidence.transforms.renderer import NodeRenderer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

_SVG = "image/svg+xml"
_SYMBOL = re.compile(
    r'<symbol id="(?P<id>[\w-]+)" viewBox="(?P<view>[^"]*)">(?P<shape>.*?)</symbol>', re.DOTALL
)


class evidence_picture(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """A place where a picture is drawn; its children are the author's words for the caption.

    ``spec`` names the view and its arguments, ``docname`` the page.
    """


class picture_drawing(nodes.General, nodes.Element):  # noqa: N801
    """A drawing in an HTML page. ``picture`` are its data, ``name`` begins its ids."""


class DrawPictures(SphinxPostTransform):
    """Fills each place with figure, caption and table, from the frozen handbook."""

    default_priority = 149  # before images are looked at (150)

    def run(self, **kwargs: Any) -> None:
        """Draw all pictures of the document."""
        used: Counter[str] = Counter()
        for place in list(self.document.findall(evidence_picture)):
            picture = make_view(place["spec"], build_state(self.env).handbook)
            assert isinstance(picture, Picture)  # noqa: S101  (the directive names a picture)
            used[picture.kind] += 1
            number = used[picture.kind]
            name = picture.kind if number == 1 else f"{picture.kind}-{number}"
            place.replace_self(self._blocks(picture, place, name))

    def _blocks(self, picture: Picture, place: evidence_picture, name: str) -> list[nodes.Node]:
        state = build_state(self.env)
        builder = self.env._app.builder
        in_html = builder.name in HTML_BUILDERS
        pen = NodeRenderer(builder, place["docname"], lambda *wanted: state.locations.get(wanted), in_html)
        data = picture.table._replace(caption="Data of this plot", anchor=f"{name}-data")
        if builder.format == "typst" and picture.drawing is not None:
            # Paper has room for what the drawing does not show; the pages have all of it.
            rows = data.rows[len(data.rows) - picture.not_drawn :]
            data = data._replace(caption="Results not drawn", rows=rows)
        drawn = pen.draw(data) if data.rows else []
        if picture.drawing is None:
            return [nodes.paragraph("", picture.caption), *place.children, *drawn]
        figure = nodes.figure(ids=[name], classes=["picture-figure"])
        if in_html:
            figure += picture_drawing(picture=picture, name=name)
        elif builder.name == JUDGING:
            pass  # nobody looks at it
        elif not builder.supported_image_types or _SVG in builder.supported_image_types:
            figure += self._images(picture)
        figure += nodes.caption("", picture.caption)
        if place.children:
            figure += nodes.legend("", *place.children)
        return [figure, *drawn]

    def _images(self, picture: Picture) -> Iterator[nodes.image]:
        """Images of files that are written beside the doctrees, as Sphinx keeps converted images."""
        narrow = getattr(self.env._app.builder, "narrow", False)
        for drawing, words in in_files(picture, _shapes(), narrow=narrow):
            digest = hashlib.sha256(drawing.encode()).hexdigest()[:12]
            path = Path(self.env.doctreedir) / "pictures" / f"{picture.kind}-{digest}.svg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(drawing, encoding="utf-8", newline="\n")
            self.env.images.add_file(self.env.current_document.docname, str(path))
            yield nodes.image("", uri=str(path), candidates={_SVG: str(path)}, alt=words)


@cache
def _shapes() -> Mapping[str, tuple[str, str]]:
    """The view box and the drawing of each symbol of the page's sprite."""
    sprite = SphinxRenderer([str(TEMPLATES)]).render("sprite.html", {})
    return {
        symbol["id"]: (symbol["view"], re.sub(r">\s+<", "><", symbol["shape"].strip()))
        for symbol in _SYMBOL.finditer(sprite)
    }


def _visit_drawing(self: Any, node: picture_drawing) -> None:
    self.body.append(in_page(node["picture"], node["name"]))
    raise nodes.SkipNode


def _nothing(self: Any, node: nodes.Element) -> None:
    """Draw only what is inside."""


def setup_pictures(app: Sphinx) -> None:
    """Register nodes and transform."""
    plain = (_nothing, _nothing)
    app.add_node(picture_drawing, html=(_visit_drawing, _nothing))
    app.add_node(evidence_picture, html=plain, latex=plain, text=plain, man=plain, texinfo=plain)
    app.add_post_transform(DrawPictures)
