"""Sphinx configuration of the handbook. Settings only; the logic lives in sphinx_evidence."""

project = "Magnesium and Calcification"
author = "The Magnesium and Calcification contributors"
copyright = "The Magnesium and Calcification contributors"
version = release = "0.1.0"
language = "en_GB"
locale_dirs = []  # Sphinx would take translations out of docs/, and write beside them

extensions = ["sphinx_evidence", "typst_book"]
include_patterns = ["**.md", "studies/*.yaml"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist", "smartquotes"]
myst_heading_anchors = 3
bibtex_default_style = "handbook"
bibtex_reference_style = "author_year"
bibtex_cite_id = "cite-{key}"


evidence_last_searched = "2026-11"  # by hand; later runs of the stored searches count by themselves

linkcheck_timeout = 20  # seconds
linkcheck_retries = 2
linkcheck_workers = 4
linkcheck_rate_limit_timeout = 60  # seconds that a server may ask us to wait
linkcheck_anchors = True
linkcheck_report_timeouts_as_broken = False
linkcheck_ignore = [  # "evidence links" asks the services that give these numbers out
    r"https://doi\.org/10\..*",
    r"https://pubmed\.ncbi\.nlm\.nih\.gov/\d+/?",
    r"https://clinicaltrials\.gov/study/NCT\d{8}/?",
]
user_agent = f"evidence-handbook/{version} (link check)"

html_baseurl = ""  # the address of the site; with it come canonical addresses, sitemap and 404 page
html_theme = "furo"
html_title = "Magnesium and Calcification"
html_static_path = ["static"]
html_css_files = ["handbook.css"]
html_js_files = [("handbook.js", {"defer": "defer"})]
templates_path = ["templates"]
html_favicon = "static/favicon.svg"
html_use_index = False
html_show_search_summary = False  # it would fetch every page that is found
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_permalinks_icon = "#"
html_last_updated_fmt = None

epub_basename = "magnesium-and-calcification"
epub_identifier = "urn:uuid:0b9e4031-5a56-57d0-bffd-61d463de1d5a"  # made once; it stays
epub_uid = "handbook"
epub_contributor = author
epub_css_files = ["book.css"]
epub_show_urls = "no"  # the words of links to sources are their addresses
epub_tocscope = "includehidden"
epub_tocdepth = 2
epub_cover = ("_static/cover.png", "epub-cover.html")

typst_book_name = "magnesium-and-calcification"
typst_book_template = "handbook.typ"
typst_book_subtitle = "An evidence handbook with executable checks"
typst_book_date = evidence_last_searched
typst_book_date_name = "Evidence last searched"
typst_book_facts = [
    (
        "Cite as",
        (
            f"{author}. {project}: an evidence handbook with executable checks. Version {version}. "
            "Wherever you use a study's result, cite the original study."
        ),
    ),
    ("Licence", "Creative Commons Attribution 4.0 International (CC BY 4.0)"),
]
typst_book_notes = [
    "Not yet reviewed by a clinician.",
    (
        "This is not medical advice. With kidney disease, heart rhythm problems, pregnancy or other "
        "medicines, ask a clinician before taking magnesium."
    ),
]
typst_book_appendices = [
    "statements",
    "how-it-is-checked",
    "studies/index",
    "claims-by-study-type",
    "glossary",
    "references",
    "about",
]
typst_book_sheets = ["studies/*-*"]
typst_book_fonts = ["matplotlib:mpl-data/fonts/ttf"]
