"""The state of one build: the handbook, its problems, and what the last build left."""
