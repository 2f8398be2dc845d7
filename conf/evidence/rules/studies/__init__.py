"""Rules on study files."""
