"""How days and times stand in tables, badges and fields; a sentence names its own format."""
