"""Sphinx configuration of the handbook. Settings only; the logic lives in sphinx_evidence."""

project = "Magnesium and Calcification"
author = "The Magnesium and Calcification contributors"
version = release = "0.1.0"
language = "en_GB"
locale_dirs = []  # Sphinx would take translations out of docs/, and write beside them

extensions = ["sphinx_evidence", "typst_book"]

evidence_last_searched = "2026-12"  # by hand; later runs of the stored searches count by themselves
evidence_footer = """
Every claim shows its study design, its certainty, its sources and its
caveats. Most records rest on the summary of a paper, not on its full text. This is not medical advice.
"""

html_baseurl = ""  # the address of the site; with it come canonical addresses, sitemap and 404 page
html_favicon = "favicon.svg"

epub_basename = "magnesium-and-calcification"
epub_identifier = "urn:uuid:0b9e4031-5a56-57d0-bffd-61d463de1d5a"  # made once; it stays

typst_book_name = "magnesium-and-calcification"
typst_book_subtitle = "An evidence handbook with executable checks"
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
typst_book_data = [  # pages for those who check the handbook: in the complete volume only
    "explorer",
    "statements",
    "contributing/*",
    "how-it-is-checked",
    "how-fast-it-is",
    "scale",
    "history",
    "claims-by-study-type",
    "risk-of-bias",
    "studies/*-*",
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
