"""The files in docs/records/: reviews, changes, links, retractions, searches and screening."""
