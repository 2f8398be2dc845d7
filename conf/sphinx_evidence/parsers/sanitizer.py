"""What directives made of a page, looked through once more when the page has been read.

Other parts of Sphinx make links, pictures and lists of pages out of words that the guard of
:mod:`.guarded_pages` cannot see.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from evidence.problems import problem, shown
from evidence.text.harmless import RULE, may_be_linked, own_file, scheme_of
from evidence.text.safe_svg import svg_fault
from sphinx_evidence.domain import evidence_domain, path_in_handbook
from sphinx_evidence.parsers.refusals import Refused, bad_address, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.environment import BuildEnvironment

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})


def disarm(document: nodes.document, env: BuildEnvironment) -> None:
    """Take out of a page that was read what its directives let through, and tell it."""
    for made in list(document.findall(nodes.Element)):
        if isinstance(made, nodes.image):
            refused = _refused_image(made, env)
            if refused:
                tell(env, _nearest_line(made), made["uri"], refused)
                words = made.get("alt", "")
                inline = isinstance(made.parent, nodes.TextElement)
                replace_node(made, [nodes.Text(words)] if inline and words else [])
        elif isinstance(made, nodes.reference) and not may_be_linked(made.get("refuri", "")):
            tell(env, _nearest_line(made), made["refuri"], bad_address(made["refuri"]))
            replace_node(made, made.children)
        elif isinstance(made, addnodes.toctree):
            _disarm_toctree(made, env)
        elif isinstance(made, nodes.raw | nodes.math | nodes.math_block | addnodes.download_reference):
            refused = Refused(f"this makes <{made.tagname}>, which is left out", "Write Markdown")
            tell(env, _nearest_line(made), "", refused)
            replace_node(made, [])


def _disarm_toctree(toctree: addnodes.toctree, env: BuildEnvironment) -> None:
    kept = []
    for title, target in toctree["entries"]:
        if scheme_of(target) in {"", "https", "http"}:
            kept.append((title, target))
        else:
            tell(env, _nearest_line(toctree), target, bad_address(target))
    toctree["entries"] = kept


def _nearest_line(node: nodes.Node | None) -> int:
    while node is not None:
        if node.line:
            return node.line
        node = node.parent
    return 1


def _refused_image(image: nodes.image, env: BuildEnvironment) -> Refused | None:
    """Why a picture is refused: it is no file of docs/, or a drawing that holds more than shapes."""
    address = str(image["uri"])
    if scheme_of(address) or address.startswith("//"):
        return Refused(
            f"the picture {shown(address)} is no file of the handbook", "Put the picture into docs/"
        )
    docs = Path(env.srcdir)
    relative, absolute = env.relfn2path(address, env.current_document.docname)
    path = Path(absolute)
    env.note_dependency(relative)
    if Path(relative).suffix.lower() not in _PICTURES:
        return Refused(f"{shown(address)} is no picture", f"Use one of {', '.join(sorted(_PICTURES))}")
    if not own_file(path, docs):
        absent = path.resolve().is_relative_to(docs.resolve()) and not path.exists()
        return Refused(
            f"there is no picture {shown(address)} in docs/",
            "Put the picture itself into docs/",
            "link-broken" if absent else RULE,
        )
    if path.suffix.lower() != ".svg":
        return None
    fault = svg_fault(path.read_bytes())
    if fault is None:
        return None
    page = evidence_domain(env).page(env.current_document.docname)
    line, what = fault
    page.problems.append(
        problem(RULE, path_in_handbook(path, env), line, f"a drawing may not hold {what}", "Take it out")
    )
    return Refused(
        f"the drawing {shown(address)} holds {what}, and is left out", "Take it out of the drawing"
    )


def replace_node(node: nodes.Node, others: Sequence[nodes.Node]) -> None:
    """Put others, perhaps none, where a node stands; what it was called is lost on purpose."""
    if node.parent is not None:
        node.parent.replace(node, list(others))
