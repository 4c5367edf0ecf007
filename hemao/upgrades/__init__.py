"""From the program that made a database to this one, and back. docs/architecture.md says why.

beginning    where a town may begin, and where one was
history      which migrations the database counts as applied, and which the program knows
fitting      whether the tables and columns are there that models name
programs     which version of the program the rows belong to; landed.txt lists those of before
running      nobody else is at work here
state        what is kept about the last upgrade
forward      look, copy, migrate, check
checking     what has to be true afterwards
back         return to the copy from before
"""
