"""What the evidence is and whether it holds: read, analysed, judged and shown as data, without Sphinx."""
