"""The formats for the one language of the site."""
