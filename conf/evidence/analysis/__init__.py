"""What follows from the evidence and is never typed: streams, caveats, certainty, statistics."""
