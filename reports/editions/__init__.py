"""What was closed: its words, its numbers, its proofs, and what moved since."""
