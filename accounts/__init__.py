"""Who you are: accounts, roles, how one logs in, what may be seen of the logs."""
