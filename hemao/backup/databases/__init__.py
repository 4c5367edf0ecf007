"""The two kinds of databases as a backup sees them: a snapshot, a part of the archive, rows to compare."""
