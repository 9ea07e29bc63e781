"""The third surface: the same bot in a terminal, or on a pipe."""
