"""What may be asked: the figures there are, the periods, the words that name both."""
