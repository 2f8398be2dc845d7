"""Rules on wording: no stronger and no weaker than the evidence carries."""
