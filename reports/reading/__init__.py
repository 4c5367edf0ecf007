"""The pages on which reports and figures are read."""
