"""Pages from people nobody knows: what could run code, read files or fetch something does nothing.

Only directives and roles that are known to be harmless are run. The guard stands where MyST
hands over what it has read, so it sees what a browser would get and nothing that is merely
quoted. What other parts of Sphinx make of a page is looked through in :mod:`.disarmed_pages`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.states import MarkupError
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser
from sphinx import addnodes

from evidence.model import Location, Reference
from evidence.problems import shown
from evidence.text.harmless import AS_WORDS, markup_in, may_be_linked, scheme_of
from evidence.text.yaml_tree import Mapping, Scalar, YamlError, load_tree
from sphinx_evidence.domain import evidence_domain
from sphinx_evidence.parsers.citations import FAMILY, note_citations
from sphinx_evidence.parsers.refusals import Refused, bad_address, tell
from sphinx_evidence.parsers.sanitizer import disarm, replace_node
from sphinx_evidence.parsers.source_lines import source_lines

if TYPE_CHECKING:
    from docutils.parsers.rst import Directive
    from markdown_it.tree import SyntaxTreeNode
    from sphinx.environment import BuildEnvironment

_OUR_OWN = __name__.partition(".")[0] + "."

DIRECTIVES = frozenset(
    {
        "admonition", "attention", "caution", "danger", "error", "hint", "important", "note", "seealso",
        "tip", "warning", "versionadded", "versionchanged", "deprecated", "toctree", "only", "glossary",
        "index", "contents", "bibliography", "table", "list-table", "csv-table", "hlist", "figure",
        "image", "code", "code-block", "rubric", "centered", "epigraph", "highlights", "pull-quote",
        "topic", "sidebar", "container", "compound", "tab-set", "tab-item", "dropdown", "grid",
        "grid-item", "grid-item-card", "card", "book-download",
    }
)  # fmt: skip
"""Directives of Sphinx, docutils, sphinx-design and typst_book that only arrange what is in the page."""
ROLES = frozenset(
    {
        "abbr", "any", "dfn", "doc", "emphasis", "file", "guilabel", "kbd", "literal", "ref", "samp",
        "strong", "sub", "subscript", "sup", "superscript", "term", "title-reference",
    }
)  # fmt: skip
_ROLE_FAMILIES = (FAMILY, "evidence:", "external+")

_WHY = {
    "raw": "writes HTML of its own",
    "include": "reads another file",
    "literalinclude": "reads another file",
    "csv-table": "reads another file",
    "download": "hands out a file",
    "eval-rst": "lets in another language, in which nothing is checked",
    "math": "needs a program from elsewhere to be drawn",
    "meta": "writes into the head of the page",
    "html_meta": "writes into the head of the page",
    "role": "makes a new role",
    "default-role": "makes a new role",
}
_FROM_ELSEWHERE = frozenset({"file", "url"})
"""Options that name a file or an address to read."""

CONFIGURING = frozenset({"myst", "mystnb", "html_meta", "substitutions", "jupyter", "jupytext", "kernelspec"})
"""Front matter that would change how a page is read."""

_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):")
_JINJA = re.compile(r"\{\{|\{%")


def usable_directives() -> list[str]:
    """The names of all directives that a page may use."""
    registered = directives._directives  # type: ignore[attr-defined]
    return [*DIRECTIVES, *(name for name, directive in registered.items() if _is_own(directive))]


def usable_roles() -> list[str]:
    """The names of all roles that a page may use, without those of families such as ``cite:p``."""
    registered = roles._roles  # type: ignore[attr-defined]
    return [*ROLES, *(name for name, role in registered.items() if _is_own(type(role)))]


def _is_own(implementation: Any) -> bool:
    return str(implementation.__module__).startswith(_OUR_OWN)


class GuardedRenderer(SphinxRenderer):
    """MyST's reader of pages, which passes over what is forbidden and tells it at its line."""

    def tell(self, line: int, needle: str, refused: Refused) -> None:
        """Keep a problem at the line, near the one given, that holds some words."""
        tell(self.sphinx_env, line, needle, refused)

    # -- HTML

    def render_html_block(self, token: SyntaxTreeNode) -> None:
        """Drop HTML."""
        needle = token.content.strip().split("\n", 1)[0]
        comment = needle.startswith("<!--")
        hint = (
            "Write a comment as % words"
            if comment
            else "Write Markdown; a < in words is &lt; or stands in backticks"
        )
        self.tell(
            _line_of(token, self.sphinx_env),
            needle,
            Refused(f"{shown(needle)} is HTML, which is left out", hint),
        )

    # -- directives and roles

    def run_directive(
        self, name: str, first_line: str, content: str, position: int, *rest: Any, **named: Any
    ) -> list[nodes.Element]:
        """Run a harmless directive."""
        line = source_lines(self.sphinx_env).directive(position, name, first_line)
        refused = self._refused_directive(name, first_line, content)
        if refused:
            self.tell(line, f"{{{name}}}", refused)
            return []
        for number, text in enumerate(content.splitlines(), start=line + 1):
            found = _markup_of_words(name, text)
            if found:
                self.tell(number, text.strip(), _markup(found))
        return super().run_directive(name, first_line, content, position, *rest, **named)

    def _refused_directive(self, name: str, first_line: str, content: str) -> Refused | None:
        known, _ = directives.directive(name, self.language_module_rst, self.document)
        if known is None or _is_own(known):
            return None  # an unknown one does nothing and is told by another rule
        if name in DIRECTIVES and not (name == "csv-table" and _reads_elsewhere(known, first_line, content)):
            return None
        why = _WHY.get(name.lower(), "is not among the directives of this handbook")
        return Refused(f"{{{name}}} {why}, and is left out", "Write the content itself into the page")

    def render_restructuredtext(self, token: SyntaxTreeNode) -> None:
        """Drop reStructuredText."""
        refused = Refused(f"{{eval-rst}} {_WHY['eval-rst']}, and is left out", "Write Markdown")
        self.tell(_line_of(token, self.sphinx_env), "{eval-rst}", refused)

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        """Run a harmless role; of another the words are shown."""
        name = str(token.meta["name"])
        known, _ = roles.role(name, self.language_module_rst, 0, self.reporter)
        ours = known is not None and _is_own(known)
        if known is None or ours or name in ROLES or name.startswith(_ROLE_FAMILIES):
            line = _line_of(token, self.sphinx_env)
            if not name.startswith(FAMILY) or note_citations(self.sphinx_env, token.content, line):
                super().render_myst_role(token)
            return
        why = _WHY.get(name.lower(), "is not among the roles of this handbook")
        refused = Refused(f"{{{name}}} {why}, and is shown as words", AS_WORDS)
        self.tell(_line_of(token, self.sphinx_env), f"{{{name}}}", refused)
        self.current_node.append(nodes.literal(token.content, token.content))

    # -- links and words

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Draw a link that opens a page; of another one its words are shown."""
        address = str(token.attrGet("href") or "")
        if not may_be_linked(address) and scheme_of(address) not in {"inv", "project"}:
            self._tell_link(token, address, bad_address(address))
            self.render_children(token)
            return
        if scheme_of(address) in {"http", "https"}:
            at = Location(source_lines(self.sphinx_env).path, _line_of(token, self.sphinx_env))
            page = evidence_domain(self.sphinx_env).page(self.sphinx_env.current_document.docname)
            page.links.append(Reference("link", address, at))
        super().render_link(token)
        made = self.current_node[-1] if self.current_node else None
        if made is not None:
            made.line = _line_of(token, self.sphinx_env)  # where a target that is missing is told
        if isinstance(made, addnodes.download_reference):
            refused = Refused(
                f"the link to {shown(address)} hands out a file", "Link to a page, or show it as a picture"
            )
            self._tell_link(token, address, refused)
            replace_node(made, made.children)

    def render_link_inventory(self, token: SyntaxTreeNode) -> None:
        """Draw a link to another handbook; MyST takes its address as seen from the first page."""
        already = len(self.current_node.children)
        super().render_link_inventory(token)
        for made in self.current_node.children[already:]:
            if isinstance(made, nodes.reference):
                made["refuri"] = _address_from(self.sphinx_env.current_document.docname, made["refuri"])

    def _tell_link(self, token: SyntaxTreeNode, address: str, refused: Refused) -> None:
        """A link with its address elsewhere in the page is told at the address."""
        source = source_lines(self.sphinx_env)
        written = next((a for a in (address, self.md.normalizeLinkText(address)) if a in source.text), "")
        line = _line_of(token, self.sphinx_env)
        if written and written not in _block_of(token).content and f"]: {written}" in source.text:
            line = source.text[: source.text.index(f"]: {written}")].count("\n") + 1
        self.tell(line, written, refused)

    def render_image(self, token: SyntaxTreeNode) -> None:
        """Draw a picture that knows its line; it is judged when the page has been read."""
        super().render_image(token)
        self.current_node[-1].line = _line_of(token, self.sphinx_env)

    def render_text(self, token: SyntaxTreeNode) -> None:
        """Words; those of a template language are told, because some other tool could fill them in."""
        found = _JINJA.search(token.content)
        if found:
            line = _line_of(token, self.sphinx_env)
            self.tell(line, found[0], Refused(f"{shown(found[0])} begins a piece of a template", AS_WORDS))
        super().render_text(token)

    # -- front matter

    def render_front_matter(self, token: SyntaxTreeNode) -> None:
        """Pass on the fields that are words; what would set how the page is read is left out."""
        first = _line_of(token, self.sphinx_env)
        try:
            tree = load_tree(str(token.content))
        except YamlError as fault:
            self.tell(
                first + fault.line,
                "",
                Refused(f"the front matter cannot be read: {fault.message}", fault.hint),
            )
            return
        fields = {}
        if not isinstance(tree, Mapping):
            return
        for name, value in tree.values.items():
            line = first + tree.key_lines[name]
            if name in CONFIGURING or not isinstance(value, Scalar):
                refused = Refused(f"{shown(name)} would change how the page is read", "Delete it")
                self.tell(line, name, refused)
                continue
            found = markup_in(value.text)
            if found:
                self.tell(line, found, _markup(found))
            fields[name] = value.text
        if token.token is not None:
            token.token.content = yaml.safe_dump(fields)
        super().render_front_matter(token)


def read_page(text: str, document: nodes.document) -> None:
    """Read a page with the settings of the handbook; its front matter has no say in them."""
    env = document.settings.env
    parser = create_md_parser(env.myst_config, GuardedRenderer)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # judged, and told, when drawn
    parser.options["document"] = document
    parser.render(text)
    disarm(document, env)


def _reads_elsewhere(directive: type[Directive], first_line: str, content: str) -> bool:
    """Whether an option of a directive names a file or an address."""
    try:
        return not _FROM_ELSEWHERE.isdisjoint(parse_directive_text(directive, first_line, content).options)
    except MarkupError:
        return True


def _markup_of_words(name: str, text: str) -> str | None:
    """Markup in a line that a directive takes as it stands: an option, or an entry of a list of pages."""
    if name == "toctree":
        title, opening, target = text.rpartition("<")
        return markup_in(title if opening and target.rstrip().endswith(">") else text)
    return markup_in(text) if _OPTION.match(text) else None


def _markup(found: str) -> Refused:
    return Refused(f"{shown(found)} is markup, and words stand here", AS_WORDS)


def _address_from(docname: str, address: str) -> str:
    """An address that the settings give relative to the first page, as seen from another page."""
    return address if "://" in address else "../" * docname.count("/") + address


def _block_of(token: SyntaxTreeNode) -> SyntaxTreeNode:
    """The text of the paragraph, heading or cell around a token; the token itself where it is a block."""
    around = token
    while around.type != "inline" and around.parent is not None and not around.parent.is_root:
        around = around.parent
    return around if around.type == "inline" else token


def _line_of(token: SyntaxTreeNode, env: BuildEnvironment) -> int:
    """The line of a token: that of its block, and the line breaks before it in the block."""
    block, breaks = _block_of(token), 0
    raw = block.content if block.type == "inline" else ""
    for inner in block.walk() if raw else ():
        if inner is token:
            break
        breaks += inner.type in {"softbreak", "hardbreak"}
        breaks += inner.content.count("\n") if inner.type == "html_inline" else 0
    while not block.map and block.parent is not None:
        block = block.parent
    return source_lines(env).block(block.map[0] if block.map else 1, raw) + breaks
