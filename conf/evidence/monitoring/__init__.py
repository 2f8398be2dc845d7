"""What is asked of the network on a schedule or by hand: links, retractions, new studies.

Nothing here runs in a build or a check. Answers land in lock files below docs/records, which the
checks read.
"""
