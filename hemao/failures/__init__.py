"""What fails, and who is told: causes in words, the pages that say them, the log, what is kept of it.

Nothing here asks the database: all of it has to work when that is full, locked or away.
"""
