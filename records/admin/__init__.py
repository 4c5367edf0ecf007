"""What the admin does with every record.

Nothing is registered here: the log of who read what stands among the other logs, in accounts.admin.
"""
