"""总览: the year beside the one before."""
