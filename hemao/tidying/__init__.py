"""What nobody needs any more is taken away once a day, so that nothing grows for ever."""
