"""Rules on caveats: required, defined, used and visible."""
