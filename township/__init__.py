"""The frame of a town: names, places, terms, law, calendar."""
