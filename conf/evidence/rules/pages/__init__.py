"""Rules on pages, links, records and the statements of the source article."""
