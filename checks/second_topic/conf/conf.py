"""Settings of an invented handbook, which proves that the engine knows no topic."""

project = "Blue tea and hiccups"
author = "Invented authors"
extensions = ["sphinx_evidence"]
include_patterns = ["**.md", "studies/*.yaml"]
language = "en_GB"
myst_enable_extensions = ["colon_fence", "deflist", "smartquotes"]
bibtex_default_style = "handbook"
bibtex_reference_style = "author_year"
bibtex_cite_id = "cite-{key}"
