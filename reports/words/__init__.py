"""From figures to the words of a report."""
