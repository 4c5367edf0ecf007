"""What comes with the program, as text that a person can read: rules, topics, classes, categories."""
