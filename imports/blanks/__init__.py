"""The empty table of each kind, to be filled in WPS and brought in again."""
