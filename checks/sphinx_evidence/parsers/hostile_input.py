"""Hostile pages, drawings, study files and lists; SERVER, ROOT and MARKER stand for what they are after."""

from __future__ import annotations

WATCHED = """\
import json, os, sys
ROOT, LOG = sys.argv[1], os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
NEVER = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen", "os.system",
         "os.exec", "os.posix_spawn", "os.fork", "urllib.Request", "webbrowser.open", "ctypes.dlopen")
CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.truncate",
           "os.chmod", "shutil.rmtree", "shutil.move")
def tell(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        writes = (args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        kind, path = "write" if writes else "read", os.fsdecode(args[0])
    elif event in CHANGES:
        kind, path = "write", os.fsdecode(args[0])
    elif event in NEVER:
        kind, path = event, repr(args)[:200]
    else:
        return
    if kind not in ("read", "write") or os.path.abspath(path).startswith(ROOT) or kind == "write":
        os.write(LOG, (json.dumps([kind, path]) + "\\n").encode())
sys.addaudithook(tell)
from sphinx.cmd.build import build_main
sys.exit(build_main(sys.argv[3:]))
"""
"""Builds, and notes every file under a folder that is opened, every change, and every call out."""

HEAD = "---\ndescription: A hostile page.\nchanged: 2026-01-01\norphan: true\n---\n\n# Hostile\n\n"

PAGES = {
    "raw": "```{raw} html\n<script>alert(1)</script>\n```\n",
    "html": "<script>alert(1)</script>\n\nWords <img src=x onerror=alert(1)> and <svg/onload=alert(1)>.\n",
    "style": '<style>@import "SERVER/style"</style>\n',
    "meta": '<meta http-equiv="refresh" content="0;url=SERVER/refresh">\n',
    "base": '<base href="SERVER/">\n',
    "comment": "<!--><script>alert(1)</script>-->\n",
    "include": "```{include} ../../secret.txt\n```\n",
    "include-absolute": "```{include} ROOT/secret.txt\n```\n",
    "include-literal": "```{include} ../../secret.txt\n:literal: true\n```\n",
    "literalinclude": "```{literalinclude} ../../secret.txt\n```\n",
    "code-include": "```{code-include} ../../secret.txt\n```\n",
    "csv-file": "```{csv-table} T\n:file: ../../secret.txt\n```\n",
    "csv-file-block": "```{csv-table} T\n---\nfile: ../../secret.txt\n---\n```\n",
    "csv-url": "```{csv-table} T\n:url: SERVER/table.csv\n```\n",
    "raw-file": "```{raw} html\n:file: ../../secret.txt\n```\n",
    "raw-url": "```{raw} html\n:url: SERVER/raw.html\n```\n",
    "eval-rst": "```{eval-rst}\n.. include:: ../../secret.txt\n\n"
    ".. raw:: html\n\n   <script>alert(1)</script>\n```\n",
    "eval-rst-role": "```{eval-rst}\n.. role:: x(raw)\n   :format: html\n\n"
    ":x:`<script>alert(1)</script>`\n```\n",
    "role": "```{role} x(raw)\n:format: html\n```\n\n{x}`<script>alert(1)</script>`\n",
    "math": "```{math}\n\\input{/etc/passwd} \\href{javascript:alert(1)}{x}\n```\n"
    "\n{math}`\\unicode{<script>}`\n",
    "meta-directive": "```{meta}\n:http-equiv=refresh: 0;url=SERVER/meta\n```\n",
    "image": "![remote](SERVER/picture.png)\n\n![local](../../secret.svg)\n\n![link](linked.png)\n",
    "image-directive": "```{image} SERVER/picture.png\n:target: javascript:alert(1)\n```\n",
    "figure": "```{figure} data:image/svg+xml,<svg onload=alert(1)>\n:alt: x\n\nA caption.\n```\n",
    "figure-link": "```{figure} drawing-good.svg\n:target: javascript:alert(1)\n"
    ":alt: x\n:name: a\n\nA caption.\n```\n",
    "svg-script": "![x](drawing-script.svg)\n",
    "svg-handler": "![x](drawing-handler.svg)\n",
    "svg-entity": "![x](drawing-entity.svg)\n",
    "svg-remote": "![x](drawing-remote.svg)\n",
    "links": "[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x) [d](file:///etc/passwd)\n"
    "[e](JaVaScRiPt:alert(1)) [f](<java&#10;script:alert(1)>) <javascript:alert(1)> "
    "[g][h]\n\n[h]: javascript:alert(1)\n",
    "downloads": "{download}`../../secret.txt` [x](../../secret.txt) "
    "[y](path:../../secret.txt) [z](drawing-good.svg)\n",
    "toctree": "```{toctree}\nX <javascript://%0Aalert(1)>\n../../secret\n```\n",
    "card": ":::{card} A\n:link: javascript:alert(1)\n:img-top: SERVER/card.png\nWords.\n:::\n",
    "button": ":::{button-link} javascript:alert(1)\nWords\n:::\n",
    "div": ":::{div} x\n:style: background: url(SERVER/div)\nWords\n:::\n",
    "jinja": "{{ env.config }} {% for x in y %} |release| {{ 7 * 7 }}\n",
    "option-title": ":::{evidence-card} hostile\n:title: <script>alert(1)</script>\n:outcomes: cac\n:::\n",
    "heading": "## <script>alert(1)</script>\n\n## `<img src=x onerror=alert(1)>`\n",
    "code": "```html\n<script>alert(1)</script>\n```\n",
    "default-role": "```{default-role} raw\n```\n",
    "only": "```{only} __import__('os').system('touch MARKER')\nWords\n```\n",
    "ifconfig": "```{ifconfig} __import__('os').system('touch MARKER')\nWords\n```\n",
    "bibliography": "```{bibliography}\n:filter: __import__('os').system('touch MARKER')\n```\n",
    "autodoc": "```{automodule} os\n```\n\n```{program-output} touch MARKER\n```\n\n"
    "```{exec} touch MARKER\n```\n",
}
"""Bodies of pages; SERVER, ROOT and MARKER stand for what must not be reached, read or made."""

