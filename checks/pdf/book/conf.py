"""Settings of a book that holds every kind of node, and no evidence."""

project = "Every kind"
author = "Nobody"
release = "1.0"
extensions = ["myst_parser", "sphinx_design", "typst_book"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist", "attrs_block"]
numfig = True
exclude_patterns = ["build"]
typst_book_name = "every-kind"
typst_book_template = "template.typ"
typst_book_date = "2026-11"
typst_book_appendices = ["appendix"]
typst_book_sheets = ["sheets/*"]
