"""Text and files: what contributed text may hold, YAML with lines, numbers and dates, atomic writing."""
