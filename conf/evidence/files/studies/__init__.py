"""Study files: reading, checking, formatting, and the JSON Schema that editors use."""
