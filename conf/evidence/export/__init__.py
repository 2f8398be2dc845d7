"""The evidence as data: JSON, CSV, BibTeX, RIS and schema.org."""
