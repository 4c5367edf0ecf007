"""Reports rendered from the live records, and every number in them."""
