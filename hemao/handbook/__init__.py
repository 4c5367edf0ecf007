"""手册: the handbook inside the program, and which chapter belongs to which page."""
