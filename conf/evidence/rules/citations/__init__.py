"""Rules on citations, identifiers and retractions."""
