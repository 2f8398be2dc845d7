"""Rules on numbers: they stand in study files and fit one another."""
