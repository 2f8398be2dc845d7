"""Rules on claims and restatements: their study types, sources, certainty and reviews."""
