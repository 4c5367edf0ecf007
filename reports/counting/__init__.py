"""How figures are counted and said: many of them in few statements, each number with its unit."""
