"""What each deputy did, and what the public is told of them."""
