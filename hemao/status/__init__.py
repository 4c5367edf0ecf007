"""运行状态: whether the site is well, for the administrator; what is red, for the office too."""