FRONT_MATTER = {
    "front-extensions": "myst:\n  enable_extensions: [substitution, html_image, dollarmath]\n"
    '  substitutions:\n    x: "{{ env.config.__class__.__init__.__globals__ }}"',
    "front-html-meta": 'html_meta:\n  "http-equiv=refresh": "0;url=SERVER/front"',
    "front-url-schemes": 'myst:\n  url_schemes: {javascript: null}\n  html_meta: {"http-equiv=refresh": "0"}',
    "front-suppress": "myst: {suppress_warnings: [evidence]}",
    "front-tag": "title: !!python/object/apply:os.system ['touch MARKER']",
    "front-title": 'title: "</title><script>alert(1)</script>"',
}
HARMLESS = {"code", "bibliography", "only"}
"""What does nothing in the first place: shown as it is, or refused by Sphinx itself."""
UNKNOWN = {"autodoc", "code-include", "ifconfig", "front-tag"}
"""What nobody has defined, and a file that is no YAML: told by another rule, and without effect."""
FIRST_LINES = {"card": 10, "figure-link": 10, "toctree": 10, "option-title": 10}
"""Where it is not the first line of the body, which is line 9."""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{}</svg>'
DRAWINGS = {
    "good": SVG.format('<path d="M0 0h1"/>'),
    "script": SVG.format("\n<script>alert(1)</script>"),
    "handler": SVG.format('\n\n<path d="M0 0h1" onload="alert(1)"/>'),
    "entity": '<!DOCTYPE svg [<!ENTITY x SYSTEM "../../secret.txt">]>\n' + SVG.format("<text>&x;</text>"),
    "remote": SVG.format('\n<style>@import url("SERVER/svg");</style>'),
}

STUDY = """\
id: hostile-2020
type: animal
extraction: title
publication: journal
population: [rat-ckd]
population_text: "<script>alert(1)</script>"
funding: "[x](javascript:alert(1))"
use: none
use_reason: "</p><img src=x onerror=alert(1)>"
notes: "{{ 7 * 7 }} ```{include} ../../secret.txt"
checked: {by: unchecked, date: not-applicable}
"""
ENTRY = r"""
@article{hostile-2020,
  author = {<img src=x onerror=alert(1)>, Ann},
  title = {A title <script>alert(1)</script> \href{javascript:alert(1)}{x}},
  journal = {\input{../../secret.txt}},
  year = {2020},
  url = {javascript:alert(1)},
  doi = {10.1000/"><script>alert(1)</script>},
}
"""
STATEMENT = """
- id: S90
  section: <script>alert(1)</script>
  text: '<iframe src="javascript:alert(1)">'
  disposition: dropped
  claims: none
  reason: '<b onclick=alert(1)>'
"""
CATALOGUE = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Next"\nmsgstr "SECRET-LOCALE"\n'
)
