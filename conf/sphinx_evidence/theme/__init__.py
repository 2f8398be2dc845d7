"""The look that every handbook has: templates, style sheets, scripts, the design of the PDF, and settings.

A handbook's own files come after these: a template of the same name in its ``templates_path`` and a file
of the same name in its ``html_static_path`` are taken instead, and each setting in its ``conf.py`` counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_HERE = Path(__file__).parent
TEMPLATES = _HERE / "templates"
"""Templates of pages, and the sprite of symbols that each page holds."""
_AFTER_EXTENSIONS = 800
"""The priority of the style sheet: it changes what the theme's and sphinx-design's say."""

DEFAULTS: dict[str, Any] = {
    "copyright": lambda config: config.author,
    "include_patterns": ["**.md", "studies/*.yaml"],
    "nitpicky": True,
    "user_agent": lambda config: f"evidence-handbook/{config.version} (link check)",
    "myst_enable_extensions": ["colon_fence", "deflist", "smartquotes"],
    "myst_heading_anchors": 3,
    "bibtex_default_style": "handbook",
    "bibtex_reference_style": "author_year",
    "bibtex_cite_id": "cite-{key}",
    "linkcheck_timeout": 20,  # seconds
    "linkcheck_retries": 2,
    "linkcheck_workers": 4,
    "linkcheck_rate_limit_timeout": 60,  # seconds that a server may ask us to wait
    "linkcheck_ignore": [  # "evidence links" asks the services that give these numbers out
        r"https://doi\.org/10\..*",
        r"https://pubmed\.ncbi\.nlm\.nih\.gov/\d+/?",
        r"https://clinicaltrials\.gov/study/NCT\d{8}/?",
    ],
    "html_theme": "furo",
    "html_title": lambda config: config.project,
    "html_use_index": False,
    "html_show_search_summary": False,  # it would fetch each page of the results
    "html_show_sourcelink": False,
    "html_copy_source": False,
    "html_show_sphinx": False,
    "html_permalinks_icon": "#",
    "epub_uid": "handbook",
    "epub_contributor": lambda config: config.author,
    "epub_css_files": ["book.css"],
    "epub_show_urls": "no",  # the text of a link to a source is its address
    "epub_tocscope": "includehidden",
    "epub_tocdepth": 2,
    "epub_cover": ("_static/cover.png", "epub-cover.html"),
    "typst_book_base": str(_HERE / "evidence.typ"),
    "typst_book_date": lambda config: config.evidence_last_searched,
    "typst_book_date_name": "Evidence last searched",
    "typst_book_sheets": ["studies/*-*"],
    "typst_book_fonts": ["matplotlib:mpl-data/fonts/ttf"],
}
"""Settings of Sphinx and of other extensions; where a handbook's ``conf.py`` gives none, these count.
A function computes its value from the other settings."""


def _complete_settings(app: Sphinx, config: Config) -> None:
    """Put the defaults in the place of those that Sphinx and the extensions have; add the templates."""
    for name in DEFAULTS.keys() & config.values.keys():
        option = config.values[name]
        config.values[name] = type(option)(
            DEFAULTS[name], option.rebuild, option.valid_types, option.description
        )
        vars(config).pop(name, None)  # a default that was read before is kept there
    config.templates_path = [*config.templates_path, str(TEMPLATES)]


def _add_static_files(app: Sphinx) -> None:
    """Copy the style sheets and scripts, unless the handbook has files of the same names.

    Done after the builder has compared the settings with those of the last build, which otherwise would
    differ between two folders of the same handbook.
    """
    app.config.html_static_path = [str(_HERE / "static"), *app.config.html_static_path]


def setup_theme(app: Sphinx) -> None:
    """Register templates, static files and settings."""
    app.add_config_value("evidence_footer", "", "html", str)
    app.add_css_file("handbook.css", priority=_AFTER_EXTENSIONS)
    app.add_js_file("handbook.js", priority=_AFTER_EXTENSIONS, defer="defer")
    app.connect("config-inited", _complete_settings, priority=100)
    app.connect("builder-inited", _add_static_files)
