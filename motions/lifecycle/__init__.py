"""When may what be done to a motion, by whom, with what told, and which function does it.

`table` says it, a row for each verb; buttons, refusals, tests and the chart in the handbook
follow from the rows. `steps` says what a row is and answers questions about them.
"""
