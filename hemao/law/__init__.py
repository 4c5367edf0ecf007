"""What a new town begins with: the rules, lists and holidays that come with the program."""
