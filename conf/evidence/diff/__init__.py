"""What a change does to the evidence, in words.

``compare`` takes two states of evidence.json and gives changes; ``read_side`` gets a state from a
file, a folder or a revision; the modules of drawing print changes. No module here imports Sphinx.
"""
